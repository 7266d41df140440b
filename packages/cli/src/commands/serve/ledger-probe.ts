/** How long an answer is good, in milliseconds: who asks more often is told the same. */
const goodMs = 5_000;

/** Says whether the ledger can be opened; looks seldom, and once at a time. */
export class LedgerProbe {
  readonly #now: () => number;
  readonly #look: () => Promise<void>;
  #answer: { readonly at: number; readonly isReachable: Promise<boolean> } | undefined;

  /** @param look rejects when the ledger cannot be opened */
  constructor(now: () => number, look: () => Promise<void>) {
    this.#now = now;
    this.#look = look;
  }

  isReachable(): Promise<boolean> {
    const now = this.#now();
    if (this.#answer === undefined || Math.abs(now - this.#answer.at) >= goodMs) {
      this.#answer = {
        at: now,
        isReachable: this.#look().then(
          () => true,
          () => false,
        ),
      };
    }
    return this.#answer.isReachable;
  }

  /** Looks anew at the next question: a run has ended, and much may be otherwise. */
  forget(): void {
    this.#answer = undefined;
  }
}
