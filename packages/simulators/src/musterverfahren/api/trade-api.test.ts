import { createHash } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startMusterverfahren, type Musterverfahren } from '../index.ts';
import { arm, tokenFor, witnessed } from '../web-client.test-support.ts';

let now = Date.UTC(2026, 5, 1);
let app: Musterverfahren;
let token: string;

beforeEach(async () => {
  app = await startMusterverfahren({ clock: () => now });
  token = await tokenFor(app);
});
afterEach(() => app.close());

const address = { strasse: 'Weg', hausnummer: '1', postleitzahl: '03046', ort: 'Cottbus' };
const registration = {
  fremdschluessel: 'G-1',
  person: { familienname: 'O’Neill', vorname: 'ẞ', geburtsdatum: '1980-01-01', ...address },
  betrieb: { rechtsform: 'GmbH', beginn: '2026-06-01', nebenerwerb: true, ...address },
  taetigkeiten: ['Backen'],
};

interface Call {
  readonly body?: unknown;
  readonly headers?: Record<string, string> | undefined;
}

function call(method: string, path: string, { body, headers = {} }: Call = {}): Promise<Response> {
  return fetch(app.url + path, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

const create = (body: unknown, headers?: Record<string, string>): Promise<Response> =>
  call('POST', '/api/gewerbeanmeldungen', { body, headers });

test('a registration is created, found by its foreign key, and has a status', async () => {
  const answer = await create(registration);
  expect(answer.status).toBe(201);
  expect(await answer.json()).toEqual({
    aktenzeichen: 'GE-2026-000045',
    fremdschluessel: 'G-1',
    status: 'eingegangen',
  });
  const found = await call('GET', '/api/gewerbeanmeldungen?fremdschluessel=G-1');
  expect(await found.json()).toEqual({
    treffer: [{ aktenzeichen: 'GE-2026-000045', status: 'eingegangen' }],
  });
  const status = await call('GET', answer.headers.get('location') ?? '');
  expect(await status.json()).toMatchObject({ status: 'eingegangen' });
  expect((await call('GET', '/api/gewerbeanmeldungen/GE-2026-999999/status')).status).toBe(404);
  expect(await witnessed(app)).toMatchObject([
    {
      channel: 'api',
      user: 'amtsbote',
      fields: {
        person_familienname: 'O’Neill',
        person_vorname: 'ẞ',
        betrieb_nebenerwerb: true,
        taetigkeiten: ['Backen'],
        bemerkung: '',
      },
    },
  ]);
});

test('without an idempotency key the same registration is created twice', async () => {
  await create(registration);
  await create(registration);
  const found = (await (await call('GET', '/api/gewerbeanmeldungen?fremdschluessel=G-1')).json()) as {
    treffer: unknown[];
  };
  expect(found.treffer).toHaveLength(2);
});

test('the same idempotency key returns the same record, also after a cut connection, for 24 hours', async () => {
  const key = { 'idempotency-key': 'k' };
  await arm(app, { kind: 'cut-after', match: { method: 'POST' }, times: 1 });
  await expect(create(registration, key)).rejects.toThrow('fetch failed');
  const again = await create(registration, key);
  expect([again.status, await again.json()]).toMatchObject([200, { aktenzeichen: 'GE-2026-000045' }]);
  expect(await witnessed(app)).toHaveLength(1);
  expect((await create({ ...registration, taetigkeiten: ['Anderes'] }, key)).status).toBe(422);
  now += 24 * 60 * 60_000 + 1;
  token = await tokenFor(app);
  expect((await create(registration, key)).status).toBe(201);
});

test('a body that cannot be taken names every property with a code', async () => {
  const { vorname: _, ...person } = registration.person;
  const answer = await create({
    ...registration,
    person: { ...person, postleitzahl: 3046, alter: 1 },
    taetigkeiten: [],
    anlagen: [{ name: 'x' }],
  });
  expect([answer.status, answer.headers.get('content-type')]).toEqual([422, 'application/problem+json; charset=utf-8']);
  const { errors } = (await answer.json()) as { errors: { field: string; code: string }[] };
  expect(errors.map((error) => `${error.field} ${error.code}`).toSorted()).toEqual([
    'anlagen[0] format',
    'person.alter unbekannt',
    'person.postleitzahl typ',
    'person.vorname pflicht',
    'taetigkeiten pflicht',
  ]);
  expect(await witnessed(app)).toEqual([]);
});

test.each(['', '[]', '{', 'null'])('%j is no registration', async (body) => {
  const answer = await fetch(`${app.url}/api/gewerbeanmeldungen`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body,
  });
  expect(answer.status).toBe(422);
});

test('attachments come in the JSON or as parts', async () => {
  const bytes = Buffer.from([0, 255, 13, 10, 0]);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  await create({
    ...registration,
    anlagen: [{ name: 'a.pdf', mediaType: 'application/pdf', inhalt: bytes.toString('base64') }],
  });
  const form = new FormData();
  form.append('daten', JSON.stringify(registration));
  form.append('anlage', new File([bytes], 'a.pdf', { type: 'application/pdf' }));
  const answer = await fetch(`${app.url}/api/gewerbeanmeldungen`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body: form,
  });
  expect(answer.status).toBe(201);
  const expected = [{ name: 'a.pdf', mediaType: 'application/pdf', size: 5, sha256 }];
  expect((await witnessed(app)).map((record) => record.attachments)).toEqual([expected, expected]);
});

