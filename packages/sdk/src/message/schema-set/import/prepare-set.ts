import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import { isAmtsboteError } from '../../../errors/amtsbote-error.ts';
import { ConfigurationFault } from '../../../errors/families.ts';
import type { Finding } from '../../../model/finding.ts';
import type { CodeList } from '../../codelist/code-list.ts';
import { isGenericode } from '../../codelist/is-genericode.ts';
import { readGenericode } from '../../codelist/read-genericode.ts';
import type { Libxml2 } from '../../libxml2.ts';
import type { ExpandedName } from '../../schema-model/schema-model.ts';
import { compileSchema } from '../compile/compile-schema.ts';
import { fileNameOf, linkSchemas, type MissingReference } from '../compile/link-schemas.ts';
import { type ScannedSchema, scanSchema } from '../compile/scan-schema.ts';
import type { CodeListIdentity, ImportRemark, SchemaSetFile } from '../schema-set.ts';
import type { ImportSource, SourceFile } from './source-file.ts';
import { type EarlierSet, takeFromEarlier } from './take-from-earlier.ts';
import { withoutTwins } from './without-twins.ts';

/** A file to be kept, and its entry in the manifest. */
export interface PreparedFile {
  readonly entry: SchemaSetFile;
  readonly bytes: Uint8Array;
}

/** What a source holds, checked and ready to be kept. */
export interface PreparedImport {
  readonly files: readonly PreparedFile[];
  readonly codeLists: readonly CodeList[];
  /** Schemas of the source itself; empty when it holds code lists only. */
  readonly schemas: readonly ScannedSchema[];
  readonly namespaces: readonly string[];
  readonly roots: readonly ExpandedName[];
  readonly compileMs: number;
  readonly remarks: readonly ImportRemark[];
}

/**
 * Sorts files into schemas, rules and code lists, resolves every reference and compiles.
 *
 * @param earlier the sets that may help out, asked once the schemas are known
 *
 * Throws `ConfigurationFault` (AB_SCHEMA_SET_INVALID) with everything that is missing or broken.
 */
export async function prepareImport(
  libxml2: Libxml2,
  source: ImportSource,
  earlier: (schemas: readonly ScannedSchema[]) => Promise<readonly EarlierSet[]>,
): Promise<PreparedImport> {
  const { schemas: found, problems } = scanAll(libxml2, source.files);
  const rules = source.files.filter(({ path }) => /\.sch$/i.test(path));
  const lists = await readLists(source.files);
  const { schemas, twins, problems: clashes } = withoutTwins(found);
  failOn([...problems, ...clashes, ...(schemas.length === 0 ? lists.problems : [])]);
  if (schemas.length + lists.codeLists.length === 0) failOn([nothingIn(source, rules.length > 0)]);
  const { taken, missing } = await takeFromEarlier(libxml2, schemas, schemas.length > 0 ? await earlier(schemas) : []);
  failOn(complaintsOf(missing));
  const compileMs = compileCheck(libxml2, [...schemas, ...taken.map(({ schema }) => schema)]);
  const bytes = new Map(source.files.map((file) => [file.path, file.bytes]));
  return {
    files: [
      ...schemas.map((schema) =>
        kept('schema', { path: schema.path, bytes: bytes.get(schema.path) ?? schema.utf8 }, { namespace: schema.namespace }),
      ),
      ...taken.map((one) =>
        kept('schema', { path: one.schema.path, bytes: one.bytes }, { namespace: one.schema.namespace, takenFrom: one.set }),
      ),
      ...rules.map((file) => kept('rules', file)),
      ...lists.files.map((file, index) => kept('code-list', file, { codeList: identityOf(lists.codeLists[index]) })),
    ],
    codeLists: lists.codeLists,
    schemas,
    namespaces: [...new Set(schemas.map(({ namespace }) => namespace))].toSorted(),
    roots: schemas.flatMap(({ namespace, elements }) => elements.map((localName) => ({ namespace, localName }))).toSorted(byName),
    compileMs,
    remarks: [
      ...twins.map(([file, as]) => ({ kind: 'same-content' as const, file, as })),
      ...takenRemarks(taken.map(({ set }) => set)),
      ...lists.problems.map(({ where, message }) => ({ kind: 'unreadable-list' as const, file: where?.file ?? '', message })),
      ...leftOutRemarks([...source.leftOut, ...lists.others]),
    ],
  };
}

function nothingIn({ leftOut }: ImportSource, rules: boolean): Finding {
  if (rules) return fault('the rules come without the schemas they belong to');
  const nothing = fault('there is no schema and no code list in it');
  const archives = leftOut.some((path) => /\.(zip|7z|tar|t?gz)$/i.test(path));
  return archives ? { ...nothing, hint: 'It holds other archives: unpack it, and import them one by one.' } : nothing;
}

