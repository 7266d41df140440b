import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { connector, type WebFormOptions } from '@amtsbote/connectors/targets/web-form';
import type { Channel, ConnectorServices, MappedRecord, OpenAttachment, OwnedResource, Target } from '@amtsbote/sdk';
import { type TestAttemptOptions, TestDryRunStop, testAttempt } from '@amtsbote/sdk/testing';
import { demoUser, type Fault, startMusterverfahren, type StoredRecord } from '@amtsbote/simulators/musterverfahren';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { description } from './support/web-form-description.ts';

let app: Awaited<ReturnType<typeof startMusterverfahren>>;
let run: TestRun;

beforeAll(async () => {
  app = await startMusterverfahren({ port: 0 });
  run = testRun();
});
afterAll(async () => {
  await run.close();
  await app.close();
});
afterEach(() => fetch(`${app.url}/__faults`, { method: 'DELETE' }));

const dog = {
  salutation: 'Frau',
  familyName: 'Müller-Lüdenscheidt',
  givenName: 'Ẑoë ẞ',
  birthDate: '12.10.1965',
  street: 'Große Straße',
  houseNumber: '0500',
  postcode: '03046',
  town: 'O’Neill',
  phone: '030123456',
  dogName: 'Waldi',
  breed: 'Dackel',
  sex: 'Rüde',
  since: '2026-11-01',
  assistance: true,
  remark: 'erste Zeile',
  proof: 'a1',
};
const transfer = {
  familyName: 'O’Neill',
  givenName: 'ẞeyda',
  birthDate: '01.02.2015',
  postcode: '03046',
  language: 'Türkisch',
  school: 'Grundschule am Markt',
  year: 'Jahrgangsstufe 3',
  promoted: true,
};

test('a dog registration over four pages arrives byte for byte, and its reference comes back', async () => {
  const key = newKey();
  const attempt = testAttempt({ deliveryKey: key, attachments: [proof], evidence: true });
  const { reference } = await (await channel()).deliver('dog-registration', dog, attempt);
  const [record, ...more] = await saved(key);
  expect(more).toEqual([]);
  expect(record?.aktenzeichen).toBe(reference);
  expect(record?.fields).toMatchObject({
    anrede: 'Frau',
    familienname: 'Müller-Lüdenscheidt',
    vorname: 'Ẑoë ẞ',
    geburtsdatum: '12.10.1965',
    strasse: 'Große Straße',
    hausnummer: '0500',
    postleitzahl: '03046',
    ort: 'O’Neill',
    telefon: '030123456',
    email: '',
    hundename: 'Waldi',
    rasse: 'Dackel',
    geschlecht: 'm',
    haltungsbeginn: '2026-11-01',
    assistenzhund: true,
    fremdschluessel: key,
  });
  expect(record?.attachments.map((each) => each.sha256)).toEqual([proof.sha256]);
  expect(attempt.kept.map((each) => each.name)).toEqual([
    'form.jpg',
    'confirmation.pdf',
    'confirmation.html',
    'confirmation.aria.yaml',
    'read-back.html',
  ]);
  expect(attempt.logLines.join()).not.toContain('Müller');
});

test('a school transfer on one page arrives, and the look-up finds it once', async () => {
  const key = newKey();
  const forms = await channel();
  const { reference } = await forms.deliver('school-transfer', transfer, testAttempt({ deliveryKey: key }));
  const [record] = await saved(key);
  expect(record?.fields).toMatchObject({
    familienname: 'O’Neill',
    vorname: 'ẞeyda',
    postleitzahl: '03046',
    herkunftssprache: 'TUR',
    jahrgangsstufe: '3',
    versetzt: true,
  });
  expect(await forms.find?.('school-transfer', key, never)).toEqual([reference]);
  expect(await forms.find?.('school-transfer', newKey(), never)).toEqual([]);
});

