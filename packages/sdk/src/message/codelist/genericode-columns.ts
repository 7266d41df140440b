import type { CodeListColumn } from './code-list.ts';
import type { GenericodeElement } from './genericode-element.ts';

/** The columns of a list, and which of them holds codes and names. */
export interface GenericodeColumns {
  /** In the order of the file, which values without `ColumnRef` follow. */
  readonly inOrder: readonly CodeListColumn[];
  readonly key: string;
  /** Undefined when the list has one column only. */
  readonly name: string | undefined;
}

/** Why no column can be taken for the codes. */
export interface ColumnProblem {
  readonly problem: string;
  readonly line: number | undefined;
}

/** Marks of the column for codes: XÖV Genericode 4, 3, and 1 and 2. */
const codeMarks = ['recommendedKeyColumn', 'empfohleneCodeSpalte', 'xoev-code'];
const nameMark = 'xoev-codename';
/** How columns with clear text are called, best first. */
const nameWords = [/^name$/i, /bezeichnung/i, /beschreibung/i, /bedeutung/i, /description/i, /name/i, /kategorie/i];

interface GenericodeKey {
  readonly columns: readonly string[];
  readonly marks: readonly string[];
}

/** Reads a `ColumnSet`. `wanted` names the column for codes where it is not the recommended one. */
export function genericodeColumns(columnSet: GenericodeElement, wanted: string | undefined): GenericodeColumns | ColumnProblem {
  const keys = columnSet.children('Key').map(keyOf);
  const columns = columnSet.children('Column').map((column) => columnOf(column, keys));
  const codes = wanted ?? codeColumn(keys);
  if (codes === undefined) return { problem: 'has no key of a single column', line: columnSet.line };
  if (!columns.some(({ id }) => id === codes)) return { problem: 'has no column of the name of its key', line: columnSet.line };
  return { inOrder: columns, key: codes, name: nameColumn(columns, keys, codes) };
}

function keyOf(key: GenericodeElement): GenericodeKey {
  const columns = key.children('ColumnRef').map((reference) => reference.attribute('Ref') ?? '');
  const marks = key.find('Annotation', 'AppInfo')?.children() ?? [];
  return { columns, marks: marks.map(({ name }) => name) };
}

function columnOf(column: GenericodeElement, keys: readonly GenericodeKey[]): CodeListColumn {
  const id = column.attribute('Id') ?? '';
  const name = column.textOf('LongName') ?? column.textOf('ShortName') ?? id;
  return { id, name, isKey: keys.some(({ columns }) => columns.length === 1 && columns[0] === id) };
}

function codeColumn(keys: readonly GenericodeKey[]): string | undefined {
  const single = keys.filter(({ columns }) => columns.length === 1);
  const recommended = codeMarks.map((mark) => keys.find(({ marks }) => marks.includes(mark))).find((key) => key !== undefined);
  const chosen = recommended ?? single[0];
  return chosen?.columns.length === 1 ? chosen.columns[0] : undefined;
}

function nameColumn(columns: readonly CodeListColumn[], keys: readonly GenericodeKey[], codes: string): string | undefined {
  const marked = keys.find(({ marks }) => marks.includes(nameMark))?.columns[0];
  if (marked !== undefined && marked !== codes) return marked;
  const others = columns.filter(({ id }) => id !== codes);
  const named = nameWords.map((word) => others.find(({ id, name }) => word.test(id) || word.test(name))).find((column) => column);
  return (named ?? others[0])?.id;
}
