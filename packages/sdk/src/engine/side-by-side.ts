/** Work that goes on at the same time. A failure is thrown where somebody waits, and never lost. */
export class SideBySide {
  readonly #going = new Set<Promise<void>>();
  #failure: { readonly error: unknown } | undefined;

  get count(): number {
    return this.#going.size;
  }

  begin(work: Promise<void>): void {
    const going = work
      .catch((error: unknown) => {
        this.#failure ??= { error };
      })
      .finally(() => this.#going.delete(going));
    this.#going.add(going);
  }

  /** Waits until one has ended. Throws what any of them failed with. */
  async oneLess(): Promise<void> {
    await Promise.race(this.#going);
    this.#expectNoFailure();
  }

  /** Waits until all have ended. Throws what any of them failed with. */
  async end(): Promise<void> {
    await this.settled();
    this.#expectNoFailure();
  }

  /** Waits until all have ended, however. */
  async settled(): Promise<void> {
    await Promise.all(this.#going);
  }

  #expectNoFailure(): void {
    if (this.#failure !== undefined) throw this.#failure.error;
  }
}
