/** Lets one caller in at a time, in the order of asking. */
export class Mutex {
  #tail: Promise<unknown> = Promise.resolve();

  /** Waits for its turn, or rejects with the signal's reason when that comes first; `act` then never runs. */
  async run<T>(signal: AbortSignal, act: () => Promise<T>): Promise<T> {
    const before = this.#tail;
    let release = (): void => undefined;
    this.#tail = new Promise<void>((resolve) => (release = resolve)).then(() => before);
    let stop = (): void => undefined;
    const aborted = new Promise<never>((_, reject) => {
      stop = (): void => reject(signal.reason);
      signal.addEventListener('abort', stop, { once: true });
    });
    try {
      signal.throwIfAborted();
      await Promise.race([before, aborted]);
      return await act();
    } finally {
      signal.removeEventListener('abort', stop);
      release();
    }
  }
}
