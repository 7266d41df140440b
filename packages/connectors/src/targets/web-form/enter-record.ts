import { type Delivered, NeedsPerson, NotDelivered, fillUrlTemplate } from '@amtsbote/sdk';
import {
  type FieldValue,
  type FormFields,
  type RpaAttempt,
  clickByName,
  complaints,
  expectFilled,
  fillByLabel,
  uploadByLabel,
} from '@amtsbote/sdk/rpa';
import type { Page } from 'playwright-core';
import { readConfirmation } from './confirm-record.ts';
import type { CommitDescription, FormStep, RecordDescription, RowsStep } from './description.ts';
import { type Entry, refusal } from './entry.ts';
import { attachmentRefs, formFields, recordValues, rowFields } from './form-values.ts';
import { verifyRecord } from './verify-record.ts';

/** Enters one record as described: steps, read back, commit, confirmation, and the comparison with the saved record. */
export async function enterRecord(entry: Omit<Entry, 'values'>): Promise<Delivered> {
  const { description, record, attempt } = entry;
  const whole: Entry = { ...entry, values: recordValues(description, record, attempt.deliveryKey) };
  const onPage = new Map<string, FieldValue>();
  for (const step of withExternalReference(description)) await takeStep(whole, step, onPage);
  const page = await attempt.page();
  await attempt.step('read back', () => expectFilled(page, Object.fromEntries(onPage), { signal: attempt.signal }));
  await expectNoConfirmation(whole, page);
  const answer = await attempt.commit(commitDeclaration(whole), (shown) => clickThrough(whole, shown));
  const reference = await attempt.step('read confirmation', () => readConfirmation(whole, answer));
  await attempt.captureConfirmation(answer.page);
  await verifyRecord(whole, reference);
  return { reference };
}

/** `externalReference` is short for one more label in the last `fill`. */
function withExternalReference({ steps, externalReference }: RecordDescription): readonly FormStep[] {
  if (externalReference === undefined) return steps;
  const last = steps.findLastIndex((step) => 'fill' in step);
  const labelled = { [externalReference]: '{deliveryKey}' };
  if (last < 0) return [...steps, { fill: labelled }];
  return steps.map((step, at) => (at === last && 'fill' in step ? { fill: { ...step.fill, ...labelled } } : step));
}

async function takeStep(entry: Entry, step: FormStep, onPage: Map<string, FieldValue>): Promise<void> {
  const { attempt, values } = entry;
  if ('open' in step) {
    onPage.clear();
    await attempt.step('open page', () => attempt.open(fillUrlTemplate(step.open, values)));
  } else if ('fill' in step) {
    await fill(entry, formFields(step.fill, values), onPage);
  } else if ('rows' in step) {
    await fillRows(entry, step.rows, onPage);
  } else if ('upload' in step) {
    for (const [label, template] of Object.entries(step.upload)) await upload(entry, label, template);
  } else if ('click' in step) {
    await goOn(entry, step.click, onPage);
  } else {
    await expectShown(entry, step.expect);
  }
}

async function fill(entry: Entry, fields: FormFields, onPage: Map<string, FieldValue>): Promise<void> {
  const { attempt } = entry;
  await attempt.step('fill form', async () => {
    await fillByLabel(await attempt.page(), fields, { signal: attempt.signal });
  });
  for (const [label, value] of Object.entries(fields)) if (value !== undefined) onPage.set(label, value);
}

/** Without a button all rows are there already and are filled together. */
async function fillRows(entry: Entry, rows: RowsStep, onPage: Map<string, FieldValue>): Promise<void> {
  const sets = rowFields(rows.fill, entry.record[rows.each], entry.values);
  if (rows.add === undefined) return fill(entry, Object.assign({}, ...sets) as FormFields, onPage);
  for (const [at, fields] of sets.entries()) {
    if (at > 0 || rows.addFirst === true) await click(entry, rows.add);
    await fill(entry, fields, onPage);
  }
}

async function upload(entry: Entry, label: string, template: string): Promise<void> {
  const { attempt, record } = entry;
  const attachments = attachmentRefs(template, record).map((ref) => attempt.attachment(ref));
  if (attachments.length === 0) return;
  await attempt.step('upload', async () => uploadByLabel(await attempt.page(), { label, attachments }, { signal: attempt.signal }));
}

async function goOn(entry: Entry, name: string, onPage: Map<string, FieldValue>): Promise<void> {
  const { attempt, description } = entry;
  const page = await attempt.page();
  await attempt.step('read back', () => expectFilled(page, Object.fromEntries(onPage), { signal: attempt.signal }));
  onPage.clear();
  await click(entry, name);
  if (!(await attempt.isLoggedIn())) throw new NotDelivered('AB_TARGET_BROKEN', 'the session ended while entering; nothing was sent');
  const { errors } = description;
  if (errors === undefined) return;
  const { count, labels } = await attempt.guard('look for messages', () => complaints(page, errors.selector));
  if (count > 0) throw new NeedsPerson('AB_TARGET_REFUSED', refusal('before the commit', labels, count));
}

async function click(entry: Entry, name: string): Promise<void> {
  const { attempt } = entry;
  await attempt.step('click', async () => {
    const page = await attempt.page();
    await clickByName(page, name, { signal: attempt.signal });
    await page.waitForLoadState('domcontentloaded');
  });
  attempt.expectUndisturbed();
}

async function expectShown(entry: Entry, text: string): Promise<void> {
  const { attempt } = entry;
  await attempt.step('expect', async () => {
    const page = await attempt.page();
    const shown = page.getByRole('heading', { name: text }).or(page.getByText(text)).first();
    const found = await shown.waitFor({ signal: attempt.signal }).then(
      () => true,
      () => false,
    );
    attempt.signal.throwIfAborted();
    if (!found) throw new NeedsPerson('AB_FORM_CHANGED', `the page does not show "${text}"; nothing was sent`);
  });
}

/** A confirmation that is there before the commit would prove nothing after it. */
async function expectNoConfirmation({ description, attempt }: Entry, page: Page): Promise<void> {
  const count = await attempt.guard('read back', () => page.locator(description.confirmation.selector).count());
  if (count > 0) throw new NeedsPerson('AB_FORM_CHANGED', 'the confirmation is on the page before the commit; nothing was sent');
}

function commitDeclaration({ recordType, description, answerWithinMs }: Entry): Parameters<RpaAttempt['commit']>[0] {
  const { request, followUps, harmless } = description.commit;
  return { name: `save ${recordType}`, request, followUps, harmless, answerWithinMs };
}

/** Clicks the button that saves, and those of further pages where they appear. */
async function clickThrough({ description, attempt }: Entry, page: Page): Promise<void> {
  const { click: name, followUps = [] }: CommitDescription = description.commit;
  await clickByName(page, name, { signal: attempt.signal });
  for (const each of followUps) {
    const button = page.getByRole('button', { name: each.click, exact: true });
    const ends = [description.confirmation.selector, ...(description.errors === undefined ? [] : [description.errors.selector])];
    await ends
      .reduce((either, selector) => either.or(page.locator(selector)), button)
      .first()
      .waitFor({ signal: attempt.signal });
    if (await button.isVisible()) await clickByName(page, each.click, { signal: attempt.signal });
  }
}
