import { exitCodes } from '../../exit-codes.ts';

/** How a run ended, as the health endpoint and the next one see it. */
export interface RunEnd {
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly endedAt: number;
  /** What `amtsbote sync` would have ended with. */
  readonly exitCode: number;
  /** Why it did not come to its end. */
  readonly code?: string | undefined;
}

/** What runs go on with. */
export interface RunLoopParts {
  /** From the beginning of one run to that of the next. */
  readonly everyMs: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Resolves after so many milliseconds, or as soon as the signal is aborted; never rejects. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** One run. Never rejects: what goes wrong is its end. */
  readonly run: (signal: AbortSignal) => Promise<RunEnd>;
}

/**
 * One run after the other: at once, then on a schedule and whenever one is wanted. However often it is wanted while a run goes on, one run
 * follows: it sees all that was there when it began.
 */
export class RunLoop {
  readonly #parts: RunLoopParts;
  #isWanted = false;
  #waking = new AbortController();
  #runningSince: number | undefined;
  #last: RunEnd | undefined;
  #nextAt: number | undefined;

  constructor(parts: RunLoopParts) {
    this.#parts = parts;
  }

  /** When the run that goes on began. */
  get runningSince(): number | undefined {
    return this.#runningSince;
  }

  get last(): RunEnd | undefined {
    return this.#last;
  }

  /** When the next run begins unless one is wanted before; undefined while one goes on. */
  get nextAt(): number | undefined {
    return this.#nextAt;
  }

  /** Wants a run: now, or as soon as the one that goes on has ended. */
  want(): void {
    this.#isWanted = true;
    this.#waking.abort();
  }

  /** Runs until the signal is aborted. Returns whether that ended a run before its time. */
  async until(signal: AbortSignal): Promise<{ readonly isInterrupted: boolean }> {
    while (!signal.aborted) {
      const startedAt = this.#parts.now();
      this.#isWanted = false;
      this.#waking = new AbortController();
      this.#runningSince = startedAt;
      this.#last = await this.#parts.run(signal);
      this.#runningSince = undefined;
      if (signal.aborted) return { isInterrupted: this.#last.exitCode === exitCodes.interrupted };
      await this.#pause(startedAt, signal);
    }
    return { isInterrupted: false };
  }

  /** No longer than the interval, should the clock have been put back meanwhile. */
  async #pause(startedAt: number, signal: AbortSignal): Promise<void> {
    if (this.#isWanted) return;
    const { everyMs, now, sleep } = this.#parts;
    const ms = Math.min(everyMs, Math.max(0, startedAt + everyMs - now()));
    this.#nextAt = now() + ms;
    await sleep(ms, AbortSignal.any([signal, this.#waking.signal]));
    this.#nextAt = undefined;
  }
}
