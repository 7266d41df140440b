import { type Delivered, NeedsPerson, OutcomeUnknown, fillUrlTemplate } from '@amtsbote/sdk';
import { type CommitAnswer, type RpaAttempt, awaitAnywhere, clickByName, countAnywhere, furtherAct, sessionMark } from '@amtsbote/sdk/rpa';
import type { Page } from 'playwright-core';
import { type Act, actsOf, expectSaved } from './acts.ts';
import { readConfirmation } from './confirm-record.ts';
import type { Entry } from './entry.ts';
import { listValues, recordValues } from './form-values.ts';
import { recordProgress } from './record-progress.ts';
import { type OnPage, readBack, takeStep } from './take-step.ts';
import { verifyRecord } from './verify-record.ts';

/**
 * Enters one record as described: steps, read back, commit, confirmation, and the comparison with the saved record. Where several acts make
 * it, those that the saved record lacks.
 */
export async function enterRecord(entry: Omit<Entry, 'values' | 'lists' | 'compared'>): Promise<Delivered> {
  const { description, record, recordType, attempt } = entry;
  const values = recordValues(description, record, attempt.deliveryKey);
  const whole: Entry = { ...entry, values, lists: listValues(record), compared: new Map() };
  const all = actsOf(recordType, description);
  const acts = attempt.begun === undefined ? all : await resume(whole, attempt.begun);
  let answer: CommitAnswer | undefined;
  for (const act of acts) {
    const isLast = act === acts.at(-1);
    answer = await (act === all[0] ? takeAct(whole, act, isLast) : furtherAct(act.name, () => takeAct(whole, act, isLast)));
  }
  const reference = await confirmed(whole, answer);
  await verifyRecord(whole, reference);
  return { reference };
}

/** Steps, read back, commit; and where other acts follow, what shows that this one was saved. */
async function takeAct(entry: Entry, act: Act, isLast: boolean): Promise<CommitAnswer> {
  const { attempt, description } = entry;
  const onPage: OnPage = new Map();
  for (const step of act.steps) await takeStep(entry, step, onPage);
  await readBack(entry, onPage);
  const proof = isLast ? description.confirmation.selector : act.commit.saved;
  await expectNoProof(entry, await attempt.page(), proof);
  const answer = await attempt.commit(commitDeclaration(entry, act), (shown) => clickThrough(entry, act, shown));
  if (!isLast) await attempt.step('read what was saved', () => expectSaved(entry, act, answer));
  return answer;
}

/** Opens the record that was begun, and says which acts it lacks. */
async function resume(entry: Entry, begun: string): Promise<readonly Act[]> {
  const { attempt, description, record, recordType, values } = entry;
  const saved = { recordType, description, record, key: attempt.deliveryKey, reference: begun };
  const progress = await attempt.step('read the saved record', () => recordProgress(saved, attempt));
  if (progress.stands === 'complete') throw new OutcomeUnknown('AB_OUTCOME_UNKNOWN', 'the record is complete meanwhile; it is looked up');
  if (progress.stands === 'unclear') throw new NeedsPerson('AB_RECORD_INCOMPLETE', progress.finding.message);
  const path = fillUrlTemplate(description.resume ?? '', { ...values, reference: begun, session: sessionMark });
  await attempt.step('open the record', () => attempt.open(path));
  return progress.next;
}

/** The reference that the last page shows; it must be that of the record that was begun. */
async function confirmed(entry: Entry, answer: CommitAnswer | undefined): Promise<string> {
  const { attempt } = entry;
  if (answer === undefined) throw new OutcomeUnknown('AB_OUTCOME_UNKNOWN', 'no act was done');
  const read = (): Promise<string> => readConfirmation(entry, answer);
  const isFirst = attempt.begun === undefined && entry.description.further === undefined;
  const reference = await attempt.step('read confirmation', () => (isFirst ? read() : furtherAct('the last act', read)));
  await attempt.captureConfirmation(answer.page);
  if (attempt.begun === undefined || reference === attempt.begun) return reference;
  throw new NeedsPerson('AB_PROOF_MISSING', 'the target confirmed another record than the one that was begun');
}

/** What is there before the commit would prove nothing after it; writes that went before may have saved by a way nobody declared. */
async function expectNoProof({ attempt }: Entry, page: Page, proof: string | undefined): Promise<void> {
  const count = proof === undefined ? 0 : await attempt.guard('read back', () => countAnywhere(page, proof));
  if (count === 0) return;
  if (attempt.otherWrites > 0) {
    const message = `the confirmation is on the page before the commit, after ${attempt.otherWrites} other writes: one of them may have saved`;
    throw new OutcomeUnknown('AB_OUTCOME_UNKNOWN', message, {
      hint: 'It is looked up first. Where steps save one by one, describe them as `commit` and `further`.',
    });
  }
  throw new NeedsPerson('AB_FORM_CHANGED', 'the confirmation is on the page before the commit; nothing was sent');
}

function commitDeclaration({ description, answerWithinMs }: Entry, act: Act): Parameters<RpaAttempt['commit']>[0] {
  const { request, send, followUps, harmless } = act.commit;
  return { name: `save ${act.name}`, ordered: description.further !== undefined, request, send, followUps, harmless, answerWithinMs };
}

/** Clicks the button that saves, those of windows that ask once more, and those of further pages where they appear. */
async function clickThrough(entry: Entry, { commit }: Act, page: Page): Promise<void> {
  const { description, attempt } = entry;
  const { click: name, confirm = [], followUps = [] } = commit;
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
