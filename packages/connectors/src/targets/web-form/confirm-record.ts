import { NeedsPerson, OutcomeUnknown, RejectedByTarget } from '@amtsbote/sdk';
import { type CommitAnswer, awaitAnywhere, complaints, countAnywhere, textAnywhere } from '@amtsbote/sdk/rpa';
import type { Page } from 'playwright-core';
import type { RecordDescription, RejectionDescription } from './description.ts';
import type { Entry } from './entry.ts';
import { isTechnical } from './take-step.ts';
import { refusal } from './refusal.ts';

/**
 * Reads the reference from the page that answered the commit.
 *
 * @throws RejectedByTarget or NeedsPerson AB_TARGET_REFUSED when the page proves, as described, that nothing was saved;
 * OutcomeUnknown otherwise
 */
export async function readConfirmation(entry: Entry, { page, status }: CommitAnswer): Promise<string> {
  const { description, attempt } = entry;
  const { confirmation, errors } = description;
  const ends = [confirmation.selector, ...(errors === undefined ? [] : [errors.selector])];
  const ended = await awaitAnywhere(page, ends, { signal: attempt.signal, timeoutMs: entry.timeoutMs });
  if (ended === undefined)
    throw new OutcomeUnknown('AB_OUTCOME_UNKNOWN', `after the commit (HTTP ${status}) the page shows no confirmation`);
  const shown = await textAnywhere(page, confirmation.selector);
  if (shown === undefined) throw await refusalOf(description, page);
  const reference = referenceIn(shown, confirmation.pattern);
  if (reference === undefined) throw new OutcomeUnknown('AB_OUTCOME_UNKNOWN', 'the confirmation shows no reference of the expected form');
  if (!(await isOnlyReference(page, confirmation, reference))) {
    throw new OutcomeUnknown('AB_OUTCOME_UNKNOWN', 'the page shows confirmations of several records');
  }
  return reference;
}

/** Beside the message about this record may stand that about an earlier one, which nobody was there to read. */
async function isOnlyReference(page: Page, { selector, pattern }: RecordDescription['confirmation'], reference: string): Promise<boolean> {
  if ((await countAnywhere(page, selector)) < 2) return true;
  const shown = page.frames().map((frame) => frame.locator(selector).filter({ visible: true }).allInnerTexts());
  const references = (await Promise.all(shown)).flat().map((each) => referenceIn(each, pattern));
  return references.every((each) => each === undefined || each === reference);
}

/** The part of a text that is the reference: the first group of the pattern, its match, or the whole text. */
export function referenceIn(text: string, pattern: string | undefined): string | undefined {
  const trimmed = text.trim();
  if (pattern === undefined) return trimmed === '' ? undefined : trimmed;
  const match = new RegExp(pattern, 'u').exec(trimmed);
  return match?.[1] ?? match?.[0];
}

/** What messages in place of a confirmation mean. */
export async function refusalOf(description: RecordDescription, page: Page): Promise<Error> {
  const { errors } = description;
  if (errors?.provesNotSaved !== true)
    return new OutcomeUnknown('AB_OUTCOME_UNKNOWN', 'the page answered the commit with messages instead of a confirmation');
  const rejection = await rejectionShown(description, page);
  const message = refusal('as the answer to saving', await complaints(page, errors.selector), description);
  if (rejection !== undefined) {
    const reason = rejection.reason === undefined ? message : `${rejection.reason}; nothing was saved`;
    return new RejectedByTarget('AB_TARGET_REJECTED', reason, { officialCode: rejection.code });
  }
  if (await isTechnical(page, errors)) {
    return new OutcomeUnknown('AB_OUTCOME_UNKNOWN', 'the target answered the commit with a message about trouble of its own');
  }
  return new NeedsPerson('AB_TARGET_REFUSED', message);
}

async function rejectionShown({ errors, rejections = [] }: RecordDescription, page: Page): Promise<RejectionDescription | undefined> {
  for (const rejection of rejections) {
    const selector = rejection.selector ?? errors?.selector;
    if (selector === undefined) continue;
    const texts = (await Promise.all(page.frames().map((frame) => frame.locator(selector).allInnerTexts()))).flat();
    const pattern = rejection.text === undefined ? undefined : new RegExp(rejection.text, 'u');
    if (texts.some((text) => pattern?.test(text) ?? true)) return rejection;
  }
  return undefined;
}
