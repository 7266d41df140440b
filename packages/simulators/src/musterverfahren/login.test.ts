import { afterEach, beforeEach, expect, test } from 'vitest';
import { startMusterverfahren, type Musterverfahren } from './index.ts';
import { fillDog, WebClient, witnessed } from './web-client.test-support.ts';

let now = Date.UTC(2026, 5, 1);
let app: Musterverfahren;

beforeEach(async () => {
  app = await startMusterverfahren({ clock: () => now, sessionMinutes: 10 });
});
afterEach(() => app.close());

test('a page asks for the login and is shown after it', async () => {
  const client = new WebClient(app);
  const login = await client.get('/hund/neu');
  expect(login.path).toBe('/anmelden?ziel=%2Fhund%2Fneu');
  expect(login.text).toContain('name="ziel" value="/hund/neu"');
  const shown = await client.post('/anmelden', {
    benutzername: 'sachbearbeitung',
    kennwort: 'muster-2026',
    ziel: '/hund/neu',
  });
  expect(shown.path).toBe('/hund/neu');
});

test('the login leads to no other site', async () => {
  const shown = await new WebClient(app).post('/anmelden', {
    benutzername: 'sachbearbeitung',
    kennwort: 'muster-2026',
    ziel: '//example.org/',
  });
  expect(shown.path).toBe('/');
});

test('five wrong passwords lock the account, also for the right one', async () => {
  const client = new WebClient(app);
  for (let failure = 1; failure <= 4; failure += 1)
    expect((await client.signIn('falsch')).text).toContain('Benutzername oder Kennwort ist falsch.');
  expect((await client.signIn('falsch')).text).toContain('Das Konto ist nach fünf Fehlversuchen gesperrt.');
  expect((await client.signIn()).text).toContain('Das Konto ist nach fünf Fehlversuchen gesperrt.');
});

test('a right password forgets the wrong ones before it', async () => {
  const client = new WebClient(app);
  for (const password of ['a', 'b', 'c', 'd', 'muster-2026', 'a', 'b', 'c', 'd']) await client.signIn(password);
  expect((await client.signIn()).path).toBe('/');
});

test('a session that was idle for too long leads back to the login, and its draft is gone', async () => {
  const client = new WebClient(app);
  await client.signIn();
  const entwurf = await fillDog(client);
  now += 9 * 60_000;
  expect((await client.get('/suche')).path).toBe('/suche');
  now += 10 * 60_000 + 1;
  const login = await client.post('/hund/neu/speichern', { entwurf });
  expect(login.text).toContain('Ihre Sitzung ist abgelaufen.');
  await client.signIn();
  expect((await client.post('/hund/neu/speichern', { entwurf })).text).toContain('Es wurde nichts gespeichert.');
  expect(await witnessed(app)).toEqual([]);
});

test('the session cookie cannot be read by scripts', async () => {
  const answer = await fetch(`${app.url}/anmelden`, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ benutzername: 'sachbearbeitung', kennwort: 'muster-2026' }),
  });
  expect(answer.headers.get('set-cookie')).toContain('HttpOnly');
});

test('signing out ends the session', async () => {
  const client = new WebClient(app);
  await client.signIn();
  const { cookie } = client;
  await client.post('/abmelden');
  const answer = await fetch(`${app.url}/`, { redirect: 'manual', headers: { cookie } });
  expect(answer.status).toBe(303);
});
