import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inspect } from 'node:util';
import type { Logger } from '@amtsbote/sdk';
import type { SyncEvent } from '@amtsbote/sdk/runtime';
import type { Fault } from '@amtsbote/simulators/musterverfahren';
import { describe, expect, onTestFinished, test } from 'vitest';
import { processesLeft, runSync } from './support/child-sync.ts';
import { dogMessage, tradeMessage } from './support/messages.ts';
import { makeProject, type Project } from './support/project.ts';
import { entriesBelow, valuesIn, valuesInFiles } from './support/search.ts';
import { startWitness, type Witness } from './support/witness.ts';
import { zipOf } from './support/zip.ts';

/** Values that stand nowhere else on this machine; the last one is the name and the content of an attachment. */
const person = {
  familyName: 'Ölmützhäuser-Quargelß',
  givenNames: 'Xaverjana Nepomukine',
  street: 'Quittenbaumwinkelgässchen',
  town: 'Unterquargelshausen',
  phone: '039871234',
};
const dogValues = { ...person, dogName: 'Flöckchen von Quargel', remark: 'beißt nur Quargelhändler' };
const tradeValues = {
  ...person,
  businessName: 'Quargelbäckerei Nepomuk',
  activity: 'Handel mit Quargelspezialitäten',
};
const attachmentText = 'Führungszeugnis der Quargelbäckerin';
const values = [...new Set([...Object.values(dogValues), ...Object.values(tradeValues), attachmentText])];
/** Beyond what lies in the ledger itself. */
const attachment = Buffer.from(`${attachmentText}\n`.repeat(12_000));

interface Stage {
  readonly project: Project;
  readonly witness: Witness;
  /** Everything that was said: log lines, events, results, errors. */
  readonly said: string[];
  sync(): Promise<void>;
}

async function stage(): Promise<Stage> {
  const witness = await startWitness();
  const project = await makeProject({ url: witness.url });
  onTestFinished(async () => {
    await witness.close();
    await project.remove();
  });
  const said: string[] = [];
  const note = (...what: readonly unknown[]): void =>
    void said.push(inspect(what, { depth: 20, maxStringLength: null, showHidden: false }));
  const logger: Logger = { debug: note, info: note, warn: note };
  const runtime = await project.open({ logger });
  onTestFinished(() => runtime.close());
  const sync = async (): Promise<void> => {
    const result = await runtime.sync({ onEvent: (event: SyncEvent) => note(event) }).catch((error: unknown) => error);
    note(result, await runtime.list(), await runtime.status());
  };
  return { project, witness, said, sync };
}

const zip = zipOf({ 'nachricht.xml': tradeMessage(tradeValues), [`${attachmentText}.pdf`]: attachment });

const savingWeb = { method: 'POST', path: '/hund/neu/speichern' };
const savingApi = { method: 'POST', path: '/api/gewerbeanmeldungen' };

/** What goes wrong on the way, and the code by which it must be told. */
const faults: readonly (readonly [string, readonly Fault[], string])[] = [
  ['nothing in the way', [], 'AB_SCHEMA_INVALID'],
  [
    'an unexpected dialog that quotes the applicant',
    [{ kind: 'dialog', on: 'submit', text: `Bitte ${person.familyName} prüfen` }],
    'AB_FORM_CHANGED',
  ],
  ['a value that the application replaced', [{ kind: 'change-value', field: 'familienname', value: 'Anders' }], 'AB_PROOF_MISSING'],
  ['labels that turned into a name', [{ kind: 'labels', labels: { Familienname: person.familyName } }], 'AB_SCREEN_CHANGED'],
  [
    'error pages as answers',
    [
      { kind: 'http-500', match: savingWeb, times: 1 },
      { kind: 'http-500', match: savingApi, times: 1 },
    ],
    'AB_OUTCOME_UNKNOWN',
  ],
  [
    'cut connections',
    [
      { kind: 'cut-after', match: savingWeb, times: 1 },
      { kind: 'cut-after', match: savingApi, times: 1 },
    ],
    'AB_OUTCOME_UNKNOWN',
  ],
  ['an application that asks for patience', [{ kind: 'http-429', match: savingApi, times: 1, retryAfter: 60 }], 'AB_TARGET_THROTTLED'],
];

