/** A history that keeps nothing, for `bench/throughput.ts`. */
export class History {
  append(): Promise<void> {
    return Promise.resolve();
  }

  forget(): void {}
}

/** Nothing is hashed. */
export function eventHash(): string {
  return '';
}
