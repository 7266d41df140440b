import type { ElementHandle, Frame, Page } from 'playwright-core';
import type { ErrorCode } from '../errors/codes.ts';
import { NeedsPerson } from '../errors/families.ts';
import type { Finding } from '../model/finding.ts';
import type { OpenAttachment } from '../model/attachment.ts';
import { guardPage } from './page-fault.ts';
import { type FieldState, type LabelledValue, formScript } from './page-script.ts';

/** Values by the label a person reads next to the field. Fields without a value are left as they are. */
export type FormFields = Readonly<Record<string, string | boolean | undefined>>;

/** How to fill. */
export interface FillOptions {
  readonly signal?: AbortSignal | undefined;
  /** How long to wait for fields that are not there yet. Default 1500 ms. */
  readonly patienceMs?: number | undefined;
  /** Longest single input by hand, in milliseconds. Default 5000. */
  readonly timeoutMs?: number | undefined;
}

/** How many fields were filled, and how. */
export interface FillReport {
  /** Filled together in one round trip. */
  readonly together: number;
  /** Filled one by one with real input, because the page did not keep the value at first. */
  readonly byHand: number;
}

const attachmentLimit = 50 * 1024 * 1024;
const step = 'fill form';

/**
 * Fills a form by its labels: all fields in one round trip, then, one by one with real input, those that did not keep
 * their value. A label is what a person reads: a label element, an accessible name, a legend (radio buttons), a
 * placeholder or title, or the text in the cell before. `Legend > Label` narrows to a group, `css=…` is a selector.
 * Options are chosen by their text, else by their value.
 *
 * @throws NeedsPerson AB_FORM_CHANGED (no such field, or more than one), AB_FORM_NOT_FILLED (it does not keep the
 * value), AB_FIELD_TOO_LONG; with the labels, never the values
 */
export async function fillByLabel(page: Page | Frame, fields: FormFields, options: FillOptions = {}): Promise<FillReport> {
  const wanted = labelledValues(fields);
  if (wanted.length === 0) return { together: 0, byHand: 0 };
  return guardPage(
    () => ({ step, committed: false, signal: options.signal }),
    () => fill(page, wanted, options),
  );
}

async function fill(page: Page | Frame, wanted: readonly LabelledValue[], options: FillOptions): Promise<FillReport> {
  const states = await fillTogether(page, wanted, options);
  let byHand = 0;
  const findings: Finding[] = [];
  for (const [at, field] of wanted.entries()) {
    let state = states[at] ?? 'unknown';
    if (state === 'differs' || state === 'unknown') {
      state = await fillByHand(page, field, options);
      byHand += 1;
    }
    if (state !== 'filled') findings.push(fieldFinding(field.label, state));
  }
  options.signal?.throwIfAborted();
  throwFindings(findings, 'the form could not be filled');
  return { together: wanted.length - byHand, byHand };
}

/**
 * Fields may appear only when others are filled, so those that are unknown are asked for again for a while. A page that is
 * replaced meanwhile is filled once more.
 */
async function fillTogether(page: Page | Frame, wanted: readonly LabelledValue[], options: FillOptions): Promise<FieldState[]> {
  const states = await run(page, 'fillFields', wanted).catch(async (error: unknown) => {
    if (!(error instanceof Error) || !/context was destroyed|navigation/i.test(error.message)) throw error;
    await page.waitForLoadState('domcontentloaded');
    return run(page, 'fillFields', wanted);
  });
  const until = performance.now() + (options.patienceMs ?? 1500);
  while (states.includes('unknown') && performance.now() < until && options.signal?.aborted !== true) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    const open = wanted.map((_, at) => at).filter((at) => states[at] === 'unknown');
    const again = await run(
      page,
      'fillFields',
      open.map((at) => wanted[at] as LabelledValue),
    );
    for (const [nth, at] of open.entries()) states[at] = again[nth] ?? 'unknown';
  }
  return states;
}

async function fillByHand(page: Page | Frame, field: LabelledValue, options: FillOptions): Promise<FieldState> {
  const control = await findControl(page, field);
  if (control === undefined) return 'unknown';
  try {
    for (const input of [inputAtOnce, inputByKeys]) {
      const failed = await input(control, field.value, options).then(
        () => false,
        () => true,
      );
      if (failed) continue;
      const [state] = await run(page, 'compareFields', [field]);
      if (state === 'filled') return state;
    }
    return 'differs';
  } finally {
    await control.dispose().catch(() => undefined);
  }
}

type Control = ElementHandle<never>;

async function inputAtOnce(control: Control, value: string | boolean, options: FillOptions): Promise<void> {
  const limits = actionLimits(options);
  const kind = await kindOf(control);
  if (kind === 'select') await control.selectOption({ label: String(value) }, limits);
  else if (kind === 'radio') await control.check(limits);
  else if (kind === 'checkbox') await control.setChecked(value === true || value === 'true', limits);
  else await control.fill(String(value), limits);
}

