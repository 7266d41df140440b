import type { Frame, Page } from 'playwright-core';
import type { ControlKind, FieldState, PageField } from '../page/page-types.ts';
import { type Control, askElement, askPage } from './ask-page.ts';
import { isPageGone } from '../page-fault.ts';
import { chooseFromList, typeAndChoose } from './choose-from-list.ts';
import { pickFromWindow } from './pick-from-window.ts';
import type { FillOptions } from './form-fields.ts';

/** One input by hand. */
export interface HandInput {
  readonly place: Page | Frame;
  readonly field: PageField;
  readonly control: Control;
  readonly kind: ControlKind;
  /** The value as this control wants it. */
  readonly text: string;
  readonly limits: { readonly timeout: number; readonly signal?: AbortSignal };
}

/** Fills one field as a person would, in one way after the other, until it holds the value; a step of its own. */
export async function byHand(place: Page | Frame, field: PageField, options: FillOptions): Promise<FieldState> {
  const act = (): Promise<FieldState> => fillByHand(place, field, options);
  return options.step === undefined ? act() : options.step('fill field by hand', act);
}

async function fillByHand(place: Page | Frame, field: PageField, options: FillOptions): Promise<FieldState> {
  const control = await askElement(place, 'findControl', field);
  const kind = await askPage(place, 'controlKind', field);
  if (control === undefined || kind === null) return 'unknown';
  const text = await askPage(place, 'writtenText', field);
  const input: HandInput = { place, field, control, kind, text, limits: actionLimits(options) };
  let state: FieldState = 'differs';
  try {
    for (const way of waysFor(input)) {
      state = await tryWay(way, input, options);
      if (state === 'filled' || isChosen(input)) return state;
    }
    return state;
  } finally {
    await control.dispose().catch(() => undefined);
  }
}

/** What is typed into a search is not yet chosen, so what a list says of itself counts. */
function isChosen({ kind, field }: HandInput): boolean {
  return kind === 'widget' || field.pick !== undefined;
}

async function tryWay(way: Way, input: HandInput, options: FillOptions): Promise<FieldState> {
  const said = await way(input).catch((error: unknown): FieldState => {
    if (isPageGone(error)) throw error;
    return 'differs';
  });
  options.signal?.throwIfAborted();
  if (said !== undefined && isChosen(input)) return said;
  const [result] = await askPage(input.place, 'compareFields', [input.field]);
  return result?.state === 'filled' || result?.state === 'refused' ? 'filled' : (said ?? 'differs');
}

type Way = (input: HandInput) => Promise<FieldState | undefined>;

function waysFor({ kind, field }: HandInput): readonly Way[] {
  if (field.pick !== undefined) return [pickFromWindow];
  if (kind === 'widget') return [chooseFromList];
  if (kind === 'select' || kind === 'radio' || kind === 'checkbox') return [setAtOnce];
  if (kind === 'pressed') return [press];
  if (typeof field.value === 'object') return [typeEach];
  if (field.as === 'date') return [setAtOnce, typeKeys, typeDigits];
  return kind === 'text' ? [setAtOnce, typeKeys, typeAndChoose] : [setAtOnce, typeKeys];
}

async function setAtOnce({ control, field, kind, text, limits }: HandInput): Promise<undefined> {
  if (kind === 'select' && typeof field.value === 'object') await control.selectOption(choices(field.value), limits);
  else if (kind === 'select') await control.selectOption({ label: String(field.value) }, limits);
  else if (kind === 'radio') await control.check(limits);
  else if (kind === 'checkbox') await control.setChecked(field.value === true || field.value === 'true', limits);
  else await fillAndLeave(control, text, limits);
}

/** What a page takes back it takes back when the field is left. */
async function fillAndLeave(control: Control, text: string, limits: HandInput['limits']): Promise<void> {
  await control.fill(text, limits);
  await control.evaluate((element: { blur(): void }) => element.blur());
}

function choices(labels: readonly string[]): { label: string }[] {
  return labels.map((label) => ({ label }));
}

async function press({ control, limits }: HandInput): Promise<undefined> {
  await control.click(limits);
}

async function typeKeys({ control, text, limits }: HandInput): Promise<undefined> {
  await control.fill('', limits).catch(() => control.press('ControlOrMeta+A', limits));
  await control.type(text, limits);
  await control.press('Tab', limits);
}

/** Fields that make an entry of what was typed once they are left. */
async function typeEach({ control, field, limits }: HandInput): Promise<undefined> {
  if (typeof field.value !== 'object') return;
  for (const each of field.value) {
    await control.click(limits);
    await control.type(each, limits);
    await control.press('Tab', limits);
  }
}

/** Masks that set the dots of a date themselves. */
async function typeDigits(input: HandInput): Promise<undefined> {
  await typeKeys({ ...input, text: input.text.replace(/\D/g, '') });
}

/** The time limit and signal of one action. */
export function actionLimits(options: FillOptions): HandInput['limits'] {
  const timeout = options.timeoutMs ?? 5000;
  return options.signal === undefined ? { timeout } : { timeout, signal: options.signal };
}
