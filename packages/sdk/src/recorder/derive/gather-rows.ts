import type { FieldBook } from './derive-fields.ts';
import type { DescribedRows, DescribedStep } from './described-target.ts';
import { matchSample } from './sample-record.ts';

/** A field of a numbered row, where it was filled. */
interface Cell {
  readonly label: string;
  /** The label without its number. */
  readonly column: string;
  readonly number: number;
  readonly step: number;
}

interface Rows {
  readonly cells: readonly Cell[];
  readonly columns: readonly string[];
  readonly count: number;
  readonly add: string | undefined;
  readonly addFirst: boolean;
}

/**
 * Rows of a table that grows, where the recording shows at least two of them: `Plan 1`, a click that adds, `Plan 2` become one step for a
 * list. With a sample, the list whose entries were typed; where none is, the steps stay as they are.
 */
export function gatherRows(steps: readonly DescribedStep[], book: FieldBook): readonly DescribedStep[] {
  const rows = rowsIn(steps);
  const list = rows === undefined ? undefined : listOf(rows, book);
  if (rows === undefined || list === undefined) return steps;
  book.takeList(
    list.each,
    list.fields,
    rows.cells.map(({ label }) => label),
  );
  const fill = Object.fromEntries(rows.columns.map((column, at) => [`${column} {n}`, list.templates[at] ?? '']));
  const step: DescribedRows = {
    each: list.each,
    ...(rows.add !== undefined && { add: rows.add }),
    ...(rows.addFirst && { addFirst: true }),
    fill,
  };
  return replaced(steps, rows, { rows: step });
}

function rowsIn(steps: readonly DescribedStep[]): Rows | undefined {
  const cells = steps.flatMap((step, at) => ('fill' in step ? Object.keys(step.fill).flatMap((label) => cellOf(label, at) ?? []) : []));
  const columns = [...new Set(cells.map(({ column }) => column))];
  const byNumber = Map.groupBy(cells, ({ number }) => number);
  const numbers = [...byNumber.keys()].toSorted((one, other) => one - other);
  const isWhole = numbers.length > 1 && numbers.every((number, at) => number === at + 1 && byNumber.get(number)?.length === columns.length);
  if (!isWhole) return undefined;
  const places = numbers.map((number) => byNumber.get(number)?.[0]?.step ?? -1);
  if (places.every((each) => each === places[0])) return { cells, columns, count: numbers.length, add: undefined, addFirst: false };
  const clickBefore = (at: number): string | undefined => {
    const step = steps[at - 1];
    return step !== undefined && 'click' in step ? step.click : undefined;
  };
  const add = clickBefore(places[1] ?? -1);
  const isAdded = places.slice(1).every((place, at) => clickBefore(place) === add && place === (places[at] ?? 0) + 2);
  if (add === undefined || !isAdded) return undefined;
  return { cells, columns, count: numbers.length, add, addFirst: clickBefore(places[0] ?? -1) === add };
}

function cellOf(label: string, step: number): Cell | undefined {
  const [, column, number] = /^(.*\S) (\d{1,2})$/.exec(label) ?? [];
  return column === undefined || number === undefined ? undefined : { label, column, number: Number(number), step };
}

interface FoundList {
  readonly each: string;
  /** What stands for an entry in each column. */
  readonly templates: readonly string[];
  /** The fields of an entry; undefined for entries that are plain text. */
  readonly fields: readonly string[] | undefined;
}

/** The list of the sample that was typed; without a sample one named by its first column. */
function listOf({ cells, columns, count }: Rows, book: FieldBook): FoundList | undefined {
  const [first = ''] = columns;
  if (book.sample === undefined) {
    const each = book.newName(first);
    if (columns.length === 1) return { each, templates: ['{value}'], fields: undefined };
    const fields = columns.map((column) => book.newName(column));
    return { each, templates: fields.map((field) => `{${field}}`), fields };
  }
  const typed = (column: string, number: number): string => {
    const value = book.typed.get(cells.find((each) => each.column === column && each.number === number)?.label ?? '');
    return typeof value === 'string' ? value : '';
  };
  for (const [each, entries] of Object.entries(book.sample)) {
    if (!Array.isArray(entries) || entries.length !== count) continue;
    const templates = columns.map((column) => templateOf((entries as unknown[]).map((entry, at) => [entry, typed(column, at + 1)])));
    const known = templates.filter((template) => template !== undefined);
    if (known.length < columns.length) continue;
    const isPlain = known.every((template) => template === '{value}');
    return { each, templates: known, fields: isPlain ? undefined : known.map((template) => template.slice(1, -1)) };
  }
  return undefined;
}

/** What stands for the typed text in every entry alike. */
function templateOf(pairs: readonly (readonly [entry: unknown, typed: string])[]): string | undefined {
  const found = pairs.map(([entry, typed]) => {
    const record = typeof entry === 'object' && entry !== null ? (entry as Record<string, unknown>) : { value: entry };
    const match = matchSample(typed, record, '');
    return match.kind === 'template' ? match.template : undefined;
  });
  const [first] = found;
  return first !== undefined && found.every((each) => each === first) ? first : undefined;
}

/** The steps without the rows, and the one step that stands for them in the place of the first. */
function replaced(steps: readonly DescribedStep[], { cells, add, addFirst }: Rows, step: DescribedStep): readonly DescribedStep[] {
  const labels = new Set(cells.map(({ label }) => label));
  const places = [...new Set(cells.map((each) => each.step))];
  const first = places[0] ?? 0;
  const clicks = new Set(add === undefined ? [] : places.slice(addFirst ? 0 : 1).map((place) => place - 1));
  return steps.flatMap((each, at): readonly DescribedStep[] => {
    if (clicks.has(at)) return [];
    if (!('fill' in each) || !places.includes(at)) return [each];
    const rest = Object.fromEntries(Object.entries(each.fill).filter(([label]) => !labels.has(label)));
    const left = Object.keys(rest).length > 0 ? [{ fill: rest }] : [];
    return at === first ? [...left, step] : left;
  });
}
