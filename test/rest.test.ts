import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { connector } from '@amtsbote/connectors/targets/rest';
import { type Channel, isAmtsboteError, type OpenAttachment, type OwnedResource } from '@amtsbote/sdk';
import { testAttempt } from '@amtsbote/sdk/testing';
import { demoApiClient, type Fault, startMusterverfahren, type StoredRecord } from '@amtsbote/simulators/musterverfahren';
import { expect, onTestFinished, test } from 'vitest';

const person = ['familienname', 'vorname', 'geburtsdatum', 'strasse', 'hausnummer', 'postleitzahl', 'ort', 'telefon'];
const registration = {
  fields: {
    ...Object.fromEntries(person.map((name) => [name, {}])),
    rechtsform: { required: true },
    beginn: { required: true },
    nebenerwerb: { type: 'boolean' },
    taetigkeiten: { type: 'list', required: true },
    nachweise: { type: 'attachment', many: true },
  },
  create: {
    path: '/api/gewerbeanmeldungen',
    body: {
      fremdschluessel: '{deliveryKey}',
      person: Object.fromEntries(person.map((name) => [name, `{${name}}`])),
      betrieb: {
        rechtsform: '{rechtsform}',
        beginn: '{beginn}',
        nebenerwerb: '{nebenerwerb}',
        strasse: '{strasse}',
        hausnummer: '{hausnummer}',
        postleitzahl: '{postleitzahl}',
        ort: '{ort}',
      },
      taetigkeiten: '{taetigkeiten}',
      anlagen: {
        $each: 'nachweise',
        value: { name: '{name}', mediaType: '{mediaType}', inhalt: '{content}' },
      },
    },
    reference: '/aktenzeichen',
  },
  find: {
    path: '/api/gewerbeanmeldungen?fremdschluessel={deliveryKey}',
    list: '/treffer',
    reference: '/aktenzeichen',
  },
};

const record = {
  familienname: 'O’Neill-Müller-Lüdenscheidt',
  vorname: 'ẞophie',
  geburtsdatum: '1965-12-01',
  strasse: 'Straße der Einheit',
  hausnummer: '0500',
  postleitzahl: '03046',
  ort: 'Cottbus',
  telefon: '035512345',
  rechtsform: 'GmbH',
  beginn: '2026-12-01',
  nebenerwerb: true,
  taetigkeiten: ['Backen', 'Handel mit Getränken'],
};
const deliveryKey = 'AB-7K3M-9X2Q-4WTR-0C5D';
const signal = new AbortController().signal;

async function open({ password = demoApiClient.password, create = {} } = {}) {
  const app = await startMusterverfahren({ port: 0 });
  const opened: OwnedResource<unknown>[] = [];
  onTestFinished(async () => {
    for (const resource of opened) await resource.close();
    await app.close();
  });
  const secrets: Record<string, string> = { 'secret:id': demoApiClient.name, 'secret:pw': password };
  const target = await connector.open({
    options: connector.options.parse({
      baseUrl: app.url,
      auth: { token: { path: '/api/token', clientId: 'secret:id', clientSecret: 'secret:pw' } },
      capabilities: { find: 'authoritative' },
      records: { 'trade-registration': { ...registration, create: { ...registration.create, ...create } } },
    }),
    name: 'musterverfahren',
    baseDirectory: '.',
    secrets: { get: async (name) => secrets[name] ?? '' },
    clock: { now: () => Date.now(), sleep: async () => undefined },
    random: Math.random,
    logger: { debug: () => undefined, info: () => undefined, warn: () => undefined },
    resources: {
      shared: async (_, make) => {
        const made = await make();
        opened.push(made);
        return made.value;
      },
    },
    boundary: () => undefined,
  });
  const [channel] = target.channels;
  if (channel === undefined) throw new Error('no channel');
  const arm = (...faults: Fault[]) => fetch(`${app.url}/__faults`, { method: 'POST', body: JSON.stringify(faults) });
  const witness = async (): Promise<StoredRecord[]> =>
    ((await (await fetch(`${app.url}/__witness/records`)).json()) as { records: StoredRecord[] }).records;
  return { app, channel, arm, witness };
}

function attachment(bytes: Buffer): OpenAttachment {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const facts = {
    ref: 'a1',
    name: 'Führungszeugnis.pdf',
    mediaType: 'application/pdf',
    size: bytes.length,
    sha256,
  };
  return { ...facts, open: () => Readable.from([bytes]) };
}

async function effectOf(channel: Channel, content: object = record): Promise<string> {
  const error: unknown = await channel
    .deliver('trade-registration', { ...content }, testAttempt({ deliveryKey }))
    .catch((it: unknown) => it);
  if (!isAmtsboteError(error)) throw new Error(`no error of ours: ${JSON.stringify(error)}`);
  return error.effect;
}