test('a lost session is noticed before anything is entered, and one new login follows', async () => {
  const key = newKey();
  await faults([{ kind: 'session-lost', match: { path: '/schulwechsel/neu' }, times: 1 }]);
  await (await channel()).deliver('school-transfer', transfer, testAttempt({ deliveryKey: key }));
  expect(await saved(key)).toHaveLength(1);
});

test('a changed label stops the delivery before anything is sent', async () => {
  await faults([{ kind: 'labels', labels: { Postleitzahl: 'PLZ' } }]);
  const { error, records } = await attempted('school-transfer', transfer);
  expect(error).toMatchObject({ code: 'AB_FORM_CHANGED', effect: 'case' });
  expect(error?.message).toContain('"Postleitzahl"');
  expect(error?.message).not.toContain('03046');
  expect(records).toEqual([]);
});

test('a connection cut after saving: the outcome is unknown, and exactly one record is found', async () => {
  await faults([{ kind: 'cut-after', match: { method: 'POST', path: '/schulwechsel/neu/speichern' }, times: 1 }]);
  const { error, records, key } = await attempted('school-transfer', transfer);
  expect(error).toMatchObject({ effect: 'unknown' });
  expect(records).toHaveLength(1);
  await faults([]);
  expect(await (await channel()).find?.('school-transfer', key, never)).toEqual([records[0]?.aktenzeichen]);
});

test('a dry run enters nothing and shows what would be sent', async () => {
  const { error, records, attempt } = await attempted('school-transfer', transfer, { dryRun: true, evidence: true });
  expect(attempt.kept.map((each) => each.name)).toEqual(['form.jpg']);
  expect(error).toBeInstanceOf(TestDryRunStop);
  expect((error as unknown as TestDryRunStop).intent.preview).toContain('familienname = O’Neill');
  expect(records).toEqual([]);
});

test('what the target complains about becomes a case with the labels, before and at the commit', async () => {
  const early = await attempted('dog-registration', { ...dog, postcode: '3046' });
  expect(early.error).toMatchObject({ code: 'AB_TARGET_REFUSED', effect: 'case' });
  expect(early.error?.message).toContain('"Postleitzahl"');
  const late = await attempted('school-transfer', { ...transfer, birthDate: '31.02.2015' });
  expect(late.error).toMatchObject({ code: 'AB_TARGET_REFUSED', effect: 'case' });
  expect(late.error?.message).toContain('"Geburtsdatum"');
  expect([...early.records, ...late.records]).toEqual([]);
});

test('a value that the target replaced silently is noticed, and the reference is not lost', async () => {
  await faults([{ kind: 'change-value', field: 'postleitzahl', value: '99999' }]);
  const { error, records } = await attempted('school-transfer', transfer);
  expect(error).toMatchObject({ code: 'AB_PROOF_MISSING', effect: 'case' });
  expect(error?.message).toContain(records[0]?.aktenzeichen);
  expect(error?.message).toContain('"Postleitzahl"');
});

test('an "are you sure" page that is declared is answered within the same act', async () => {
  await faults([{ kind: 'double-post-page', match: { method: 'POST' }, times: 1 }]);
  const { error, records } = await attempted('school-transfer', transfer);
  expect(error).toBeUndefined();
  expect(records).toHaveLength(1);
});

test.each(['alert', 'confirm'] as const)('an unexpected %s stops the delivery before anything is sent', async (dialog) => {
  await faults([{ kind: 'dialog', dialog, on: 'submit', text: 'Frau Geheim wirklich?', match: { path: '/schulwechsel/neu' }, times: 1 }]);
  const { error, records } = await attempted('school-transfer', transfer);
  if (dialog === 'confirm') {
    expect(error).toMatchObject({ code: 'AB_FORM_CHANGED', effect: 'case' });
    expect(records).toEqual([]);
  }
  expect(error?.message ?? '').not.toContain('Geheim');
});

