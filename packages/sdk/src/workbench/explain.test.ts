import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseMapping } from '../mapping/parse-mapping.ts';
import { openSchemaSets } from '../message/schema-set/schema-sets.ts';
import type { SchemaSets } from '../message/schema-set/schema-set.ts';
import { corpus, hasCorpus } from '../testing/corpus.ts';
import { type ExplainOptions, explainMessage } from './explain.ts';
import type { CourseStep } from './explanation.ts';
import type { ProjectRoute } from './project-routes.ts';

const application = (attributes = ''): string => `<b:baugenehmigung.antrag.0200 xmlns:b="http://www.xleitstelle.de/xbau/2/6"${attributes}>
  <nachrichtenkopf.g2g>
    <identifikation.nachricht>
      <nachrichtenUUID>7d0f2a3e-1c4b-4e5a-9f00-00000000000a</nachrichtenUUID>
      <erstellungszeitpunkt>2026-05-04T10:11:12.000+02:00</erstellungszeitpunkt>
    </identifikation.nachricht>
    <leser><verzeichnisdienst listVersionID="3"><code>DVDV</code></verzeichnisdienst><kennung>bab:09162000</kennung><name>Amt</name></leser>
    <autor><verzeichnisdienst listVersionID="3"><code>DVDV</code></verzeichnisdienst><kennung>bap:09000001</kennung><name>Portal</name></autor>
  </nachrichtenkopf.g2g>
  <b:antragsteller><familienname>Geheim</familienname></b:antragsteller>
  <b:antragsteller><familienname>Verborgen</familienname><leer/></b:antragsteller>
  <b:anlagen><anlage><dateiname>Lageplan Geheim.pdf</dateiname></anlage></b:anlagen>
</b:baugenehmigung.antrag.0200>`;

describe('explainMessage', () => {
  test('says what it is and counts its parts, without a single value', async () => {
    const explained = await explain(application());

    expect(explained).toMatchObject({
      kind: 'xml',
      standard: { profile: 'xbau', title: 'XBau', version: '2.6', type: '0200' },
      header: { messageId: '7d0f2a3e-1c4b-4e5a-9f00-00000000000a', test: false },
      parts: [
        { name: 'nachrichtenkopf.g2g', times: 1, values: 10, line: 4 },
        { name: 'antragsteller', times: 2, values: 2 },
        { name: 'anlagen', times: 1, values: 1 },
      ],
      announced: [{ path: '/b:baugenehmigung.antrag.0200/b:anlagen/anlage/dateiname', line: 12 }],
    });
    expect(JSON.stringify(explained)).not.toMatch(/Geheim|Verborgen|Lageplan/);
  });

  test('tells values when they are asked for', async () => {
    const { values } = await explain(application(), { values: true });

    expect(values).toContainEqual({
      path: '/b:baugenehmigung.antrag.0200/b:antragsteller[2]/familienname',
      line: 11,
      text: 'Verborgen',
    });
  });

  test('tells which answers can be made, and what the others lack', async () => {
    const { answers } = await explain(application());

    expect(answers).toContainEqual({ type: '1100', name: 'prozessnachrichten.rueckweisung.G2G.1100' });
    expect(answers).toContainEqual({ type: '1121', impossible: 'the id of the matter (referenzAntragsservice) is missing' });
  });

  test('shows what stands below a part that holds much', async () => {
    const records = Array.from({ length: 20 }, (_, index) => `<a><b>${index}</b></a>`).join('');
    const { parts } = await explain(`<root><inner>${records}<c x="1">2</c></inner></root>`);

    expect(parts).toMatchObject([
      {
        name: 'inner',
        times: 1,
        values: 22,
        parts: [
          { name: 'a', times: 20, values: 20 },
          { name: 'c', times: 1, values: 2 },
        ],
      },
    ]);
  });

  test('reads JSON', async () => {
    const { kind, standard, parts } = await explain('{"F60000227":"Geheim","G60000083":{"F60000231":"1","F60000232":"2"}}');

    expect([kind, standard?.profile, parts.map(({ name, values }) => [name, values])]).toEqual([
      'json',
      'fim-json',
      [
        ['F60000227', 1],
        ['G60000083', 2],
      ],
    ]);
  });
});

describe('the way of a message', () => {
  test('without a project ends before the routes', async () => {
    expect(await steps(application())).toEqual(['standard-known', 'same-by-id', 'no-project', 'schema-unchecked!']);
  });

  test('ends where no route takes it', async () => {
    expect(await steps('<foreign/>', [await route()])).toEqual(['standard-unknown', 'same-by-content', 'no-route!']);
  });

  test('ends at two routes of one portal, not at routes of two portals', async () => {
    const routes = [await route(), await route({ name: 'second' })];

    expect((await steps(application(), routes)).at(-1)).toBe('several-routes!');
    expect(await steps(application(), [await route(), await route({ portal: 'other' })])).not.toContain('several-routes!');
  });

  test('of a test message ends at a productive target', async () => {
    const message = application(' test="1"');

    expect((await steps(message, [await route({ productive: true })])).at(-1)).toBe('test-refused!');
    expect(await steps(message, [await route({ productive: false, unchecked: 'deliver' })])).toEqual([
      'standard-known',
      'same-by-id',
      'test-message',
      'one-route',
      'schema-unchecked-delivered',
      'mapped',
    ]);
  });
});

describe.skipIf(!hasCorpus)('with a schema set', () => {
  let directory: string;
  let sets: SchemaSets;

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'explain-'));
    sets = openSchemaSets(directory);
    await sets.import(corpus('xoev/xwasser-1.0.0/schema'), { name: 'xwasser', importedAt: new Date() });
  });

  afterAll(() => {
    rmSync(directory, { recursive: true, force: true });
  });

  test('tells what the message means and whether it is valid', async () => {
    const { readFile } = await import('node:fs/promises');
    const explained = await explainMessage(await readFile(corpus('xoev/xwasser-1.0.0/instances/valid/olb_report_minimal.xml')), { sets });

    expect(explained.sets).toEqual(['xwasser']);
    expect(explained.meaning).toBe('Nachricht zum Transport eines Vorgangs (Untersuchungsplan / Prüfbericht) zwischen den Partnern.');
    expect(explained.parts.at(-1)).toMatchObject({ name: 'vorgang', meaning: 'Hier werden Daten zum Vorgang übermittelt.' });
    expect(explained.course.map(({ step }) => step)).toContain('schema-valid');
  });
});

async function explain(text: string, options: ExplainOptions = {}): ReturnType<typeof explainMessage> {
  return explainMessage(Buffer.from(text), options);
}

async function steps(text: string, routes?: readonly ProjectRoute[]): Promise<readonly string[]> {
  const { course } = await explain(text, { routes });
  return course.map(({ step, stops }: CourseStep) => (stops ? `${step}!` : step));
}

async function route(more: Partial<ProjectRoute> = {}): Promise<ProjectRoute> {
  const mapping = await parseMapping(
    'message: { profile: xbau, versions: ["2.6"] }\nrecord: bau\nfields: { source: { value: Portal } }\n',
    'bau.yaml',
  );
  const facts = { name: 'bau', portal: 'folder', target: 'bau', productive: true, unchecked: 'case' } as const;
  return { ...facts, mapping, ...more };
}
