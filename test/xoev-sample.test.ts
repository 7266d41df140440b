import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { findRoot, openSchemaSets, type SampleSize, sampleMessage, type SchemaSet, type SchemaSets } from '@amtsbote/sdk/workbench';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { corpus, hasCorpus } from '../packages/sdk/src/testing/corpus.ts';

const execute = promisify(execFile);
const hasXmllint = await execute('xmllint', ['--version']).then(
  () => true,
  () => false,
);

/** Roots: all elements that may start a message; messages: those of them with a number, as messages of XÖV have. */
const standards = [
  { name: 'xbau', schemas: 'xoev/xbau/2.6/schema-dev', roots: 197, messages: 139 },
  { name: 'xschule', schemas: 'xoev/xschule-1.2/schema', roots: 29, messages: 5 },
  { name: 'xbeteiligung', schemas: 'xoev/xbeteiligung-1.2/schema', roots: 122, messages: 69 },
  { name: 'xwasser', schemas: 'xoev/xwasser-1.0.0/schema', roots: 36, messages: 12 },
  { name: 'xdomea', schemas: 'xoev/xdomea/3.0.0/schema', roots: 64, messages: 64 },
] as const;
const xsd = 'http://www.w3.org/2001/XMLSchema';
const sizes = ['minimal', 'usual', 'maximal'] as const;

/** Every sample that is not valid, with the reason: `standard size element: reason`. */
const notValid: readonly string[] = [];

let directory: string;
let sets: SchemaSets;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'samples-'));
  sets = openSchemaSets(directory);
});
afterAll(() => rm(directory, { recursive: true }));

