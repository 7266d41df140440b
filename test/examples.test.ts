import { createHash } from 'node:crypto';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  demoApiClient,
  demoUser,
  type Musterverfahren,
  startMusterverfahren,
  type StoredRecord,
} from '@amtsbote/simulators/musterverfahren';
import { type Ran, runCli } from '../packages/cli/src/deps.test-support.ts';
import { corpus, hasCorpus } from '../packages/sdk/src/testing/corpus.ts';

const env = {
  AMTSBOTE_SECRET_MUSTERVERFAHREN_USER: demoUser.name,
  AMTSBOTE_SECRET_MUSTERVERFAHREN_PASSWORD: demoUser.password,
  AMTSBOTE_SECRET_MUSTERVERFAHREN_CLIENT_ID: demoApiClient.name,
  AMTSBOTE_SECRET_MUSTERVERFAHREN_CLIENT_SECRET: demoApiClient.password,
};

let app: Musterverfahren;
let project: string;
beforeEach(async () => {
  app = await startMusterverfahren();
  project = await mkdtemp(join(tmpdir(), 'amtsbote-example-'));
});
afterEach(async () => {
  await app.close();
  await rm(project, { recursive: true, force: true });
});

const cli = (...argv: readonly string[]): Promise<Ran> => runCli(argv, { cwd: project, env });

/** A copy of the example, with its target at the server of this test and its samples in the folder. */
async function open(example: string, target: string): Promise<void> {
  const source = join(import.meta.dirname, '../examples', example);
  await cp(source, project, { recursive: true });
  const file = join(project, 'targets', target);
  await writeFile(file, (await readFile(file, 'utf8')).replace('http://127.0.0.1:8787', app.url));
  expect((await cli('init')).code).toBe(0);
  await cp(join(project, 'samples'), join(project, 'eingang'), { recursive: true });
}

async function witness(): Promise<readonly StoredRecord[]> {
  const answer = await fetch(`${app.url}/__witness/records`);
  return ((await answer.json()) as { records: StoredRecord[] }).records;
}

test('dog tax: what citizens wrote arrives in the web UI character by character, the rest waits or is rejected', async () => {
  await open('hundesteuer', 'musterverfahren-web.yaml');
  const ran = await cli('sync', '--json');
  expect(ran.code).toBe(3);
  const fields = (await witness()).map((record) => record.fields);
  expect(fields.toSorted((one, other) => String(one['familienname']).localeCompare(String(other['familienname'])))).toMatchObject([
    {
      familienname: 'Müller-Lüdenscheidt',
      vorname: 'Zoë',
      geburtsdatum: '05.03.1985',
      hausnummer: '7 b',
      postleitzahl: '03046',
      telefon: '035512345',
      hundename: 'Änne',
      rasse: 'Dackel',
      chipnummer: '276098100000017',
      wurfdatum: '11.06.2024',
      haltungsbeginn: '2026-10-01',
      assistenzhund: false,
    },
    {
      familienname: 'O’Neill',
      vorname: 'Seán GROẞMANN',
      telefon: '',
      chipnummer: '',
      geschlecht: 'm',
      assistenzhund: true,
    },
  ]);
  expect(ran.json().at(-1)).toMatchObject({
    submissions: expect.arrayContaining([
      expect.objectContaining({
        state: 'rejected',
        findings: [expect.objectContaining({ code: 'AB_SCHEMA_INVALID', officialCode: 'X001' })],
      }),
      expect.objectContaining({
        state: 'case',
        findings: [expect.objectContaining({ code: 'AB_CODE_UNKNOWN', officialCode: 'X011' })],
      }),
    ]) as unknown,
  });
  expect((await readdir(join(project, 'angenommen'))).filter((name) => name.endsWith('.json'))).toHaveLength(2);
  expect((await readdir(join(project, 'abgelehnt'))).filter((name) => name.endsWith('.json'))).toHaveLength(1);
});

