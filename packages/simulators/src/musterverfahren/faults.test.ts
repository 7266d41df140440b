import { afterEach, beforeEach, expect, test } from 'vitest';
import { startMusterverfahren, type Musterverfahren } from './index.ts';
import { aktenzeichenIn, arm, enterDog, fillDog, tokenFor, WebClient, witnessed, writesSeen } from './web-client.test-support.ts';

let now = Date.UTC(2026, 5, 1);
let app: Musterverfahren;
let client: WebClient;

beforeEach(async () => {
  app = await startMusterverfahren({ clock: () => now });
  client = new WebClient(app);
  await client.signIn();
});
afterEach(() => app.close());

const saving = { method: 'POST', path: '/hund/neu/speichern' };

test('a connection cut after saving leaves one record and no answer', async () => {
  const entwurf = await fillDog(client);
  await arm(app, { kind: 'cut-after', match: saving, times: 1 });
  await expect(client.post(saving.path, { entwurf })).rejects.toThrow('fetch failed');
  expect(await witnessed(app)).toHaveLength(1);
  expect((await writesSeen(app)).at(-1)).toMatchObject({ path: saving.path, outcome: 'cut' });
});

test('a connection cut before saving leaves nothing, and the next try saves', async () => {
  const entwurf = await fillDog(client);
  await arm(app, { kind: 'cut-before', match: saving, times: 1 });
  await expect(client.post(saving.path, { entwurf })).rejects.toThrow('fetch failed');
  expect(await witnessed(app)).toEqual([]);
  expect(aktenzeichenIn(await client.post(saving.path, { entwurf }))).toBe('HU-2026-000123');
});

test('a fault acts as often as it says, only on what it matches, and never on the witness', async () => {
  await arm(
    app,
    { kind: 'http-500', match: { method: 'GET', path: '/^\\/(hund|gewerbe)$/' }, times: 2 },
    { kind: 'http-500', match: { path: '/suche' } },
  );
  expect((await client.get('/hund/neu')).status).toBe(200);
  expect([(await client.get('/hund')).status, (await client.get('/gewerbe')).status, (await client.get('/hund')).status]).toEqual([
    500, 500, 200,
  ]);
  expect([(await client.get('/suche')).status, (await client.get('/suche')).status]).toEqual([500, 500]);
  const left = await (await fetch(`${app.url}/__faults`)).json();
  expect(left).toEqual({ faults: [{ kind: 'http-500', match: { path: '/suche' } }] });
  await fetch(`${app.url}/__faults`, { method: 'DELETE' });
  expect((await client.get('/suche')).status).toBe(200);
});

test('a fault nobody knows is refused', async () => {
  const answer = await fetch(`${app.url}/__faults`, {
    method: 'POST',
    body: JSON.stringify([{ kind: 'fire' }]),
  });
  expect(answer.status).toBe(400);
});

test('a lost session leads to the login with nothing saved', async () => {
  const entwurf = await fillDog(client);
  await arm(app, { kind: 'session-lost', match: saving, times: 1 });
  expect((await client.post(saving.path, { entwurf })).text).toContain('Ihre Sitzung ist abgelaufen.');
  expect(await witnessed(app)).toEqual([]);
});

test('labels change on request, and so do the messages about them', async () => {
  await arm(app, { kind: 'labels', labels: { Familienname: 'Nachname' } });
  const page = await client.get('/hund/neu');
  expect(page.text).toContain('<label for="familienname" class="pflicht">Nachname</label>');
  expect(page.text).not.toContain('Familienname');
});

test('a dialog blocks the page on load or before it is sent', async () => {
  await arm(
    app,
    { kind: 'dialog', text: 'Halt </script>', match: { path: '/hund/neu' } },
    { kind: 'dialog', dialog: 'confirm', on: 'submit', match: { path: '/suche' } },
  );
  expect((await client.get('/hund/neu')).text).toContain('addEventListener(\'load\', () => { (alert("Halt \\u003c/script>"), true); });');
  expect((await client.get('/suche')).text).toContain('if (!confirm("Möchten Sie wirklich fortfahren?")) event.preventDefault();');
});

test('a record can be late in the search while its own page and the witness have it', async () => {
  const entwurf = await fillDog(client);
  await arm(app, { kind: 'search-lag', ms: 5000, match: saving });
  const aktenzeichen = aktenzeichenIn(await client.post(saving.path, { entwurf }));
  expect((await client.get('/suche?begriff=K-1')).text).toContain('0 Treffer');
  expect((await client.get(`/hund/${aktenzeichen}`)).status).toBe(200);
  expect(await witnessed(app)).toHaveLength(1);
  now += 5000;
  expect((await client.get('/suche?begriff=K-1')).text).toContain('1 Treffer');
});

test('a search can be late by itself', async () => {
  await enterDog(client);
  await arm(app, { kind: 'search-lag', ms: 5000, match: { path: '/suche' } });
  expect((await client.get('/suche?begriff=K-1')).text).toContain('0 Treffer');
});

test('a question before saving saves only after the second answer', async () => {
  const entwurf = await fillDog(client);
  await arm(app, { kind: 'double-post-page', match: saving });
  expect((await client.post(saving.path, { entwurf })).text).toContain('Ja, endgültig speichern');
  expect(await witnessed(app)).toEqual([]);
  expect(aktenzeichenIn(await client.post(saving.path, { entwurf, bestaetigt: '1' }))).toBe('HU-2026-000123');
});

test('a value can be replaced on saving without a word', async () => {
  await arm(app, { kind: 'change-value', field: 'telefon', value: '500', match: saving });
  await enterDog(client);
  expect(await witnessed(app)).toMatchObject([{ fields: { telefon: '500' } }]);
});

test('latency delays saving, and closing ends the wait with nothing saved', async () => {
  const entwurf = await fillDog(client);
  await arm(app, { kind: 'latency', ms: 60_000, match: saving });
  const waiting = client.post(saving.path, { entwurf }).catch(() => 'cut');
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(await witnessed(app)).toEqual([]);
  await app.close();
  expect(await waiting).toBe('cut');
});

test('an answer can be late though the record is there', async () => {
  const entwurf = await fillDog(client);
  await arm(app, { kind: 'latency', ms: 60_000, when: 'after', match: saving });
  const waiting = client.post(saving.path, { entwurf }).catch(() => 'cut');
  await expect.poll(() => witnessed(app)).toHaveLength(1);
  await app.close();
  expect(await waiting).toBe('cut');
});

test('the API answers faults as problems', async () => {
  const headers = { authorization: `Bearer ${await tokenFor(app)}` };
  const call = (): Promise<Response> => fetch(`${app.url}/api/gewerbeanmeldungen?fremdschluessel=x`, { headers });
  await arm(app, { kind: 'http-429', retryAfter: 7, times: 1 });
  const throttled = await call();
  expect([throttled.status, throttled.headers.get('retry-after'), throttled.headers.get('content-type')]).toEqual([
    429,
    '7',
    'application/problem+json; charset=utf-8',
  ]);
  await arm(app, { kind: 'session-lost', times: 1 });
  expect([(await call()).status, (await call()).status]).toEqual([401, 401]);
});

test('a redirected write is sent again by the client and saves once', async () => {
  const token = await tokenFor(app);
  await arm(app, { kind: 'redirect-307', match: { path: '/api/gewerbeanmeldungen' }, times: 1 });
  const answer = await fetch(`${app.url}/api/gewerbeanmeldungen`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body: '{}',
  });
  expect([answer.redirected, answer.status]).toEqual([true, 422]);
});