describe.skipIf(!hasCorpus).each(standards)('samples of $name', ({ name, schemas, roots, messages }) => {
  let set: SchemaSet;
  beforeAll(async () => {
    set = await importSet(name, schemas);
  });

  test('can be made of every element that may start a message', async () => {
    const names = (await set.model()).roots.map((root) => root.name.localName);
    expect({ roots: names.length, messages: names.filter(isMessage).length }).toEqual({ roots, messages });
  });

  test.each(sizes)('are valid when %s, but for those listed', async (size) => {
    const failed: string[] = [];
    for (const root of (await set.model()).roots) {
      const { xml, validation } = await sampleMessage(sets, set, { root, seed: 1, size });
      const [finding] = validation.findings;
      if (validation.verdict !== 'valid') failed.push(`${name} ${size} ${root.name.localName}: ${finding?.message}`);
      await keep(name, size, { localName: root.name.localName, xml });
    }
    expect(failed).toEqual(notValid.filter((line) => line.startsWith(`${name} ${size} `)));
  });

  test.skipIf(!hasXmllint)('are valid for xmllint too', async () => {
    const driver = await writeDriver(corpus(schemas), join(directory, `${name}.xsd`));
    const files = await samplesOf(name);
    expect(files.length).toBeGreaterThanOrEqual(messages * sizes.length);
    const failed = await refusedByXmllint(driver, files);
    expect(failed).toEqual([]);
    const broken = join(directory, `${name}-broken.xml`);
    await writeFile(broken, (await readFile(files[0] ?? '', 'utf8')).replace(/>\s*<\//, '><nowhere/></'));
    expect(await refusedByXmllint(driver, [broken])).toEqual([broken]);
  });

  test('are valid with other seeds', async () => {
    const failed: string[] = [];
    for (const [index, root] of (await set.model()).roots.entries()) {
      const { validation } = await sampleMessage(sets, set, { root, seed: 1_000 + index, size: 'usual' });
      if (validation.verdict !== 'valid') failed.push(`${root.name.localName}: ${validation.findings[0]?.message}`);
    }
    expect(failed).toEqual([]);
  });
});

describe.skipIf(!hasCorpus)('the same seed', () => {
  test('gives the same bytes, also in another process, and another seed gives others', async () => {
    const set = await importSet('xdomea', 'xoev/xdomea/3.0.0/schema');
    const found = findRoot((await set.model()).roots, 'Aussonderung.Anbieteverzeichnis.0501');
    if (found.kind !== 'found') throw new Error('the element is not there');
    const make = async (seed: number): Promise<string> => (await sampleMessage(sets, set, { root: found.root, seed, size: 'usual' })).xml;
    expect(await make(7)).toBe(await make(7));
    expect(await make(8)).not.toBe(await make(7));
    const bin = resolve(import.meta.dirname, '../packages/cli/src/bin.ts');
    const argv = ['--conditions=@amtsbote/source', bin, 'xoev', 'sample', 'xdomea', found.root.name.localName, '--seed', '7'];
    const { stdout } = await execute(process.execPath, argv, { cwd: directory, maxBuffer: 50_000_000 });
    expect(stdout).toBe(await make(7));
  });
});

async function importSet(name: string, schemas: string): Promise<SchemaSet> {
  const known = (await sets.list()).find((set) => set.name === name);
  if (known) return known;
  const { set } = await sets.import(corpus(schemas), { name, importedAt: new Date() });
  if (!set) throw new Error('no set');
  return set;
}

function isMessage(localName: string): boolean {
  return /\d{4}$/.test(localName);
}

async function keep(
  name: string,
  size: SampleSize,
  { localName, xml }: { readonly localName: string; readonly xml: string },
): Promise<void> {
  if (!isMessage(localName)) return;
  await mkdir(join(directory, 'out', name), { recursive: true });
  await writeFile(join(directory, 'out', name, `${localName}-${size}.xml`), xml);
}

async function samplesOf(name: string): Promise<string[]> {
  const folder = join(directory, 'out', name);
  return (await readdir(folder)).map((file) => join(folder, file));
}

/** One schema that knows all namespaces: xmllint takes the first import of a namespace only, so each gets one file that includes all. */
async function writeDriver(folder: string, file: string): Promise<string> {
  const all = (await readdir(folder, { recursive: true })).filter((path) => path.endsWith('.xsd') && !path.includes('_driver'));
  const schemas = new Map<string, { readonly files: string[]; readonly imported: Set<string> }>();
  for (const path of all) {
    const text = await readFile(join(folder, path), 'utf8');
    const namespace = /\btargetNamespace="([^"]+)"/.exec(text)?.[1] ?? '';
    const known = schemas.get(namespace) ?? { files: [], imported: new Set() };
    schemas.set(namespace, known);
    known.files.push(pathToFileURL(join(folder, path)).href);
    for (const [, imported = ''] of text.matchAll(/import[^>]*?\bnamespace="([^"]+)"/g)) known.imported.add(imported);
  }
  const imports: string[] = [];
  for (const namespace of importedFirst(new Map([...schemas].map(([name, { imported }]) => [name, imported])))) {
    const location = file.replace('.xsd', `-${imports.length}.xsd`);
    const includes = schemas.get(namespace)?.files.map((one) => `<xs:include schemaLocation="${one}"/>`) ?? [];
    await writeFile(location, `<xs:schema xmlns:xs="${xsd}" targetNamespace="${namespace}">${includes.join('')}</xs:schema>`);
    imports.push(`<xs:import namespace="${namespace}" schemaLocation="${pathToFileURL(location).href}"/>`);
  }
  await writeFile(file, `<xs:schema xmlns:xs="${xsd}">${imports.join('')}</xs:schema>`);
  return file;
}

/** Namespaces in an order in which each stands behind those that it imports. */
function importedFirst(imports: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  const order = new Set<string>();
  const visit = (namespace: string, around: readonly string[]): void => {
    if (around.includes(namespace) || !imports.has(namespace)) return;
    for (const imported of imports.get(namespace) ?? []) visit(imported, [...around, namespace]);
    order.add(namespace);
  };
  for (const namespace of imports.keys()) visit(namespace, []);
  return [...order];
}

/** The files that xmllint does not call valid, in batches. */
async function refusedByXmllint(schema: string, files: readonly string[]): Promise<string[]> {
  const valid = new Set<string>();
  for (let at = 0; at < files.length; at += 100) {
    const batch = files.slice(at, at + 100);
    const said = await execute('xmllint', ['--noout', '--nonet', '--schema', schema, ...batch], { maxBuffer: 50_000_000 }).catch(
      (error: unknown) => error as { readonly stderr: string },
    );
    for (const line of said.stderr.split('\n')) if (line.endsWith(' validates')) valid.add(line.slice(0, -' validates'.length));
  }
  return files.filter((file) => !valid.has(file));
}
