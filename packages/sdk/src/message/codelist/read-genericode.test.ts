import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ConfigurationFault } from '../../errors/families.ts';
import { corpus, hasCorpus } from '../../testing/corpus.ts';
import type { CodeList } from './code-list.ts';
import { isGenericode } from './is-genericode.ts';
import { readGenericode } from './read-genericode.ts';

const identification = `<Identification><ShortName>Farbe</ShortName><LongName>Farben</LongName><Version>2</Version>
  <CanonicalUri>urn:test:farbe</CanonicalUri><CanonicalVersionUri>urn:test:farbe_2</CanonicalVersionUri></Identification>`;

interface ListParts {
  readonly identification?: string;
  readonly columns?: string;
  readonly keys?: string;
  readonly rows?: string;
}

function listText(parts: ListParts): string {
  return `<?xml version="1.0"?>
<g:CodeList xmlns:g="http://docs.oasis-open.org/codelist/ns/genericode/1.0/">${parts.identification ?? identification}
<ColumnSet>${parts.columns ?? '<Column Id="code" Use="required"><ShortName>Code</ShortName></Column><Column Id="bezeichnung" Use="optional"/>'}
${parts.keys ?? '<Key Id="codeKey"><ColumnRef Ref="code"/></Key>'}</ColumnSet>
<SimpleCodeList>${parts.rows ?? ''}</SimpleCodeList></g:CodeList>`;
}

const row = (...values: readonly string[]): string => `\n<Row>${values.map((value) => `<Value>${value}</Value>`).join('')}</Row>`;
const simple = (text: string): string => `<SimpleValue>${text}</SimpleValue>`;

function read(text: string, keyColumn?: string): Promise<CodeList> {
  return readGenericode(Buffer.from(text), 'liste.xml', { keyColumn });
}

async function fault(text: string, keyColumn?: string): Promise<ConfigurationFault> {
  const error: unknown = await read(text, keyColumn).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ConfigurationFault)) throw new Error('the list was read');
  return error;
}

test('a list has its URI, version, title, columns and entries; codes are text', async () => {
  const list = await read(listText({ rows: row(simple('01'), simple('Grün')) + row(simple('1'), simple('Blau')) }));
  expect(list).toMatchObject({ uri: 'urn:test:farbe', version: '2', title: 'Farbe', keyColumn: 'code' });
  expect(list.columns).toEqual([
    { id: 'code', name: 'Code', isKey: true },
    { id: 'bezeichnung', name: 'bezeichnung', isKey: false },
  ]);
  expect([list.entry('01')?.name, list.entry('1')?.name, list.entry('001')]).toEqual(['Grün', 'Blau', undefined]);
});

test('values stand by reference, by position, or are left out', async () => {
  const rows =
    '<Row><Value ColumnRef="bezeichnung"><SimpleValue>Grün</SimpleValue></Value><Value ColumnRef="code"><SimpleValue> g </SimpleValue></Value></Row>' +
    '<Row><Value><SimpleValue>b</SimpleValue></Value></Row>' +
    '<Row><Value><SimpleValue>r</SimpleValue></Value><Value/></Row>';
  const list = await read(listText({ rows }));
  expect(list.entries.map(({ code, name }) => [code, name])).toEqual([
    ['g', 'Grün'],
    ['b', 'b'],
    ['r', 'r'],
  ]);
  expect(list.entry('r')?.values).toEqual(new Map([['code', 'r']]));
});

test('of several keys the recommended one holds the codes, in each of its spellings; else the first', async () => {
  const columns = '<Column Id="iso"/><Column Id="gebiet"/><Column Id="name"/>';
  const rows = row(simple('DE'), simple('000'), simple('Deutschland'));
  const key = (id: string, mark = ''): string =>
    `<Key Id="k-${id}"><Annotation><AppInfo>${mark}</AppInfo></Annotation><ColumnRef Ref="${id}"/></Key>`;
  for (const mark of ['recommendedKeyColumn', 'empfohleneCodeSpalte', 'xoev-code']) {
    const list = await read(listText({ columns, rows, keys: key('iso') + key('gebiet', `<x:${mark} xmlns:x="urn:x"/>`) }));
    expect([list.keyColumn, list.columns[0]?.id, list.entry('000')?.name]).toEqual(['gebiet', 'gebiet', 'Deutschland']);
  }
  expect((await read(listText({ columns, rows, keys: key('iso') + key('gebiet') }))).keyColumn).toBe('iso');
});

test('a column for codes that is not unique is refused with file and line; another one is taken only when named', async () => {
  const rows = row(simple('DE'), simple('Deutschland')) + row(simple('DE'), simple('Deutschland, Ost'));
  const error = await fault(listText({ rows }));
  expect(error.code).toBe('AB_SCHEMA_SET_INVALID');
  expect(error.where).toEqual({ file: 'liste.xml', line: 8 });
  expect(error.message).toContain('"DE" stands twice');
  expect((await read(listText({ rows }), 'bezeichnung')).entry('Deutschland, Ost')?.code).toBe('Deutschland, Ost');
});

