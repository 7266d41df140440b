import type { BrowserContext, Request } from 'playwright-core';
import { isAmtsboteError } from '../../errors/amtsbote-error.ts';
import { NotDelivered } from '../../errors/families.ts';

/** What a page is made of. Pictures and the like may be missing. */
const parts = ['document', 'xhr', 'fetch', 'script'];

/** What a page looks like when it could not load what it is made of: as if it had been changed, or said no. */
const lookalikes = ['AB_FORM_CHANGED', 'AB_FORM_NOT_FILLED', 'AB_SCREEN_CHANGED', 'AB_TARGET_BROKEN', 'AB_TARGET_REFUSED'];

/** Notes requests of pages that got no answer, or a fault of the target, since it was cleared. */
export class PageTrouble {
  #code: 'AB_TARGET_UNREACHABLE' | 'AB_TARGET_BROKEN' | undefined;

  watch(context: BrowserContext): void {
    context.on('requestfailed', (request) => {
      const reason = request.failure()?.errorText ?? '';
      if (isPart(request) && !/ERR_(ABORTED|BLOCKED|FAILED)/.test(reason)) this.#code = 'AB_TARGET_UNREACHABLE';
    });
    context.on('response', (response) => {
      if (response.status() >= 500 && isPart(response.request())) this.#code ??= 'AB_TARGET_BROKEN';
    });
  }

  clear(): void {
    this.#code = undefined;
  }

  /** The error; or, where it may only be what such trouble looks like, one that is tried again. */
  explain(error: unknown): unknown {
    if (this.#code === undefined || !isAmtsboteError(error) || !lookalikes.includes(error.code)) return error;
    const reason = this.#code === 'AB_TARGET_UNREACHABLE' ? 'were not answered' : 'were answered with a fault of the target';
    return new NotDelivered(this.#code, `requests of the page ${reason} (${error.code}); nothing was sent`);
  }
}

function isPart(request: Request): boolean {
  return parts.includes(request.resourceType());
}