function scanAll(libxml2: Libxml2, files: readonly SourceFile[]): { schemas: ScannedSchema[]; problems: Finding[] } {
  const schemas: ScannedSchema[] = [];
  const problems: Finding[] = [];
  for (const { path, bytes } of files) {
    if (!/\.xsd$/i.test(path)) continue;
    const scanned = scanSchema(libxml2, path, bytes);
    if ('message' in scanned) problems.push(fault(`the file cannot be used: ${scanned.message}`, path, scanned.line));
    else schemas.push(scanned);
  }
  return { schemas, problems };
}

interface ListsFound {
  readonly codeLists: CodeList[];
  readonly files: SourceFile[];
  readonly problems: Finding[];
  /** XML that is no code list, such as sample messages. */
  readonly others: string[];
}

async function readLists(files: readonly SourceFile[]): Promise<ListsFound> {
  const found: ListsFound = { codeLists: [], files: [], problems: [], others: [] };
  for (const file of files) {
    if (!/\.(xml|gc)$/i.test(file.path)) continue;
    if (!isGenericode(file.bytes)) {
      found.others.push(file.path);
      continue;
    }
    try {
      found.codeLists.push(await readGenericode(file.bytes, file.path));
      found.files.push(file);
    } catch (error) {
      if (!isAmtsboteError(error)) throw error;
      found.problems.push({ ...error.toFinding(), code: 'AB_SCHEMA_SET_INVALID' });
    }
  }
  return found;
}

function identityOf(list: CodeList | undefined): CodeListIdentity | undefined {
  return list && { uri: list.uri, version: list.version, title: list.title };
}

function compileCheck(libxml2: Libxml2, schemas: readonly ScannedSchema[]): number {
  if (schemas.length === 0) return 0;
  const started = performance.now();
  const compiled = compileSchema(libxml2, linkSchemas(schemas));
  if ('problems' in compiled) {
    failOn(compiled.problems.map(({ message, path, line }) => fault(`the schemas cannot be compiled: ${message}`, path, line)));
    return 0;
  }
  compiled.validator.dispose();
  return performance.now() - started;
}

function kept(
  kind: SchemaSetFile['kind'],
  { path, bytes }: SourceFile,
  facts: Pick<SchemaSetFile, 'namespace' | 'takenFrom' | 'codeList'> = {},
): PreparedFile {
  return { entry: { path, kind, sha256: createHash('sha256').update(bytes).digest('hex'), ...facts }, bytes };
}

/** One finding for all references to the same namespace or file. */
function complaintsOf(missing: readonly MissingReference[]): Finding[] {
  const groups = Map.groupBy(missing, ({ kind, namespace, location }) =>
    kind === 'import' ? `import ${namespace}` : `${kind} ${location}`,
  );
  return [...groups.values()].map((group) => complaintOf(group));
}

function complaintOf(group: readonly MissingReference[]): Finding {
  const [first] = group;
  if (!first) return fault('a reference leads nowhere');
  const names = [...new Set(group.map(({ location }) => fileNameOf(location ?? '')))].filter((name) => name !== '');
  const what = first.kind === 'import' ? `the namespace ${first.namespace || '(none)'}` : 'a file';
  const files = names.length > 0 ? ` (${names.join(', ')})` : '';
  const often = group.length > 1 ? `, but ${group.length} schemas need it` : '';
  const finding = fault(`${what}${files} is neither in this source nor in a set imported before${often}`, first.from.path, first.line);
  return { ...finding, hint: 'Import the set that has it first: it is a module of its own, published beside this one.' };
}

const mostProblems = 30;

function failOn(problems: readonly Finding[]): void {
  const [first] = problems;
  if (!first) return;
  const message = problems.length === 1 ? first.message : `${problems.length} problems; the first: ${first.message}`;
  throw new ConfigurationFault('AB_SCHEMA_SET_INVALID', message, {
    where: first.where,
    hint: problems.length === 1 ? first.hint : undefined,
    findings: problems.slice(0, mostProblems),
  });
}

function fault(message: string, file?: string, line?: number): Finding {
  return { code: 'AB_SCHEMA_SET_INVALID', message, where: file === undefined ? undefined : { file, line } };
}

function takenRemarks(sets: readonly string[]): ImportRemark[] {
  return counted(sets).map(([set, count]) => ({ kind: 'taken', set, count }));
}

function leftOutRemarks(paths: readonly string[]): ImportRemark[] {
  const endings = counted(paths.map((path) => posix.extname(path).toLowerCase()));
  return endings.map(([ending, count]) => ({ kind: 'left-out', ending, count }));
}

function counted(values: readonly string[]): [value: string, count: number][] {
  return [...Map.groupBy(values, (value) => value)].map(([value, same]) => [value, same.length]);
}

function byName(a: ExpandedName, b: ExpandedName): number {
  const [first, second] = [`${a.namespace} ${a.localName}`, `${b.namespace} ${b.localName}`];
  return first < second ? -1 : Number(first > second);
}
