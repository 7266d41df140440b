/** The service's clock: the system's, or a given one, moved forward at will. */
export class Clock {
  readonly #base: () => number;
  #ahead = 0;

  constructor(base: () => number) {
    this.#base = base;
  }

  /** Milliseconds since 1970. */
  now(): number {
    return this.#base() + this.#ahead;
  }

  /** Moves the clock forward by milliseconds. */
  advance(ms: number): void {
    this.#ahead += ms;
  }

  /** Moves the clock to a time, in milliseconds since 1970. */
  set(time: number): void {
    this.#ahead = time - this.#base();
  }
}
