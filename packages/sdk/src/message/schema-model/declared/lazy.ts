/** A value that is made when it is first asked for. While it is being made, asking for it again throws what `onCycle` gives. */
export function lazy<T>(make: () => T, onCycle: () => Error): () => T {
  let state: { readonly value: T } | 'making' | undefined;
  return () => {
    if (state === 'making') throw onCycle();
    if (state) return state.value;
    state = 'making';
    try {
      state = { value: make() };
      return state.value;
    } catch (error) {
      state = undefined;
      throw error;
    }
  };
}
