import type { BrowserContext, Request } from 'playwright-core';
import type { AmtsboteError } from '../errors/amtsbote-error.ts';
import { isWrite } from './request-pattern.ts';

/** Counts the writes that the pages of an attempt send beside its commit: drafts as a rule, and saving by a way nobody declared. */
export class OtherWrites {
  #context: BrowserContext | undefined;
  #resting = 0;
  #count = 0;

  /** Writes seen so far; those of signing in left out. */
  get count(): number {
    return this.#count;
  }

  /** From here on every page of this context counts. */
  watch(context: BrowserContext): void {
    if (this.#context === context) return;
    this.end();
    this.#context = context;
    context.on('request', this.#onRequest);
  }

  /** What is written during this belongs to the session. */
  async except<T>(act: () => Promise<T>): Promise<T> {
    this.#resting += 1;
    try {
      return await act();
    } finally {
      this.#resting -= 1;
    }
  }

  end(): void {
    this.#context?.off('request', this.#onRequest);
    this.#context = undefined;
  }

  #onRequest = (request: Request): void => {
    if (this.#resting === 0 && isWrite(request)) this.#count += 1;
  };
}

const claim = /; nothing was (?:sent|entered|saved)$/;

/** An error from before the commit says what was sent: where other writes left, "nothing was sent" would not be true. */
export function tellWrites(error: AmtsboteError, writes: number): AmtsboteError {
  if (writes === 0 || !claim.test(error.message)) return error;
  error.message = error.message.replace(claim, `; the request that saves was not sent, ${writes} other writes of its pages were`);
  return error;
}