test('dog tax: a dry run fills the form, keeps a picture of it and saves nothing', async () => {
  await open('hundesteuer', 'musterverfahren-web.yaml');
  const ran = await cli('sync', '--dry-run', '--limit', '1', '--evidence', 'nachweise');
  expect(ran.stdout).toContain('nothing was entered');
  expect(await readdir(join(project, 'nachweise'))).toContainEqual(expect.stringContaining('form'));
  expect(await witness()).toEqual([]);
  expect(await readdir(join(project, 'eingang'))).toHaveLength(4);
});

test.skipIf(!hasCorpus)('building application: entered through the web UI, answered in the form of the standard', async () => {
  await open('bauantrag', 'musterverfahren-web.yaml');
  expect((await cli('xoev', 'import', corpus('xoev/xbau/2.6/schema-dev'), '--name', 'xbau-2.6')).code).toBe(0);
  expect((await cli('mapping', 'lint')).code).toBe(0);
  expect((await cli('mapping', 'test')).code).toBe(0);
  const ran = await cli('sync', '--json');
  expect(ran.code).toBe(3);
  const records = await witness();
  expect(records).toMatchObject([
    {
      kind: 'bauantrag',
      fields: {
        bauherr_name: 'Walesa-Beispiel',
        bauherr_hausnummer: '12a',
        massnahme: 'Errichtung',
        flurstueck: '123/4',
        eingang: '03.11.2026',
      },
      attachments: [{ name: 'Bauvorlage-1.pdf' }, { name: 'Bauvorlage-2.pdf' }],
    },
  ]);
  const { submissions } = ran.json().at(-1) as { submissions: { id: string; state: string; findings: { code: string }[] }[] };
  const id = (state: string): string => submissions.find((one) => one.state === state)?.id ?? 'none';
  const folder = async (name: string): Promise<string[]> => (await readdir(join(project, name))).toSorted();
  expect(await folder('angenommen')).toEqual(['1120.xml', '1121.xml', '1170.xml', 'json'].map((end) => `${id('accepted')}.${end}`));
  expect(await folder('abgelehnt')).toEqual(['1100.xml', 'json'].map((end) => `${id('rejected')}.${end}`));
  expect(submissions.find((one) => one.state === 'case')?.findings).toMatchObject([{ code: 'AB_ATTACHMENT_UNUSED' }]);
  const answers = ['1120', '1121', '1170'].map((type) => join('angenommen', `${id('accepted')}.${type}.xml`));
  const validated = await cli('xoev', 'validate', ...answers, join('abgelehnt', `${id('rejected')}.1100.xml`));
  expect(validated).toMatchObject({ code: 0 });
  const reference = await readFile(join(project, 'angenommen', `${id('accepted')}.1121.xml`), 'utf8');
  expect(reference).toContain(`<vorgang>${records[0]?.aktenzeichen}</vorgang>`);
  expect(reference).toContain('<referenz>b7a1f0c2-3d4e-4f50-8a6b-7c8d9e0f1a01</referenz>');
});

test('trade registration: message and attachment arrive through the API byte by byte', async () => {
  await open('gewerbeanmeldung', 'musterverfahren-api.yaml');
  expect((await cli('sync')).code).toBe(3);
  const records = await witness();
  const [attached] = records.filter((record) => record.attachments.length > 0);
  expect(records).toHaveLength(2);
  expect(attached?.fields).toMatchObject({
    person_familienname: 'O’Neill',
    person_geburtsdatum: '1992-02-29',
    betrieb_nebenerwerb: true,
  });
  const pdf = await readFile(join(project, 'samples/gewerbe-2-mit-anlage/handwerkskarte.pdf'));
  expect(attached?.attachments).toMatchObject([
    {
      name: 'handwerkskarte.pdf',
      mediaType: 'application/pdf',
      size: pdf.length,
      sha256: createHash('sha256').update(pdf).digest('hex'),
    },
  ]);
});
