import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ConfigurationFault } from '../../errors/families.ts';
import { corpus, hasCorpus } from '../../testing/corpus.ts';
import type { CodeList } from '../codelist/code-list.ts';
import { readMessage } from '../read-message.ts';
import type { ImportedSet, SchemaSets } from './schema-set.ts';
import { openSchemaSets } from './schema-sets.ts';

let folder: string;
let sets: SchemaSets;
const importedAt = new Date('2026-11-20T08:00:00Z');

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'amtsbote-sets-'));
  sets = openSchemaSets(join(folder, 'project'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** Writes schemas into a folder; each is a target namespace and its content. */
async function source(name: string, files: Readonly<Record<string, readonly [namespace: string, content: string]>>): Promise<string> {
  for (const [file, [namespace, content]] of Object.entries(files)) {
    const path = join(folder, name, file);
    await mkdir(dirname(path), { recursive: true });
    const target = namespace === '' ? '' : ` targetNamespace="${namespace}" xmlns="${namespace}"`;
    await writeFile(
      path,
      `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" elementFormDefault="qualified"${target}>\n${content}</xs:schema>`,
    );
  }
  return join(folder, name);
}

async function imported(from: string, options: { name?: string; replace?: boolean } = {}): Promise<ImportedSet> {
  return sets.import(from, { importedAt, ...options });
}

async function faultOf(act: Promise<unknown>): Promise<ConfigurationFault> {
  const error = await act.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ConfigurationFault);
  return error as ConfigurationFault;
}

async function verdict(set: string, xml: string): Promise<string> {
  using message = await readMessage(Buffer.from(xml), { mediaType: '' });
  return (await (await sets.open(set)).schema()).validate(message).verdict;
}

const element = (name: string, type: string): string => `<xs:element name="${name}" type="${type}"/>`;

test('a set is kept byte for byte, with checksums, and found by its roots', async () => {
  const from = await source('xtest', { 'a.xsd': ['urn:xtest:1.0', element('antrag', 'xs:int')], 'read me.txt': ['', ''] });
  const { set, remarks } = await imported(from);
  expect(set?.manifest).toMatchObject({
    version: 1,
    name: 'xtest-1.0',
    source: from,
    importedAt: '2026-11-20T08:00:00.000Z',
    namespaces: ['urn:xtest:1.0'],
    roots: [{ namespace: 'urn:xtest:1.0', localName: 'antrag' }],
    files: [{ path: 'a.xsd', kind: 'schema', namespace: 'urn:xtest:1.0' }],
  });
  expect(remarks).toEqual([{ kind: 'left-out', ending: '.txt', count: 1 }]);
  const kept = join(folder, 'project/xoev/sets/xtest-1.0/files/a.xsd');
  expect(await readFile(kept)).toEqual(await readFile(join(from, 'a.xsd')));
  expect((await sets.forRoot({ namespace: 'urn:xtest:1.0', localName: 'antrag' })).map(({ name }) => name)).toEqual(['xtest-1.0']);
  expect(await sets.forRoot({ namespace: '', localName: 'antrag' })).toEqual([]);
  expect(await verdict('xtest-1.0', '<antrag xmlns="urn:xtest:1.0">1</antrag>')).toBe('valid');
});

test('a set is compiled once per process, however often it is opened', async () => {
  await imported(await source('xtest', { 'a.xsd': ['urn:xtest:1.0', element('antrag', 'xs:int')] }));
  expect(await (await sets.open('xtest-1.0')).schema()).toBe(await (await openSchemaSets(sets.directory).open('xtest-1.0')).schema());
});

test('addresses on the network are resolved from the set itself and from sets imported before', async () => {
  await imported(
    await source('base', {
      'sub/types.xsd': [
        'urn:base',
        '<xs:include schemaLocation="more.xsd"/><xs:simpleType name="t"><xs:restriction base="u"/></xs:simpleType>',
      ],
      'sub/more.xsd': ['urn:base', '<xs:simpleType name="u"><xs:restriction base="xs:int"/></xs:simpleType>'],
      'other.xsd': ['urn:unrelated', ''],
    }),
    { name: 'base-1.0' },
  );
  const from = await source('user', {
    'a.xsd': [
      'urn:xuser:1.0',
      '<xs:import namespace="urn:base" schemaLocation="http://invalid.example/v1/types.xsd"/>' +
        '<xs:include schemaLocation="https://invalid.example/b.xsd"/><xs:element name="a" type="b:t" xmlns:b="urn:base"/>',
    ],
    'b.xsd': ['urn:xuser:1.0', element('b', 'xs:date')],
  });
  const { set, remarks } = await imported(from);
  expect(set?.manifest.files.filter(({ takenFrom }) => takenFrom === 'base-1.0').map(({ path }) => path)).toEqual([
    '_from/base-1.0/sub/types.xsd',
    '_from/base-1.0/sub/more.xsd',
  ]);
  expect(set?.manifest.namespaces).toEqual(['urn:xuser:1.0']);
  expect(remarks).toEqual([{ kind: 'taken', set: 'base-1.0', count: 2 }]);
  await sets.remove('base-1.0');
  expect(await verdict('xuser-1.0', '<a xmlns="urn:xuser:1.0">1</a>')).toBe('valid');
  expect(await verdict('xuser-1.0', '<a xmlns="urn:xuser:1.0">x</a>')).toBe('invalid');
});

test('everything that is missing or broken is named at once, and nothing is kept', async () => {
  const from = await source('bad', {
    'a.xsd': [
      'urn:a',
      '<xs:import namespace="urn:x" schemaLocation="http://invalid.example/x.xsd"/>\n<xs:include schemaLocation="gone.xsd"/>',
    ],
    'b.xsd': ['urn:b', '<xs:import namespace="urn:x"/>'],
  });
  const fault = await faultOf(imported(from, { name: 'bad' }));
  expect(fault.code).toBe('AB_SCHEMA_SET_INVALID');
  expect(fault.findings.map(({ message, where }) => [message, where?.file, where?.line])).toEqual([
    ['the namespace urn:x (x.xsd) is neither in this source nor in a set imported before, but 2 schemas need it', 'a.xsd', 2],
    ['a file (gone.xsd) is neither in this source nor in a set imported before', 'a.xsd', 3],
  ]);
  const broken = await source('broken', { 'a.xsd': ['urn:a', element('a', 'nowhere')], 'b.xsd': ['urn:b', element('b', 'nowhere')] });
  const findings = (await faultOf(imported(broken, { name: 'bad' }))).findings;
  expect(findings.map(({ where }) => where)).toEqual([
    { file: 'a.xsd', line: 2 },
    { file: 'b.xsd', line: 2 },
  ]);
  expect(await sets.list()).toEqual([]);
});

test('two editions of the same schema side by side are a question for a person; the same twice is not', async () => {
  const a: readonly [string, string] = ['urn:xtst:1', element('a', 'xs:int')];
  const fault = await faultOf(imported(await source('two', { 'dev/a.xsd': a, 'final/a.xsd': ['urn:xtst:1', element('a', 'xs:date')] })));
  expect(fault.message).toBe('dev/a.xsd and final/a.xsd both declare the element a of urn:xtst:1');
  expect(fault.hint).toContain('dev or final');
  const { set, remarks } = await imported(await source('same', { 'a.xsd': a, 'b.xsd': [a[0], `<!-- b -->\n  ${a[1]}`] }), { name: 'same' });
  expect(set?.manifest.files).toHaveLength(1);
  expect(remarks).toEqual([{ kind: 'same-content', file: 'b.xsd', as: 'a.xsd' }]);
});

test('includes in a circle, chameleons and redefinitions compile', async () => {
  await imported(
    await source('hard', {
      'a.xsd': ['urn:xtst:1', '<xs:include schemaLocation="b.xsd"/><xs:include schemaLocation="none.xsd"/><xs:element name="a" type="n"/>'],
      'b.xsd': ['urn:xtst:1', '<xs:include schemaLocation="a.xsd"/><xs:element name="b" type="n"/>'],
      'none.xsd': ['', '<xs:simpleType name="n"><xs:restriction base="xs:int"/></xs:simpleType>'],
      'r.xsd': [
        'urn:xtst:2',
        '<xs:redefine schemaLocation="base.xsd"><xs:simpleType name="s"><xs:restriction base="s"><xs:maxInclusive value="5"/></xs:restriction></xs:simpleType></xs:redefine>',
      ],
      'base.xsd': ['urn:xtst:2', '<xs:simpleType name="s"><xs:restriction base="xs:int"/></xs:simpleType><xs:element name="e" type="s"/>'],
    }),
    { name: 'hard' },
  );
  expect(await verdict('hard', '<b xmlns="urn:xtst:1">1</b>')).toBe('valid');
  expect(await verdict('hard', '<a xmlns="urn:xtst:1">x</a>')).toBe('invalid');
  expect(await verdict('hard', '<e xmlns="urn:xtst:2">5</e>')).toBe('valid');
  expect(await verdict('hard', '<e xmlns="urn:xtst:2">6</e>')).toBe('invalid');
});

test('a DOCTYPE in a schema is tolerated, and nothing that it names is read', async () => {
  const secret = join(folder, 'secret.txt');
  await writeFile(secret, 'geheim');
  const from = await source('dtd', { 'a.xsd': ['urn:xtst:1', element('a', '&t;')] });
  const file = join(from, 'a.xsd');
  const doctype = `<!DOCTYPE xs:schema SYSTEM "http://127.0.0.1:9/x.dtd" [<!ENTITY t "xs:int"><!ENTITY f SYSTEM "${secret}">]>`;
  await writeFile(file, doctype + (await readFile(file, 'utf8')));
  await imported(from, { name: 'dtd' });
  expect(await verdict('dtd', '<a xmlns="urn:xtst:1">1</a>')).toBe('valid');
});

test('a schema whose parts stand behind an entity of another file is refused: it would lack them without a word', async () => {
  const from = await source('entity', { 'a.xsd': ['urn:xtst:1', element('a', 'xs:int')] });
  const file = join(from, 'a.xsd');
  const text = await readFile(file, 'utf8');
  for (const doctype of ['<!DOCTYPE xs:schema [<!ENTITY more SYSTEM "more.ent">]>', '<!DOCTYPE xs:schema SYSTEM "x.dtd">']) {
    await writeFile(file, doctype + text.replace('</xs:schema>', '&more;</xs:schema>'));
    expect((await faultOf(imported(from))).message).toContain('an entity that stands in another file');
    await writeFile(file, doctype + text.replace('</xs:schema>', '<!-- &more; --></xs:schema>'));
    await expect(imported(from, { name: 'commented', replace: true })).resolves.toBeDefined();
  }
});

describe('a set that is there', () => {
  const files = { 'a.xsd': ['urn:xtst:1', element('a', 'xs:int')] } as const;
  let from: string;
  beforeEach(async () => {
    from = await source('xt', files);
    await imported(from);
  });

  test('is replaced only when that is asked for', async () => {
    expect((await faultOf(imported(from))).hint).toContain('--replace');
    await source('xt', { 'a.xsd': ['urn:xtst:1', element('a', 'xs:date')] });
    await imported(from, { replace: true });
    expect(await verdict('xtst-1', '<a xmlns="urn:xtst:1">2026-01-01</a>')).toBe('valid');
    expect(await readdir(join(folder, 'project/xoev/sets'))).toEqual(['xtst-1']);
  });

  test('gives nothing to the one that replaces it', async () => {
    const without = await source('without', { 'b.xsd': ['urn:xtst:1', '<xs:include schemaLocation="a.xsd"/>'] });
    expect((await faultOf(imported(without, { replace: true }))).message).toContain('a.xsd');
  });

  test('stays as it is when the new one is broken', async () => {
    await source('xt', { 'a.xsd': ['urn:xtst:1', element('a', 'nowhere')] });
    await faultOf(imported(from, { replace: true }));
    expect(await verdict('xtst-1', '<a xmlns="urn:xtst:1">1</a>')).toBe('valid');
  });

  test('is refused once one of its files was changed, before and after it was compiled', async () => {
    const set = await sets.open('xtst-1');
    const file = join(folder, 'project/xoev/sets/xtst-1/files/a.xsd');
    await writeFile(file, `${await readFile(file, 'utf8')} `);
    expect((await faultOf(sets.open('xtst-1'))).code).toBe('AB_SCHEMA_SET_CHANGED');
    expect((await faultOf(set.schema())).code).toBe('AB_SCHEMA_SET_CHANGED');
    await rm(file);
    expect((await faultOf(sets.open('xtst-1'))).message).toContain('cannot be read');
  });

  test('survives an import that ended in the middle', async () => {
    const folderOf = (name: string): string => join(folder, 'project/xoev/sets', name);
    await mkdir(folderOf('.import-x/files'), { recursive: true });
    await rename(folderOf('xtst-1'), folderOf('.replaced-xtst-1'));
    expect((await sets.list()).map(({ name }) => name)).toEqual(['xtst-1']);
    expect(await verdict('xtst-1', '<a xmlns="urn:xtst:1">1</a>')).toBe('valid');
  });

  test('is gone after it was removed', async () => {
    await sets.remove('xtst-1');
    expect(await sets.list()).toEqual([]);
    expect((await faultOf(sets.open('xtst-1'))).code).toBe('AB_SCHEMA_SET_UNKNOWN');
    expect((await faultOf(sets.remove('xtst-1'))).code).toBe('AB_SCHEMA_SET_UNKNOWN');
  });
});

test.each(['../x', '..', 'a/b', '.import-x', ''])('a name such as %j leads nowhere', async (name) => {
  await mkdir(join(folder, 'project/xoev/x'), { recursive: true });
  expect((await faultOf(sets.open(name))).code).toBe('AB_SCHEMA_SET_UNKNOWN');
  expect((await faultOf(sets.remove(name))).code).toBe('AB_SCHEMA_SET_UNKNOWN');
  expect((await faultOf(imported(folder, { name }))).code).toBe('AB_SCHEMA_SET_INVALID');
});

test('a manifest that leads out of its set is refused', async () => {
  await imported(await source('xt', { 'a.xsd': ['urn:xtst:1', element('a', 'xs:int')] }));
  const file = join(folder, 'project/xoev/sets/xtst-1/schema-set.json');
  await writeFile(file, (await readFile(file, 'utf8')).replace('"a.xsd"', '"../../../../secret.xsd"'));
  expect((await faultOf(sets.list())).code).toBe('AB_SCHEMA_SET_CHANGED');
});

test('one schema brings with it what it refers to, and nothing else', async () => {
  const from = await source('driver', {
    'x/main.xsd': ['urn:xtst:1', '<xs:include schemaLocation="../y/part.xsd"/>'],
    'y/part.xsd': ['urn:xtst:1', element('a', 'xs:int')],
    'x/unrelated.xsd': ['urn:xtst:9', ''],
  });
  const { set } = await imported(join(from, 'x/main.xsd'));
  expect(set?.manifest.files.map(({ path }) => path)).toEqual(['x/main.xsd', 'y/part.xsd']);
});

test('a code list that cannot be read is left out of a set with a remark, and refused alone', async () => {
  const from = await source('lists', { 'a.xsd': ['urn:xtst:1', element('a', 'xs:int')] });
  const list = join(from, 'list.xml');
  await writeFile(list, '<g:CodeList xmlns:g="http://docs.oasis-open.org/codelist/ns/genericode/1.0/"/>');
  const { set, remarks } = await imported(from);
  expect(set?.manifest.files.map(({ path }) => path)).toEqual(['a.xsd']);
  expect(remarks).toMatchObject([{ kind: 'unreadable-list', file: 'list.xml' }]);
  expect((await faultOf(imported(list))).code).toBe('AB_SCHEMA_SET_INVALID');
});

test('entities that grow without end end the import', async () => {
  const from = await source('bomb', {
    'a.xsd': ['urn:xtst:1', '<xs:annotation><xs:documentation>&e9;</xs:documentation></xs:annotation>'],
  });
  const file = join(from, 'a.xsd');
  const text = await readFile(file, 'utf8');
  const entities = Array.from({ length: 9 }, (_, index) => `<!ENTITY e${index + 1} "${`&e${index};`.repeat(10)}">`).join('');
  await writeFile(file, `<!DOCTYPE xs:schema [<!ENTITY e0 "${'x'.repeat(1000)}">${entities}]>${text}`);
  expect((await faultOf(imported(from))).code).toBe('AB_SCHEMA_SET_INVALID');
});

test.skipIf(!hasCorpus)('a code list alone is kept beside the sets', async () => {
  const file = corpus('xoev/codelists/urn_de_xoev_codeliste_erreichbarkeit_4.xml');
  const { set, codeLists } = await imported(file);
  expect(set).toBeUndefined();
  expect(codeLists.map(({ uri, version }) => [uri, version])).toEqual([['urn:de:xoev:codeliste:erreichbarkeit', '4']]);
  const [kept = ''] = await sets.codeListFiles();
  expect(readFileSync(kept)).toEqual(readFileSync(file));
  const partsOf = (lists: readonly CodeList[]): unknown =>
    lists.map(({ uri, version, keyColumn, columns, entries }) => ({ uri, version, keyColumn, columns, entries }));
  expect(partsOf(await openSchemaSets(sets.directory).codeLists())).toEqual(partsOf(codeLists));
  await writeFile(kept, readFileSync(kept, 'utf8').replaceAll('>01<', '>99<'));
  expect((await sets.codeLists())[0]?.entry('99')?.code).toBe('99');
});