test('a call without a token, with a wrong one or with an old one is refused', async () => {
  token = 'wrong';
  expect((await create(registration)).status).toBe(401);
  token = await tokenFor(app);
  now += 3600_000;
  expect((await create(registration)).status).toBe(401);
  expect((await fetch(`${app.url}/api/gewerbeanmeldungen?fremdschluessel=x`)).status).toBe(401);
});

test('a token needs the right secret', async () => {
  const ask = async (fields: Record<string, string>): Promise<number> =>
    (await fetch(`${app.url}/api/token`, { method: 'POST', body: new URLSearchParams(fields) })).status;
  expect(await ask({ grant_type: 'client_credentials', client_id: 'amtsbote', client_secret: 'falsch' })).toBe(401);
  expect(await ask({ grant_type: 'password', client_id: 'amtsbote', client_secret: 'api-muster-2026' })).toBe(400);
});

test('the status of a record can be changed, and is there for whoever asks', async () => {
  const path = (await create(registration)).headers.get('location') ?? '';
  expect(await (await call('PUT', path, { body: { status: 'rueckfrage' } })).json()).toMatchObject({ status: 'rueckfrage' });
  expect(await (await call('GET', path)).json()).toMatchObject({ aktenzeichen: 'GE-2026-000045', status: 'rueckfrage' });
  expect(await (await call('GET', '/api/gewerbeanmeldungen?fremdschluessel=G-1')).json()).toMatchObject({
    treffer: [{ status: 'rueckfrage' }],
  });
  expect((await call('PUT', path, { body: { status: 'verloren' } })).status).toBe(422);
  expect((await call('PUT', '/api/gewerbeanmeldungen/GE-2026-999999/status', { body: { status: 'rueckfrage' } })).status).toBe(404);
  expect((await fetch(app.url + path, { method: 'PUT', body: '{"status":"abgeschlossen"}' })).status).toBe(401);
});

test('the description names every address of the API', async () => {
  const description = (await (await fetch(`${app.url}/api/openapi.json`)).json()) as {
    openapi: string;
    paths: object;
    components: { schemas: Record<string, unknown> };
  };
  expect(description.openapi).toBe('3.1.0');
  expect(Object.keys(description.paths)).toEqual([
    '/api/token',
    '/api/gewerbeanmeldungen',
    '/api/gewerbeanmeldungen/{aktenzeichen}/status',
  ]);
  expect(description.components.schemas['Person']).toMatchObject({
    required: ['familienname', 'vorname', 'geburtsdatum', 'strasse', 'hausnummer', 'postleitzahl', 'ort'],
  });
});