describe.skipIf(process.platform === 'win32')('what citizens sent stands nowhere in clear', () => {
  test.each(faults)('with %s', async (_, armed, code) => {
    const { project, witness, said, sync } = await stage();
    await project.drop('einreichung.zip', zip);
    await project.drop('hund.xml', dogMessage(dogValues));
    await project.drop('unbekannt.xml', dogMessage(dogValues).replaceAll('fim-s99000711_1.0', 'fim-s99000711_9.9'));
    await project.drop('falsch.xml', dogMessage(dogValues).replace('<F99000716>106<', `<F99000716>${dogValues.dogName}<`));
    await witness.arm(...armed);
    await sync();
    const names = (await entriesBelow(join(project.directory, '.amtsbote'))).map(({ path }) => path);
    expect(names.some((name) => name.endsWith('-wal'))).toBe(true);
    expect(names.some((name) => name.includes('/content/'))).toBe(true);
    expect(await valuesInFiles(project.directory, values)).toEqual([]);
    const everything = said.join('\n');
    expect(everything).toContain(code);
    expect(valuesIn(Buffer.from(everything), values)).toEqual([]);
  });

  test('the search finds a value in each encoding it knows', () => {
    const value = dogValues.remark;
    const utf16 = Buffer.from(value, 'utf16le');
    const written = [
      Buffer.from(value),
      utf16,
      Buffer.from(utf16).swap16(),
      Buffer.from(`ab${value}cd`).toString('base64'),
      Buffer.from(value).toString('hex'),
      encodeURIComponent(value),
      new URLSearchParams({ value }).toString(),
      JSON.stringify(value).replaceAll('ß', '\\u00df').replaceAll('ä', '\\u00e4'),
    ];
    expect(written.map((bytes) => valuesIn(Buffer.from(bytes as string), [value]))).toEqual(written.map(() => [value]));
    expect(valuesIn(Buffer.from('nichts'), values)).toEqual([]);
  });

  test('all files of the ledger are private, and receipts too', async () => {
    const { project, sync } = await stage();
    await project.drop('einreichung.zip', zip);
    await sync();
    const entries = (await Promise.all(['.amtsbote', 'angenommen'].map((folder) => entriesBelow(join(project.directory, folder))))).flat();
    expect(entries.length).toBeGreaterThan(6);
    const wrong = entries.filter(({ isFolder, mode }) => mode !== (isFolder ? 0o700 : 0o600));
    expect(wrong).toEqual([]);
  });

  test('a process killed in the middle leaves nothing in clear, in the temporary folder of the browser neither', async () => {
    const { project } = await stage();
    await project.drop('hund.xml', dogMessage(dogValues));
    const { stderr, signal } = await runSync(project, 'fence:answered#1');
    expect([signal, stderr]).toEqual(['SIGKILL', '']);
    expect((await entriesBelow(join(project.directory, 'tmp'))).length).toBeGreaterThan(5);
    expect(await processesLeft(project)).toEqual([]);
    expect(await valuesInFiles(project.directory, values)).toEqual([]);
  });

  test('a run says nothing on its own to the terminal, also when nothing works', async () => {
    const { project, witness } = await stage();
    await project.drop('hund.xml', dogMessage(dogValues));
    await witness.close();
    const { stderr, boundaries } = await runSync(project);
    expect(valuesIn(Buffer.from([stderr, ...boundaries].join('\n')), values)).toEqual([]);
  });
});

test('a ledger opens with its own master key only, and without it nothing of it can be read', async () => {
  const { project, sync } = await stage();
  await project.drop('einreichung.zip', zip);
  await sync();
  await writeFile(join(project.directory, '.amtsbote', 'master.key'), `${randomBytes(32).toString('base64')}\n`);
  const runtime = await project.open();
  onTestFinished(() => runtime.close());
  await expect(runtime.list()).rejects.toMatchObject({ code: 'AB_KEY_WRONG' });
  await expect(runtime.sync()).rejects.toMatchObject({ code: 'AB_KEY_WRONG' });
});