test('a server fault while entering is tried again later', async () => {
  await faults([{ kind: 'http-500', match: { path: '/schulwechsel/neu' }, times: 1 }]);
  const { error, records } = await attempted('school-transfer', transfer);
  expect(error).toMatchObject({ effect: 'not-delivered' });
  expect(records).toEqual([]);
});

test('a refused login is not tried again, and pauses the target', async () => {
  const own = testRun({ password: 'falsch' });
  try {
    const { channels } = await own.open();
    for (const _ of [1, 2, 3, 4, 5, 6]) {
      await expect(channels[0]?.deliver('school-transfer', transfer, testAttempt())).rejects.toMatchObject({
        code: 'AB_LOGIN_FAILED',
        effect: 'pause-target',
      });
    }
  } finally {
    await own.close();
  }
  await (await channel()).check(never);
  expect((await attempted('school-transfer', transfer)).error).toBeUndefined();
});

test('a description with a placeholder that is no field is refused when the target is opened', async () => {
  const options = description(app.url);
  const steps = [{ fill: { Familienname: '{surname}' } }];
  const broken = { ...options, records: { x: { ...options.records['school-transfer'], steps } } } as WebFormOptions;
  await expect(testRun({ options: broken }).open()).rejects.toMatchObject({ code: 'AB_CONFIG_INVALID' });
});

const never = new AbortController().signal;
const bytes = Buffer.from('%PDF-1.4 Nachweis');
const proof: OpenAttachment = {
  ref: 'a1',
  name: 'Befreiung.pdf',
  mediaType: 'application/pdf',
  size: bytes.length,
  sha256: createHash('sha256').update(bytes).digest('hex'),
  open: () => Readable.from([bytes]),
};

let keys = 0;
function newKey(): string {
  keys += 1;
  return `AB-TEST-${String(keys).padStart(4, '0')}`;
}

async function channel(): Promise<Channel> {
  return (await run.open()).channels[0] as Channel;
}

async function attempted(type: string, record: MappedRecord, options: TestAttemptOptions = {}) {
  const key = newKey();
  const attempt = testAttempt({ deliveryKey: key, attachments: [proof], ...options });
  const error = await (await channel()).deliver(type, record, attempt).then(
    () => undefined,
    (each: unknown) => each as Error & { code?: string },
  );
  return { key, error, attempt, records: await saved(key) };
}

async function saved(key: string): Promise<readonly StoredRecord[]> {
  const response = await fetch(`${app.url}/__witness/records?fremdschluessel=${encodeURIComponent(key)}`);
  return ((await response.json()) as { records: readonly StoredRecord[] }).records;
}

async function faults(list: readonly Fault[]): Promise<void> {
  await fetch(`${app.url}/__faults`, { method: 'POST', body: JSON.stringify(list) });
}

interface TestRun {
  open(): Promise<Target>;
  close(): Promise<void>;
}

function testRun(change: { password?: string; options?: WebFormOptions } = {}): TestRun {
  const owned = new Map<string, Promise<OwnedResource<unknown>>>();
  const { clock, logger } = testAttempt();
  const services: ConnectorServices<WebFormOptions> = {
    options: connector.options.parse(change.options ?? description(app.url)),
    name: 'musterverfahren',
    baseDirectory: '.',
    clock,
    logger,
    random: () => 0.5,
    boundary: () => undefined,
    secrets: { get: async (name) => (name === 'secret:mv-user' ? demoUser.name : (change.password ?? demoUser.password)) },
    resources: {
      shared: async <T>(key: string, create: () => Promise<OwnedResource<T>>): Promise<T> => {
        if (!owned.has(key)) owned.set(key, create());
        return (await (owned.get(key) as Promise<OwnedResource<T>>)).value;
      },
    },
  };
  let target: Promise<Target> | undefined;
  return {
    open: () => (target ??= connector.open(services)),
    close: async () => {
      for (const each of [...owned.values()].reverse()) await (await each).close();
    },
  };
}
