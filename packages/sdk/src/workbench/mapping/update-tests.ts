import { readFile, rename, writeFile } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import type { Document } from 'yaml';
import type { MappingResult } from '../../mapping/mapping.ts';
import type { RecordValue } from '../../model/record.ts';
import type { TestedFile } from './test-mappings.ts';

/** Writes what came into the tests that failed. Comments, order and form of the file stay, except where values change. */
export async function updateTests(path: string, { tests }: TestedFile): Promise<void> {
  const yaml = await import('yaml');
  const document = yaml.parseDocument(await readFile(path, 'utf8'), { version: '1.2' });
  tests.forEach(({ outcome, result }, index) => {
    if (!outcome.ok) takeOver(document, ['tests', index], result);
  });
  const draft = `${path}.new`;
  await writeFile(draft, document.toString({ lineWidth: 0, flowCollectionPadding: true }));
  await rename(draft, path);
}

type Path = readonly (string | number)[];

function takeOver(document: Document, test: Path, result: MappingResult): void {
  if (result.outcome === 'mapped') {
    document.deleteIn([...test, 'findings']);
    merge(document, [...test, 'record'], result.record);
    return;
  }
  document.deleteIn([...test, 'record']);
  const findings = result.findings.map(({ code, where }) => (where?.field === undefined ? { code } : { code, field: where.field }));
  document.setIn([...test, 'findings'], document.createNode(findings));
}

/** Changes only what differs, so that comments beside other values stay. */
function merge(document: Document, path: Path, value: RecordValue): void {
  const before: unknown = document.getIn(path);
  if (!isRecord(value) || !isMapNode(before)) {
    const same = isDeepStrictEqual(hasJson(before) ? before.toJSON() : before, value);
    if (!same) document.setIn(path, typeof value === 'object' ? document.createNode(value) : value);
    return;
  }
  for (const name of before.items.map((pair) => String((pair.key as { value?: unknown } | null)?.value ?? pair.key))) {
    if (!Object.hasOwn(value, name)) document.deleteIn([...path, name]);
  }
  for (const [name, inner] of Object.entries(value)) merge(document, [...path, name], inner);
}

function hasJson(node: unknown): node is { toJSON(): unknown } {
  return typeof node === 'object' && node !== null && 'toJSON' in node;
}

function isRecord(value: RecordValue): value is Readonly<Record<string, RecordValue>> {
  return typeof value === 'object' && !Array.isArray(value);
}

function isMapNode(node: unknown): node is { readonly items: readonly { readonly key: unknown }[] } {
  return typeof node === 'object' && node !== null && 'items' in node && 'has' in node && !('push' in node);
}
