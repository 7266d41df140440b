import { PageControls } from './page-controls.ts';
import { PageFiller } from './page-filler.ts';
import { PageLocator } from './page-locator.ts';
import { PageNames } from './page-names.ts';
import { PageOutline, type ScreenAnswer, type ScreenQuestion } from './page-outline.ts';
import { type PageComplaints, PageRecord } from './page-record.ts';
import { PageRoots } from './page-roots.ts';
import { PageTexts } from './page-texts.ts';
import type { ControlKind, FieldResult, PageElement, PageField } from './page-types.ts';
import { PageValues } from './page-values.ts';
import { PageWidgets } from './page-widgets.ts';

/**
 * The classes are sent to the browser as text, all of them in one call. A class reaches another one by what it is given and never by an
 * import: loading or joining modules gives imported names another form, which the text would carry along. For the same reason they use
 * nothing of their modules but types.
 */
const classes = {
  PageTexts,
  PageRoots,
  PageControls,
  PageNames,
  PageLocator,
  PageValues,
  PageFiller,
  PageWidgets,
  PageRecord,
  PageOutline,
};

type Parts = { [Name in keyof typeof classes]: (typeof classes)[Name] };

/** The parts put together, in the page. */
export interface AssembledPage {
  readonly roots: PageRoots;
  readonly locator: PageLocator;
  readonly values: PageValues;
  readonly filler: PageFiller;
  readonly widgets: PageWidgets;
  readonly record: PageRecord;
  readonly outline: PageOutline;
}

function assemble(parts: Parts): AssembledPage {
  const texts = new parts.PageTexts();
  const roots = new parts.PageRoots();
  const controls = new parts.PageControls(roots);
  const names = new parts.PageNames(texts, roots, controls);
  const locator = new parts.PageLocator({ texts, roots, controls, names });
  const values = new parts.PageValues({ texts, controls, locator });
  return {
    roots,
    locator,
    values,
    filler: new parts.PageFiller({ texts, controls, locator, values }),
    widgets: new parts.PageWidgets({ texts, roots, controls, locator }),
    record: new parts.PageRecord({ texts, roots, locator, values }),
    outline: new parts.PageOutline({ texts, roots, locator }),
  };
}

/** Everything that can be asked of the page. Each runs in the page and takes a fresh look at it. */
const entries = {
  /** What frameworks do with their events comes at the end of the turn, so the states are read after it. */
  fillFields: async (look: () => AssembledPage, fields: readonly PageField[]): Promise<FieldResult[]> => {
    const page = look();
    const filled = page.filler.fill(fields);
    for (let nth = 0; nth < 20; nth += 1) await Promise.resolve();
    const held = (page.locator.isCurrent() ? page : look()).values.compare(fields);
    return filled.map((each, at) => {
      const state = each.state === 'filled' ? (held[at]?.state ?? 'unknown') : each.state;
      return { state: state === 'refused' ? 'filled' : state, by: each.by };
    });
  },
  compareFields: (look: () => AssembledPage, fields: readonly PageField[]): FieldResult[] => look().values.compare(fields),
  compareShown: (look: () => AssembledPage, fields: readonly PageField[]): FieldResult[] => look().record.compare(fields),
  findControl: (look: () => AssembledPage, field: PageField): PageElement | null => {
    const page = look();
    const picked = typeof field.value === 'object' ? undefined : page.locator.pick(field);
    return (picked !== undefined && 'element' in picked ? picked.element : page.widgets.control(field)) ?? null;
  },
  controlKind: (look: () => AssembledPage, field: PageField): ControlKind | null => {
    const { locator } = look();
    const located = locator.locate(field);
    return 'state' in located ? null : locator.controls.kindOf(located.elements[0] as PageElement);
  },
  writtenText: (look: () => AssembledPage, field: PageField): string => {
    const { locator, widgets } = look();
    const control = widgets.control(field);
    return control === undefined ? String(field.value) : locator.texts.written(field, control);
  },
  findOpener: (look: () => AssembledPage, field: PageField): PageElement | null => look().widgets.opener(field),
  findSearch: (look: () => AssembledPage, _field: PageField): PageElement | null => look().widgets.search(),
  findPicker: (look: () => AssembledPage, field: PageField): PageElement | null => look().widgets.picker(field),
  findOption: (
    look: () => AssembledPage,
    { field, wanted, patienceMs }: { field: PageField; wanted: string; patienceMs: number },
  ): Promise<PageElement | null> => look().widgets.option(field, wanted, patienceMs),
  complaintLabels: (look: () => AssembledPage, selector: string): PageComplaints => look().record.complaints(selector),
  checkScreen: (look: () => AssembledPage, question: ScreenQuestion): ScreenAnswer | null => look().outline.check(question),
} as const;

/** What can be asked of the page script. */
export type PageEntry = keyof typeof entries;
/** What an entry takes. */
export type PageArgument<Entry extends PageEntry> = Parameters<(typeof entries)[Entry]>[1];
/** What an entry answers, once it is awaited. */
export type PageAnswer<Entry extends PageEntry> = Awaited<ReturnType<(typeof entries)[Entry]>>;

/** Parts that only some entries need; the others are always sent. */
const partsOf: Readonly<Partial<Record<PageEntry, readonly (keyof Parts)[]>>> = {
  fillFields: ['PageFiller'],
  compareFields: [],
  compareShown: ['PageRecord'],
  complaintLabels: ['PageRecord'],
  checkScreen: ['PageOutline'],
  controlKind: [],
};
const special: readonly (keyof Parts)[] = ['PageFiller', 'PageWidgets', 'PageRecord', 'PageOutline'];

/** Parts that are not sent are never asked for anything. */
function library(entry: PageEntry): string {
  const needed = partsOf[entry] ?? special;
  const texts = Object.entries(classes).map(([name, part]) => {
    const isSent = !special.includes(name as keyof Parts) || needed.includes(name as keyof Parts);
    return `${name}: (${isSent ? squeezed(String(part)) : 'class {}'})`;
  });
  return [
    'const __name = (each) => each;',
    `const parts = {${texts.join(',\n')}};`,
    `const assemble = (${squeezed(String(assemble))});`,
    'const look = () => assemble(parts);',
  ].join('\n');
}

/** The blanks that types and indents have left; no text of these classes goes over several lines. */
function squeezed(source: string): string {
  return source.replace(/^\s+|[ \t]+$/gm, '').replace(/ {2,}/g, ' ');
}

/** The parts of the page script for another script in the page: declares `look`, which takes a fresh look at the page. */
export const pageLibrary: string = library('compareFields');

const libraries = new Map<PageEntry, string>();

/** The page script as one expression that runs `entry` with `argument`. Contains the argument: never log it. */
export function formScript<Entry extends PageEntry>(entry: Entry, argument: PageArgument<Entry>): string {
  const known = libraries.get(entry) ?? library(entry);
  libraries.set(entry, known);
  return `(() => {${known}\nreturn (${String(entries[entry])})(look, ${JSON.stringify(argument)});})()`;
}
