import { type Delivered, NeedsPerson } from '@amtsbote/sdk';
import { type RpaAttempt, awaitAnywhere, clickByName, countAnywhere } from '@amtsbote/sdk/rpa';
import type { Page } from 'playwright-core';
import { readConfirmation } from './confirm-record.ts';
import type { CommitDescription, FormStep, RecordDescription } from './description.ts';
import type { Entry } from './entry.ts';
import { listValues, recordValues } from './form-values.ts';
import { type OnPage, readBack, takeStep } from './take-step.ts';
import { verifyRecord } from './verify-record.ts';

/** Enters one record as described: steps, read back, commit, confirmation, and the comparison with the saved record. */
export async function enterRecord(entry: Omit<Entry, 'values' | 'lists' | 'compared'>): Promise<Delivered> {
  const { description, record, attempt } = entry;
  const values = recordValues(description, record, attempt.deliveryKey);
  const whole: Entry = { ...entry, values, lists: listValues(record), compared: new Map() };
  const onPage: OnPage = new Map();
  for (const step of withExternalReference(description)) await takeStep(whole, step, onPage);
  const page = await attempt.page();
  await readBack(whole, onPage);
  await expectNoConfirmation(whole, page);
  const answer = await attempt.commit(commitDeclaration(whole), (shown) => clickThrough(whole, shown));
  const reference = await attempt.step('read confirmation', () => readConfirmation(whole, answer));
  await attempt.captureConfirmation(answer.page);
  await verifyRecord(whole, reference);
  return { reference };
}

/** `externalReference` is short for one more label in the last `fill`. */
export function withExternalReference({
  steps,
  externalReference,
}: Pick<RecordDescription, 'steps' | 'externalReference'>): readonly FormStep[] {
  if (externalReference === undefined) return steps;
  const last = steps.findLastIndex((step) => 'fill' in step);
  const labelled = { [externalReference]: '{deliveryKey}' };
  if (last < 0) return [...steps, { fill: labelled }];
  return steps.map((step, at) => (at === last && 'fill' in step ? { fill: { ...step.fill, ...labelled } } : step));
}

/** A confirmation that is there before the commit would prove nothing after it. */
async function expectNoConfirmation({ description, attempt }: Entry, page: Page): Promise<void> {
  const count = await attempt.guard('read back', () => countAnywhere(page, description.confirmation.selector));
  if (count > 0) throw new NeedsPerson('AB_FORM_CHANGED', 'the confirmation is on the page before the commit; nothing was sent');
}

function commitDeclaration({ recordType, description, answerWithinMs }: Entry): Parameters<RpaAttempt['commit']>[0] {
  const { request, send, followUps, harmless } = description.commit;
  return { name: `save ${recordType}`, request, send, followUps, harmless, answerWithinMs };
}

/** Clicks the button that saves, those of windows that ask once more, and those of further pages where they appear. */
async function clickThrough(entry: Entry, page: Page): Promise<void> {
  const { description, attempt } = entry;
  const { click: name, confirm = [], followUps = [] }: CommitDescription = description.commit;
  const before = page.context().pages();
  await clickByName(page, name, { signal: attempt.signal });
  for (const each of confirm) {
    const window = await asking(page, before);
    await clickByName(window, each, { signal: attempt.signal }).catch((error: unknown) => {
      // A window that ends with the click never hears that it was done.
      if (window === page || !window.isClosed()) throw error;
    });
  }
  for (const each of followUps) {
    const button = `role=button[name=${JSON.stringify(each.click)}]`;
    const { confirmation, errors } = description;
    const ends = [button, confirmation.selector, ...(errors === undefined ? [] : [errors.selector])];
    const shown = await awaitAnywhere(page, ends, { signal: attempt.signal, timeoutMs: entry.timeoutMs });
    if (shown === button) await clickByName(page, each.click, { signal: attempt.signal });
  }
}

/** The window that a click has opened, if it does within a moment; else the page itself. */
async function asking(page: Page, before: readonly Page[]): Promise<Page> {
  const isNew = (each: Page): boolean => !before.includes(each);
  const known = page.context().pages().find(isNew);
  const opened =
    known ??
    (await page
      .context()
      .waitForEvent('page', { timeout: 1000 })
      .catch(() => undefined));
  if (opened === undefined) return page;
  await opened.waitForLoadState('domcontentloaded');
  return opened;
}
