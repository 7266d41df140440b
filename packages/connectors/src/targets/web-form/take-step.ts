import { NeedsPerson, NotDelivered, fillUrlTemplate } from '@amtsbote/sdk';
import {
  type FieldValue,
  type FormFields,
  clickByName,
  complaints,
  expectFilled,
  fillByLabel,
  sessionMark,
  uploadByLabel,
} from '@amtsbote/sdk/rpa';
import type { Locator, Page } from 'playwright-core';
import type { FormStep, RowsStep } from './description.ts';
import { type Entry, fillOptions } from './entry.ts';
import { attachmentRefs, formFields, rowFields } from './form-values.ts';
import { refusal } from './refusal.ts';

/** What was filled on the page shown and not yet read back. */
export type OnPage = Map<string, FieldValue>;

/** Takes one step through the form. */
export async function takeStep(entry: Entry, step: FormStep, onPage: OnPage): Promise<void> {
  const { attempt, values, lists } = entry;
  if ('open' in step) {
    onPage.clear();
    await attempt.step('open page', () => attempt.open(fillUrlTemplate(step.open, { ...values, session: sessionMark })));
  } else if ('fill' in step) {
    await fill(entry, formFields(step.fill, values, lists), onPage);
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

/** Compares what was filled on this page with what was meant, before it is left. */
export async function readBack(entry: Entry, onPage: OnPage): Promise<void> {
  const { attempt, compared } = entry;
  const page = await attempt.page();
  await attempt.step('read back', () => expectFilled(page, Object.fromEntries(onPage), fillOptions(entry)));
  for (const label of onPage.keys()) compared.set(label, { label, form: 'filled' });
}

async function fill(entry: Entry, fields: FormFields, onPage: OnPage): Promise<void> {
  const { attempt } = entry;
  await attempt.step('fill form', async () => {
    await fillByLabel(await attempt.page(), fields, fillOptions(entry));
  });
  for (const [label, value] of Object.entries(fields)) if (value !== undefined) onPage.set(label, value);
}

/** Without a button all rows are there already and are filled together. */
async function fillRows(entry: Entry, rows: RowsStep, onPage: OnPage): Promise<void> {
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
  await attempt.step('upload', async () => uploadByLabel(await attempt.page(), { label, attachments }, fillOptions(entry)));
}

async function goOn(entry: Entry, name: string, onPage: OnPage): Promise<void> {
  const { attempt, description } = entry;
  const page = await attempt.page();
  await readBack(entry, onPage);
  onPage.clear();
  await click(entry, name);
  if (!(await attempt.isLoggedIn())) throw new NotDelivered('AB_TARGET_BROKEN', 'the session ended while entering; nothing was sent');
  const { errors } = description;
  if (errors === undefined) return;
  const shown = await attempt.guard('look for messages', () => complaints(page, errors.selector));
  if (shown.count === 0) return;
  if (await attempt.guard('look for messages', () => isTechnical(page, errors))) {
    throw new NotDelivered('AB_TARGET_BROKEN', 'the target showed a message about trouble of its own; nothing was sent');
  }
  throw new NeedsPerson('AB_TARGET_REFUSED', refusal('before the commit', shown, description));
}

/** True when a message is one of those that mean trouble of the target itself. */
export async function isTechnical(
  page: Page,
  errors: { readonly selector: string; readonly technical?: string | undefined },
): Promise<boolean> {
  if (errors.technical === undefined) return false;
  const pattern = new RegExp(errors.technical, 'u');
  const texts = await Promise.all(page.frames().map((frame) => frame.locator(errors.selector).allInnerTexts()));
  return texts.flat().some((text) => pattern.test(text));
}

async function click(entry: Entry, name: string): Promise<void> {
  const { attempt } = entry;
  await attempt.step('click', async () => {
    const page = await attempt.page();
    await clickByName(page, name, { signal: attempt.signal });
    await page.waitForLoadState('domcontentloaded');
  });
  await attempt.passNotices();
  attempt.expectUndisturbed();
}

async function expectShown(entry: Entry, text: string): Promise<void> {
  const { attempt } = entry;
  await attempt.step('expect', async () => {
    const page = await attempt.page();
    const places = page.frames().map((frame): Locator => frame.getByRole('heading', { name: text }).or(frame.getByText(text)).first());
    const found = await Promise.any(places.map((each) => each.waitFor({ signal: attempt.signal }))).then(
      () => true,
      () => false,
    );
    attempt.signal.throwIfAborted();
    if (!found) throw new NeedsPerson('AB_FORM_CHANGED', `the page does not show "${text}"; nothing was sent`);
  });
}
