/** Without leases a delivery goes from `ready` to its commit point at once. For `bench/throughput.ts`. */
export function mayChange(): boolean {
  return true;
}

/** As in the sdk. */
export function isSettled(state: string): boolean {
  return ['delivered', 'rejected', 'case'].includes(state);
}