const bytes = Buffer.from(Array.from({ length: 70_000 }, (_, index) => (index * 31) % 256));
const parts = { record: 'daten', files: { nachweise: 'anlage' } };
const { anlagen: _, ...bodyWithoutFiles } = registration.create.body;

test.each([
  ['inside the JSON', {}],
  ['as parts', { body: bodyWithoutFiles, multipart: parts }],
])('a trade registration with an attachment %s arrives byte for byte', async (_where, create) => {
  const { channel, witness } = await open({ create });
  const attempt = testAttempt({ deliveryKey, attachments: [attachment(bytes)] });
  const { reference } = await channel.deliver('trade-registration', { ...record, nachweise: ['a1'] }, attempt);
  const records = await witness();
  expect(records).toHaveLength(1);
  expect(records[0]).toMatchObject({
    aktenzeichen: reference,
    fremdschluessel: deliveryKey,
    channel: 'api',
    fields: {
      person_familienname: record.familienname,
      person_vorname: record.vorname,
      person_hausnummer: '0500',
      person_postleitzahl: '03046',
      person_telefon: '035512345',
      betrieb_nebenerwerb: true,
      taetigkeiten: record.taetigkeiten,
    },
    attachments: [
      {
        name: 'Führungszeugnis.pdf',
        mediaType: 'application/pdf',
        size: bytes.length,
        sha256: createHash('sha256').update(bytes).digest('hex'),
      },
    ],
  });
  expect(await channel.find?.('trade-registration', deliveryKey, signal)).toEqual([reference]);
});

test('a connection cut after saving leaves the outcome unknown, and the look-up finds exactly one', async () => {
  const { channel, arm, witness } = await open();
  await arm({ kind: 'cut-after', match: { method: 'POST', path: '/api/gewerbeanmeldungen' }, times: 1 });
  expect(await effectOf(channel)).toBe('unknown');
  const records = await witness();
  expect(records).toHaveLength(1);
  expect(await channel.find?.('trade-registration', deliveryKey, signal)).toEqual([records[0]?.aktenzeichen]);
});

test('a connection cut before saving leaves the outcome unknown, and the look-up finds none', async () => {
  const { channel, arm, witness } = await open();
  await arm({ kind: 'cut-before', match: { method: 'POST', path: '/api/gewerbeanmeldungen' }, times: 1 });
  expect(await effectOf(channel)).toBe('unknown');
  expect(await witness()).toEqual([]);
  expect(await channel.find?.('trade-registration', deliveryKey, signal)).toEqual([]);
});

test.each([
  ['http-429', 'throttled'],
  ['http-500', 'unknown'],
  ['redirect-307', 'unknown'],
] as const)('%s is %s, and nothing is sent again', async (kind, effect) => {
  const { app, channel, arm } = await open();
  await arm({ kind, match: { method: 'POST', path: '/api/gewerbeanmeldungen' } });
  expect(await effectOf(channel)).toBe(effect);
  const { requests } = (await (await fetch(`${app.url}/__witness/requests`)).json()) as {
    requests: { path: string }[];
  };
  expect(requests.filter(({ path }) => path.startsWith('/api/gewerbeanmeldungen'))).toHaveLength(1);
});

test('a fault while logging in is before the commit: nothing was sent', async () => {
  const { channel, arm, witness } = await open();
  await arm({ kind: 'http-500', match: { path: '/api/token' }, times: 1 });
  expect(await effectOf(channel)).toBe('not-delivered');
  expect(await effectOf(channel, { ...record, ort: '' })).toBe('case');
  expect(await witness()).toEqual([]);
});

test('a wrong secret pauses the target, and the check says so', async () => {
  const { channel, witness } = await open({ password: 'falsch' });
  expect(await effectOf(channel)).toBe('pause-target');
  expect(await channel.check(signal)).toMatchObject([{ name: 'login', ok: false }]);
  expect(await witness()).toEqual([]);
});

test('what the target refuses becomes a case with its fields and codes', async () => {
  const { channel, witness } = await open();
  const refused = channel.deliver('trade-registration', { ...record, postleitzahl: '0304' }, testAttempt({ deliveryKey }));
  const error: unknown = await refused.catch((it: unknown) => it);
  if (!isAmtsboteError(error)) throw new Error('no error of ours');
  expect([error.code, error.effect]).toEqual(['AB_TARGET_REFUSED', 'case']);
  expect(error.findings.map(({ where }) => where?.field)).toEqual(['person.postleitzahl', 'betrieb.postleitzahl']);
  expect(await witness()).toEqual([]);
});
