import { NeedsPerson, NotDelivered, OutcomeUnknown } from '@amtsbote/sdk';
import {
  awaitAnywhere,
  clickByName,
  type CommitAnswer,
  compareShown,
  complaints,
  expectFilled,
  type FieldRules,
  fillByLabel,
  type FormFields,
  type RpaAttempt,
  type RpaVisit,
  shownAnywhere,
} from '@amtsbote/sdk/rpa';

/** A page as this SDK gives it. */
export type ShownPage = CommitAnswer['page'];

const reference = /HU-\d{4}-\d{6}/;

/** Fills fields of the page shown and reads them back. */
export async function fillPage(attempt: RpaAttempt, fields: FormFields, rules: FieldRules): Promise<void> {
  const { signal } = attempt;
  const page = await attempt.page();
  await attempt.step('fill form', () => fillByLabel(page, fields, { signal, rules }));
  await attempt.step('read back', () => expectFilled(page, fields, { signal, rules, mend: true }));
}

/** Clicks the button that leads on; the session must still be there, and the application must not complain. */
export async function goOn(attempt: RpaAttempt, button: string, errors: string): Promise<void> {
  const { signal } = attempt;
  const page = await attempt.page();
  await attempt.step('click', async () => {
    await clickByName(page, button, { signal });
    await page.waitForLoadState('domcontentloaded');
  });
  await attempt.passNotices();
  attempt.expectUndisturbed();
  if (!(await attempt.isLoggedIn())) throw new NotDelivered('AB_TARGET_BROKEN', 'the session ended while entering; nothing was sent');
  const { count } = await attempt.guard('look for messages', () => complaints(page, errors));
  if (count > 0) throw new NeedsPerson('AB_TARGET_REFUSED', `the page shows ${count} messages about what was entered; nothing was sent`);
}

/**
 * The reference on the page that answered the commit. A page that shows errors instead has saved nothing; one that asks for the login says
 * nothing about it.
 */
export async function readReference(
  attempt: RpaAttempt,
  { page }: CommitAnswer,
  shows: { reference: string; errors: string; login: string },
): Promise<string> {
  const { signal } = attempt;
  return attempt.step('read confirmation', async () => {
    const ended = await awaitAnywhere(page, [shows.reference, shows.login, shows.errors], { signal, timeoutMs: 5000 });
    if (ended === shows.errors) throw new NeedsPerson('AB_TARGET_REFUSED', 'the application refused the record; nothing was saved');
    const text = await (await shownAnywhere(page, shows.reference))?.innerText();
    const found = reference.exec(text ?? '')?.[0];
    if (found === undefined) throw new OutcomeUnknown('AB_OUTCOME_UNKNOWN', 'the page shows no confirmation');
    return found;
  });
}

/** Compares the saved record, freshly loaded, with what was sent. */
export async function expectSaved(attempt: RpaAttempt, path: string, fields: FormFields): Promise<void> {
  const found = await attempt.step('verify', async () => {
    const page = await attempt.open(path);
    await awaitAnywhere(page, ['dd', 'td'], { signal: attempt.signal, timeoutMs: 5000 });
    return compareShown(page, fields);
  });
  if (found.length === 0) return;
  const labels = found.map(({ label }) => `"${label}"`).join(', ');
  throw new NeedsPerson('AB_PROOF_MISSING', `the record was saved, but does not show what was sent: ${labels}`);
}

/** The references in the rows of a search; a page with neither rows nor the word that there are none proves nothing. */
export async function readHits(page: ShownPage, visit: RpaVisit, shows: { rows: string; none: string }): Promise<readonly string[]> {
  return visit.guard('look up', async () => {
    const ended = await awaitAnywhere(page, [shows.rows, shows.none], { signal: visit.signal, timeoutMs: 5000 });
    if (ended === undefined) throw new NotDelivered('AB_TARGET_BROKEN', 'the search shows neither hits nor that there are none');
    const rows = await Promise.all(page.frames().map((frame) => frame.locator(shows.rows).allInnerTexts()));
    return rows.flat().map((row) => {
      const found = reference.exec(row)?.[0];
      if (found === undefined) throw new NeedsPerson('AB_FORM_CHANGED', 'a hit of the search shows no reference');
      return found;
    });
  });
}