test.each([
  ['a row without a code', listText({ rows: row('', simple('Grün')) })],
  ['a value too many', listText({ rows: row(simple('g'), simple('Grün'), simple('green')) })],
  ['a value of an unknown column', listText({ rows: '<Row><Value ColumnRef="kode"><SimpleValue>g</SimpleValue></Value></Row>' })],
  ['no key', listText({ keys: '' })],
  ['a key of two columns', listText({ keys: '<Key Id="k"><ColumnRef Ref="code"/><ColumnRef Ref="bezeichnung"/></Key>' })],
  ['a key of an unknown column', listText({ keys: '<Key Id="k"><ColumnRef Ref="kode"/></Key>' })],
  ['no URI', listText({ identification: '<Identification><Version>1</Version></Identification>' })],
  ['no identification', listText({ identification: '' })],
  ['another root', '<List/>'],
  ['broken XML', '<CodeList>'],
  ['a DOCTYPE', '<!DOCTYPE CodeList []><CodeList/>'],
  ['nothing', ''],
])('%s is a fault of the schema set that names the file', async (_, text) => {
  const error = await fault(text);
  expect([error.code, error.where?.file]).toEqual(['AB_SCHEMA_SET_INVALID', 'liste.xml']);
});

test('a damaged list is read or is a fault of the schema set, nothing else', async () => {
  const whole = listText({ rows: row(simple('01'), simple('Grün')) + row(simple('1'), simple('Blau')) });
  const damage = fc.record({
    from: fc.nat(whole.length),
    length: fc.nat(60),
    instead: fc.constantFrom('', '<', '"', '<Row/>', '\u0000', '&amp;', 'ä'),
  });
  await fc.assert(
    fc.asyncProperty(damage, async ({ from, length, instead }) => {
      const text = whole.slice(0, from) + instead + whole.slice(from + length);
      const error: unknown = await read(text).then(
        () => undefined,
        (reason: unknown) => reason,
      );
      if (error !== undefined) expect(error).toMatchObject({ code: 'AB_SCHEMA_SET_INVALID', where: { file: 'liste.xml' } });
    }),
    { numRuns: 500 },
  );
});

test('a file is taken for a list by its root element', () => {
  expect(isGenericode(Buffer.from(listText({})))).toBe(true);
  const schema = '<xs:schema xmlns:g="http://docs.oasis-open.org/codelist/ns/genericode/1.0/"/>';
  for (const text of ['', '<CodeList/>', schema]) expect(isGenericode(Buffer.from(text))).toBe(false);
});

test('version and URI come from the versioned URI where they are missing', async () => {
  const list = await read(
    listText({ identification: '<Identification><CanonicalVersionUri>urn:test:a_b_3.1</CanonicalVersionUri></Identification>' }),
  );
  expect([list.uri, list.version, list.title]).toEqual(['urn:test:a_b', '3.1', 'urn:test:a_b']);
});

describe.skipIf(!hasCorpus)('the lists of the corpus', () => {
  const folders = ['codelists', 'xwasser-1.0.0/codelists', 'xdomea/2.4.0/codelists', 'xdomea/3.0.0/codelists'];

  test.each(folders)('all of %s load, with as many entries as they have rows', async (folder) => {
    const path = corpus(`xoev/${folder}`);
    for (const file of readdirSync(path)) {
      const bytes = readFileSync(join(path, file));
      const list = await readGenericode(bytes, file);
      const rows = bytes.toString('utf8').split('<Row>').length - 1;
      const nameless = list.entries.filter(({ name }) => name === '').length;
      const versionOfFile = /_([^_]+)\.xml$/.exec(file)?.[1];
      expect([file, isGenericode(bytes), list.entries.length, nameless, list.version]).toEqual([file, true, rows, 0, versionOfFile]);
    }
  });

  test('clear text is what a clerk would call the code', async () => {
    const names: Record<string, readonly [string, string]> = {
      'urn_de_bund_destatis_bevoelkerungsstatistik_schluessel_staat_2024-08-01.xml': ['129', 'Frankreich'],
      'urn_de_bund_destatis_bevoelkerungsstatistik_schluessel_staatsgebiete_2024-08-01.xml': ['423', 'Afghanistan'],
      'urn_de_bund_destatis_bevoelkerungsstatistik_schluessel_ags_2026-06-30.xml': ['01051004', 'Bargenstedt'],
      'urn_xoev-de_bund_bmi_bit_codeliste_dvdv.praefix_51.xml': ['ags', 'Meldebehörde'],
    };
    for (const [file, [code, name]] of Object.entries(names)) {
      const list = await readGenericode(readFileSync(corpus(`xoev/codelists/${file}`)), file);
      expect(list.entry(code)?.name).toContain(name);
    }
  });

  test('eleven thousand municipalities load in less than 300 ms', async () => {
    const bytes = readFileSync(corpus('xoev/codelists/urn_de_bund_destatis_bevoelkerungsstatistik_schluessel_ags_2026-06-30.xml'));
    const times: number[] = [];
    for (let round = 0; round < 5; round++) {
      const start = performance.now();
      await readGenericode(bytes, 'ags.xml');
      times.push(performance.now() - start);
    }
    expect(Math.min(...times)).toBeLessThan(300);
  });
});