async function inputByKeys(control: Control, value: string | boolean, options: FillOptions): Promise<void> {
  const kind = await kindOf(control);
  if (kind !== 'text') return;
  const limits = actionLimits(options);
  await control.fill('', limits);
  await control.type(String(value), limits);
  await control.press('Tab', limits);
}

async function kindOf(control: Control): Promise<'select' | 'radio' | 'checkbox' | 'text'> {
  return control.evaluate((element: { tagName: string; type: string }) => {
    if (element.tagName === 'SELECT') return 'select';
    return element.type === 'radio' || element.type === 'checkbox' ? element.type : 'text';
  });
}

/**
 * Puts an attachment into the upload field with this label, under the name its sender gave it.
 *
 * @throws NeedsPerson AB_FORM_CHANGED when there is no such field; AB_FORM_NOT_FILLED when it does not take the file
 */
export async function uploadByLabel(
  page: Page | Frame,
  upload: { readonly label: string; readonly attachments: readonly OpenAttachment[] },
  options: FillOptions = {},
): Promise<void> {
  if (upload.attachments.reduce((sum, each) => sum + each.size, 0) > attachmentLimit) {
    throw new NeedsPerson('AB_FORM_NOT_FILLED', `the upload "${upload.label}" takes at most 50 MB`, {
      where: { field: upload.label },
      hint: 'Enter this attachment by hand, or deliver it in another way.',
    });
  }
  const files = await Promise.all(
    upload.attachments.map(async (each) => ({
      name: each.name,
      mimeType: each.mediaType,
      buffer: Buffer.concat(await each.open().toArray()),
    })),
  );
  await guardPage(
    () => ({ step: 'upload', committed: false, signal: options.signal }),
    async () => {
      const control = await findControl(page, { label: upload.label, value: '' });
      if (control === undefined) throw oneFinding(fieldFinding(upload.label, 'unknown'), 'the form has no such upload');
      const failed = await control.setInputFiles(files, actionLimits(options)).then(
        () => false,
        () => true,
      );
      if (failed && options.signal?.aborted !== true) throw oneFinding(fieldFinding(upload.label, 'differs'), 'the upload failed');
      options.signal?.throwIfAborted();
    },
  );
}

/** The fields that have a value. */
export function labelledValues(fields: FormFields): readonly LabelledValue[] {
  return Object.entries(fields).flatMap(([label, value]) => (value === undefined ? [] : [{ label, value }]));
}

/** Runs the page script; values go in, only states come out. */
export async function run(
  page: Page | Frame,
  entry: 'fillFields' | 'compareFields' | 'compareShown',
  fields: readonly LabelledValue[],
): Promise<FieldState[]> {
  return page.evaluate<FieldState[]>(formScript(entry, fields));
}

async function findControl(page: Page | Frame, field: LabelledValue): Promise<Control | undefined> {
  const handle = await page.evaluateHandle(formScript('findControl', field));
  return (handle.asElement() as Control | null) ?? undefined;
}

function actionLimits(options: FillOptions): { timeout: number; signal?: AbortSignal } {
  const timeout = options.timeoutMs ?? 5000;
  return options.signal === undefined ? { timeout } : { timeout, signal: options.signal };
}

const stateTexts: Record<Exclude<FieldState, 'filled'>, { readonly code: ErrorCode; readonly text: string }> = {
  differs: { code: 'AB_FORM_NOT_FILLED', text: 'does not keep the value' },
  unknown: { code: 'AB_FORM_CHANGED', text: 'is not on the page' },
  ambiguous: { code: 'AB_FORM_CHANGED', text: 'is there more than once; narrow it as "Legend > Label"' },
  'no-option': { code: 'AB_FORM_NOT_FILLED', text: 'does not offer the value' },
  'read-only': { code: 'AB_FORM_NOT_FILLED', text: 'cannot be changed' },
  'too-long': { code: 'AB_FIELD_TOO_LONG', text: 'takes fewer characters than the value has' },
  refused: { code: 'AB_TARGET_REFUSED', text: 'holds a value that the form itself does not take' },
  'not-fillable': { code: 'AB_FORM_CHANGED', text: 'is not a field that can be filled like this' },
};

/** What is said of a field that is not as it should be. */
export function fieldFinding(label: string, state: Exclude<FieldState, 'filled'>): Finding {
  const { code, text } = stateTexts[state];
  return { code, message: `the field "${label}" ${text}`, where: { field: label } };
}

/** Throws NeedsPerson when there are findings; a changed form weighs more than a value that was not taken. */
export function throwFindings(findings: readonly Finding[], what: string): void {
  const first = findings.find((each) => each.code === 'AB_FORM_CHANGED') ?? findings[0];
  if (first === undefined) return;
  const labels = findings.map((each) => `"${each.where?.field ?? ''}"`).join(', ');
  throw new NeedsPerson(first.code, `${what}: ${labels}; nothing was sent`, { where: first.where, findings });
}

function oneFinding(finding: Finding, what: string): NeedsPerson {
  return new NeedsPerson(finding.code, `${what}: "${finding.where?.field ?? ''}"; nothing was sent`, {
    where: finding.where,
    findings: [finding],
  });
}
