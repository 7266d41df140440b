import { isAmtsboteError } from '../../errors/amtsbote-error.ts';
import { ConfigurationFault } from '../../errors/families.ts';
import { type Libxml2, loadLibxml2 } from '../libxml2.ts';
import type { Message } from '../message.ts';
import { readMessageNow } from '../read-message.ts';
import { XmlMessage } from '../xml/xml-message.ts';
import type { CodeEntry, CodeList } from './code-list.ts';
import { type GenericodeColumns, genericodeColumns } from './genericode-columns.ts';
import { GenericodeElement } from './genericode-element.ts';

/** How to read a list. */
export interface GenericodeOptions {
  /** Id of the column that holds the codes, where it is not the one the list recommends. It must be unique, too. */
  readonly keyColumn?: string | undefined;
}

/**
 * Reads a code list in Genericode 1.0 as the XRepository publishes it: any prefixes, values by `ColumnRef` or by position, values left
 * out. The codes stand in the column that XÖV recommends, else in that of the first key.
 *
 * Throws `ConfigurationFault` (AB_SCHEMA_SET_INVALID) with file and line: not well-formed, no Genericode, no key of one column, or
 * a code that is missing or stands twice. Another column than the one for codes is never taken silently.
 */
export async function readGenericode(bytes: Uint8Array, file: string, options: GenericodeOptions = {}): Promise<CodeList> {
  return readGenericodeNow(await loadLibxml2(), { bytes, file }, options);
}

/** {@link readGenericode} for those who have the library at hand and cannot wait. */
export function readGenericodeNow(
  libxml2: Libxml2,
  { bytes, file }: { readonly bytes: Uint8Array; readonly file: string },
  options: GenericodeOptions = {},
): CodeList {
  using message = readSafely(libxml2, bytes, file);
  if (!(message instanceof XmlMessage) || message.root.localName !== 'CodeList') {
    throw listFault('it is not a code list in Genericode', file, message.rootLine);
  }
  const root = new GenericodeElement(libxml2, message.document.root);
  const columns = columnsOf(root, file, options.keyColumn);
  return makeCodeList({ ...identityOf(root, file), columns, entries: entriesOf(root, columns, file) });
}

function readSafely(libxml2: Libxml2, bytes: Uint8Array, file: string): Message {
  try {
    return readMessageNow(libxml2, bytes, { mediaType: 'application/xml' });
  } catch (error) {
    if (!isAmtsboteError(error)) throw error;
    throw new ConfigurationFault('AB_SCHEMA_SET_INVALID', `the code list cannot be read: ${error.message}`, {
      where: { ...error.where, file },
      cause: error,
    });
  }
}

interface Identity {
  readonly uri: string;
  readonly version: string;
  readonly title: string;
}

/** The `CanonicalVersionUri` is URI and version joined by `_`; it stands in where one of the two is missing. */
function identityOf(root: GenericodeElement, file: string): Identity {
  const identification = root.find('Identification') ?? root;
  const joined = identification.textOf('CanonicalVersionUri') ?? '';
  const uri = identification.textOf('CanonicalUri') ?? joined.replace(/_?[^_]*$/, '');
  const version = identification.textOf('Version') ?? (joined.startsWith(`${uri}_`) ? joined.slice(uri.length + 1) : '');
  if (uri === '' || version === '') throw listFault('it does not say its URI and version', file, identification.line);
  return { uri, version, title: identification.textOf('ShortName') ?? identification.textOf('LongName') ?? uri };
}

function columnsOf(root: GenericodeElement, file: string, wanted: string | undefined): GenericodeColumns {
  const columnSet = root.find('ColumnSet');
  if (!columnSet) throw listFault('it has no columns of its own', file, root.line);
  const columns = genericodeColumns(columnSet, wanted);
  if ('problem' in columns) throw listFault(columns.problem, file, columns.line);
  return columns;
}

function entriesOf(root: GenericodeElement, columns: GenericodeColumns, file: string): Map<string, CodeEntry> {
  const entries = new Map<string, CodeEntry>();
  for (const row of root.find('SimpleCodeList')?.children('Row') ?? []) {
    const values = valuesOf(row, columns, file);
    const code = collapsed(values.get(columns.key) ?? '');
    if (code === '') throw listFault(`a row has no code in the column "${columns.key}"`, file, row.line);
    if (entries.has(code)) {
      const message = `the code "${code}" stands twice in the column "${columns.key}", which therefore cannot be used`;
      throw listFault(message, file, row.line);
    }
    entries.set(code, { code, name: nameOf(values, columns) ?? code, values });
  }
  return entries;
}

/** A value without `ColumnRef` belongs to the column after the one before it. */
function valuesOf(row: GenericodeElement, columns: GenericodeColumns, file: string): Map<string, string> {
  const values = new Map<string, string>();
  let position = 0;
  for (const value of row.children('Value')) {
    const reference = value.attribute('ColumnRef');
    const found = reference === undefined ? position : columns.inOrder.findIndex(({ id }) => id === reference);
    const column = columns.inOrder[found];
    if (!column)
      throw listFault(
        reference === undefined ? 'a row has more values than there are columns' : `there is no column "${reference}"`,
        file,
        value.line,
      );
    position = found + 1;
    const text = value.children('SimpleValue')[0]?.text;
    if (text !== undefined) values.set(column.id, text);
  }
  return values;
}

function nameOf(values: ReadonlyMap<string, string>, columns: GenericodeColumns): string | undefined {
  return columns.name === undefined ? undefined : collapsed(values.get(columns.name) ?? '') || undefined;
}

/** As XSD reads `xs:token`, the type of codes. */
function collapsed(text: string): string {
  return text.replace(/[ \t\r\n]+/g, ' ').replace(/^ | $/g, '');
}

function makeCodeList(
  parts: Identity & { readonly columns: GenericodeColumns; readonly entries: ReadonlyMap<string, CodeEntry> },
): CodeList {
  const { uri, version, title, columns, entries } = parts;
  const isCode = ({ id }: { readonly id: string }): boolean => id === columns.key;
  return {
    uri,
    version,
    title,
    columns: [...columns.inOrder.filter(isCode), ...columns.inOrder.filter((column) => !isCode(column))],
    keyColumn: columns.key,
    entries: [...entries.values()],
    entry: (code) => entries.get(code),
  };
}

function listFault(message: string, file: string, line: number | undefined): ConfigurationFault {
  return new ConfigurationFault('AB_SCHEMA_SET_INVALID', `the code list cannot be used: ${message}`, { where: { file, line } });
}
