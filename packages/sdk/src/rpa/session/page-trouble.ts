import type { BrowserContext, Request } from 'playwright-core';
import { type AmtsboteError, isAmtsboteError } from '../../errors/amtsbote-error.ts';
import type { ErrorCode } from '../../errors/codes.ts';
import { NotDelivered } from '../../errors/families.ts';

/** What a page is made of. Pictures and the like may be missing. */
const parts = ['document', 'xhr', 'fetch', 'script'];

const lookalikes: readonly ErrorCode[] = [
  'AB_FORM_CHANGED',
  'AB_FORM_NOT_FILLED',
  'AB_SCREEN_CHANGED',
  'AB_TARGET_BROKEN',
  'AB_TARGET_REFUSED',
];

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

  /** What is told in the place of an error that may only be what such trouble looks like; undefined without trouble. */
  fault(seemingly: ErrorCode): NotDelivered | undefined {
    if (this.#code === undefined) return undefined;
    const reason = this.#code === 'AB_TARGET_UNREACHABLE' ? 'were not answered' : 'were answered with a fault of the target';
    return new NotDelivered(this.#code, `requests of the page ${reason} (${seemingly}); nothing was sent`);
  }
}

/** True for errors of a page that looks as if it had been changed, or said no: one that could not load what it is made of does, too. */
export function looksChanged(error: unknown): error is AmtsboteError {
  return isAmtsboteError(error) && lookalikes.includes(error.code);
}

function isPart(request: Request): boolean {
  return parts.includes(request.resourceType());
}
