import { NeedsPerson, OutcomeUnknown, RejectedByTarget } from '@amtsbote/sdk';
import { type CommitAnswer, complaints } from '@amtsbote/sdk/rpa';
import type { Page } from 'playwright-core';
import type { RecordDescription } from './description.ts';
import { type Entry, refusal } from './entry.ts';

/**
 * Reads the reference from the page that answered the commit.
 *
 * @throws RejectedByTarget or NeedsPerson AB_TARGET_REFUSED when the page proves, as described, that nothing was saved;
 * OutcomeUnknown otherwise
 */
export async function readConfirmation(entry: Entry, { page, status }: CommitAnswer): Promise<string> {
  const { description, attempt } = entry;
  const { confirmation, errors } = description;
  const shown = page.locator(confirmation.selector);
  const either = errors === undefined ? shown : shown.or(page.locator(errors.selector));
  const ended = await either
    .first()
    .waitFor({ signal: attempt.signal })
    .then(
      () => true,
      () => false,
    );
  if (!ended) throw new OutcomeUnknown('AB_OUTCOME_UNKNOWN', `after the commit (HTTP ${status}) the page shows no confirmation`);
  if ((await shown.count()) === 0) throw await refusalOf(description, page);
  const reference = referenceIn(await shown.first().innerText(), confirmation.pattern);
  if (reference === undefined) throw new OutcomeUnknown('AB_OUTCOME_UNKNOWN', 'the confirmation shows no reference of the expected form');
  return reference;
}

/** The part of a text that is the reference: the first group of the pattern, its match, or the whole text. */
export function referenceIn(text: string, pattern: string | undefined): string | undefined {
  const trimmed = text.trim();
  if (pattern === undefined) return trimmed === '' ? undefined : trimmed;
  const match = new RegExp(pattern, 'u').exec(trimmed);
  return match?.[1] ?? match?.[0];
}

async function refusalOf(description: RecordDescription, page: Page): Promise<Error> {
  const { errors } = description;
  if (errors?.provesNotSaved !== true)
    return new OutcomeUnknown('AB_OUTCOME_UNKNOWN', 'the page answered the commit with messages instead of a confirmation');
  const code = await rejectionCode(description, page);
  const { count, labels } = await complaints(page, errors.selector);
  const message = refusal('as the answer to saving', labels, count);
  if (code !== undefined) return new RejectedByTarget('AB_TARGET_REJECTED', message, { officialCode: code });
  return new NeedsPerson('AB_TARGET_REFUSED', message);
}

async function rejectionCode({ errors, rejections = [] }: RecordDescription, page: Page): Promise<string | undefined> {
  for (const rejection of rejections) {
    const selector = rejection.selector ?? errors?.selector;
    if (selector === undefined) continue;
    const texts = await page.locator(selector).allInnerTexts();
    const pattern = rejection.text === undefined ? undefined : new RegExp(rejection.text, 'u');
    if (texts.some((text) => pattern?.test(text) ?? true)) return rejection.code;
  }
  return undefined;
}
