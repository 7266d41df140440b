import type { ElementHandle, Frame, Page } from 'playwright-core';
import type { FieldResult, PageField } from '../page/page-types.ts';
import { type PageAnswer, type PageArgument, type PageEntry, formScript } from '../page/page-script.ts';

/** A control behind a label, for real input. */
export type Control = ElementHandle<never>;

/** Runs the page script. Values go in; of what they became only states come out. */
export async function askPage<Entry extends PageEntry>(
  place: Page | Frame,
  entry: Entry,
  argument: PageArgument<Entry>,
): Promise<PageAnswer<Entry>> {
  return place.evaluate<PageAnswer<Entry>>(formScript(entry, argument));
}

/** The element that the page script answers with; undefined when there is none. */
export async function askElement<Entry extends 'findControl' | 'findOpener' | 'findSearch' | 'findPicker' | 'findOption'>(
  place: Page | Frame,
  entry: Entry,
  argument: PageArgument<Entry>,
): Promise<Control | undefined> {
  const handle = await place.evaluateHandle(formScript(entry, argument));
  return (handle.asElement() as Control | null) ?? undefined;
}

/** A field's state, and the frame that it is in. */
export interface PlacedResult extends FieldResult {
  readonly place: Page | Frame;
}

/** Asks about fields wherever they are: the page with its frames of the same origin in one go, then frames of others for what is left. */
export async function askEverywhere(
  page: Page | Frame,
  entry: 'fillFields' | 'compareFields' | 'compareShown',
  fields: readonly PageField[],
): Promise<PlacedResult[]> {
  const results = (await askPage(page, entry, fields)).map((each): PlacedResult => ({ ...each, place: page }));
  for (const frame of foreignFrames(page)) {
    const open = results.flatMap((each, at) => (each.state === 'unknown' ? [at] : []));
    if (open.length === 0) break;
    const asked = open.map((at) => fields[at] as PageField);
    const found = await askPage(frame, entry, asked).catch(() => []);
    for (const [nth, each] of found.entries()) if (each.state !== 'unknown') results[open[nth] as number] = { ...each, place: frame };
  }
  return results;
}

/** Frames that scripts of the page around them cannot look into. */
function foreignFrames(page: Page | Frame): readonly Frame[] {
  if (!('frames' in page)) return [];
  return page.frames().filter((frame) => {
    const parent = frame.parentFrame();
    return parent !== null && /^https?:/.test(frame.url()) && originOf(frame) !== originOf(parent);
  });
}

function originOf(frame: Frame): string {
  return URL.canParse(frame.url()) ? new URL(frame.url()).origin : '';
}
