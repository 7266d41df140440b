import type { FieldState } from '../page/page-types.ts';
import { type Control, askElement, askPage } from './ask-page.ts';
import type { HandInput } from './fill-by-hand.ts';

/** How long a list may take to show what was searched for. */
const searchMs = 3000;
const openMs = 1500;
/** The same for a list whose options are in the page already. */
const drawnMs = 300;

/**
 * Chooses from a list that pops up, as a person does: open it, search where the control takes text, click the option with
 * exactly this text. Of several values one is chosen after the other.
 */
export async function chooseFromList(input: HandInput): Promise<FieldState | undefined> {
  const { value } = input.field;
  const wanted = typeof value === 'object' ? value : [String(value)];
  const opener = await askElement(input.place, 'findOpener', input.field);
  if (opener !== undefined) return chooseFromDrawn(input, opener, wanted);
  for (const each of wanted) {
    const chosen = (await search(input, each)) || (await openAndLook(input, each));
    if (!chosen) {
      await input.control.press('Escape', input.limits).catch(() => undefined);
      return 'no-option';
    }
    if (await isHeld(input)) break;
  }
  if (await takesText(input)) await input.control.press('Tab', input.limits);
  return undefined;
}

/** Types what was wanted and clicks it in the list that comes with it; what stays typed is left to the page. */
export async function typeAndChoose(input: HandInput): Promise<undefined> {
  const { control, text, limits } = input;
  await control.fill('', limits);
  await control.type(text, limits);
  if (!(await clickOption(input, text, openMs))) await control.press('Tab', limits);
}

/** A select that a script draws over a native one: opened with a click; where it does not show the option, that is searched for. */
async function chooseFromDrawn(input: HandInput, opener: Control, wanted: readonly string[]): Promise<FieldState | undefined> {
  const { place, limits } = input;
  const { keyboard } = 'keyboard' in place ? place : place.page();
  for (const each of wanted) {
    if (await isHeld(input)) break;
    await opener.click(limits);
    if (await clickOption(input, each, drawnMs)) continue;
    const field = await askElement(place, 'findSearch', input.field);
    await field?.click(limits);
    await keyboard.type(each);
    if (await clickOption(input, each, searchMs)) continue;
    await keyboard.press('Escape');
    return 'no-option';
  }
  await opener.dispose().catch(() => undefined);
  return undefined;
}

async function isHeld({ place, field }: HandInput): Promise<boolean> {
  const [result] = await askPage(place, 'compareFields', [field]);
  return result?.state === 'filled';
}

/** Types into the control, or into the search field that opens with it. */
async function search(input: HandInput, wanted: string): Promise<boolean> {
  const { control, limits } = input;
  await control.click(limits);
  if (!(await takesText(input))) return clickOption(input, wanted, openMs);
  await control.fill('', limits);
  await control.type(wanted, limits);
  return clickOption(input, wanted, searchMs);
}

async function openAndLook(input: HandInput, wanted: string): Promise<boolean> {
  const { control, limits } = input;
  if (await takesText(input)) await control.fill('', limits);
  await control.press('ArrowDown', limits);
  return clickOption(input, wanted, openMs);
}

/** A list may be drawn anew between the look and the click. */
async function clickOption({ place, field, limits }: HandInput, wanted: string, patienceMs: number): Promise<boolean> {
  for (let nth = 0; nth < 3; nth += 1) {
    const option = await askElement(place, 'findOption', { field, wanted, patienceMs: Math.min(patienceMs, limits.timeout) });
    if (option === undefined) return false;
    const clicked = await option.click({ ...limits, timeout: Math.min(limits.timeout, 1000) }).then(
      () => true,
      () => false,
    );
    await option.dispose();
    if (clicked) return true;
    limits.signal?.throwIfAborted();
  }
  return false;
}

async function takesText({ control }: HandInput): Promise<boolean> {
  return control.evaluate((element: { tagName: string; readOnly: boolean }) => element.tagName === 'INPUT' && !element.readOnly);
}
