import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connector, type RecordDescription, type WebFormOptions } from '@amtsbote/connectors/targets/web-form';
import type { Channel, ConnectorServices, OwnedResource } from '@amtsbote/sdk';
import { TestDryRunStop, testAttempt } from '@amtsbote/sdk/testing';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { OddApplication } from './support/odd-application.ts';
import { recordWith } from './support/recording-person.ts';

let app: OddApplication;
const owned = new Map<string, Promise<OwnedResource<unknown>>>();
beforeEach(async () => {
  app = new OddApplication();
  await app.start();
});
afterEach(() => app.close());
afterAll(async () => {
  for (const each of [...owned.values()].reverse()) await (await each).close();
});

const key = 'AB-ODDA-PPLI-CATI-ON01';
const file = { familyName: 'Öz', remark: 'zwei\nZeilen', kind: 'Katze' };

function record(change: Partial<RecordDescription> = {}): RecordDescription {
  return {
    fields: { familyName: {}, remark: {}, kind: {} },
    steps: [{ open: '/neu' }, { fill: { Familienname: '{familyName}', Bemerkung: '{remark}', Art: '{kind}' } }],
    externalReference: 'Fremdschlüssel',
    commit: { click: 'Speichern', request: { method: 'POST', path: '/neu' } },
    confirmation: { selector: '.meldung', pattern: String.raw`Akte #(\d+)` },
    verify: { open: '/akte/{reference}', fields: { Familienname: '{familyName}', Bemerkung: '{remark}', Fremdschlüssel: '{deliveryKey}' } },
    find: {
      open: '/suche?q={deliveryKey}',
      rows: 'tbody.treffer',
      rowShowsKey: false,
      reference: { pattern: String.raw`^\d+` },
      empty: 'text="Ergebnisse (0)"',
    },
    errors: { selector: '.fehler', provesNotSaved: true },
    ...change,
  };
}

async function channel(change: Partial<RecordDescription> = {}, password = 'richtig'): Promise<Channel> {
  const options: WebFormOptions = connector.options.parse({
    baseUrl: app.url,
    account: { user: 'secret:user', password: 'secret:password' },
    login: {
      open: '/',
      fill: { Mandant: 'Amt Süd', Benutzer: '{user}', Passwort: '{password}' },
      click: 'Anmelden',
      loggedIn: 'a:text-is("Abmelden")',
      failed: '.fehler',
    },
    notices: [{ shows: 'Fremder Aufruf', click: 'Formular öffnen' }],
    capabilities: { find: 'authoritative', maxInFlightMs: 5000 },
    timeoutMs: 5000,
    records: { file: record(change) },
  });
  const { clock, logger } = testAttempt();
  const services: ConnectorServices<WebFormOptions> = {
    options,
    name: `odd ${app.url}`,
    baseDirectory: '.',
    clock,
    logger,
    random: () => 0.5,
    boundary: () => undefined,
    secrets: { get: async (name) => (name === 'secret:user' ? 'amtsbote' : password) },
    resources: {
      shared: async <T>(name: string, create: () => Promise<OwnedResource<T>>): Promise<T> => {
        if (!owned.has(name)) owned.set(name, create());
        return (await (owned.get(name) as Promise<OwnedResource<T>>)).value;
      },
    },
  };
  return (await connector.open(services)).channels[0] as Channel;
}

async function faultOf(act: Promise<unknown>): Promise<unknown> {
  return act.then(
    () => undefined,
    (error: unknown) => error,
  );
}

test('a client at the login, a way out in a closed menu, a page in between and an address made for once do not keep it from delivering', async () => {
  const rpa = await channel();
  expect(await rpa.deliver('file', file, testAttempt({ deliveryKey: key }))).toEqual({ reference: '4711' });
  expect(app.records).toMatchObject([{ fields: { familie: 'Öz', art: 'Katze', schluessel: key } }]);
  expect(await rpa.find?.('file', key, AbortSignal.timeout(5000))).toEqual(['4711']);
  expect(await rpa.find?.('file', 'AB-ELSE', AbortSignal.timeout(5000))).toEqual([]);
});

test('an answer that breaks the rules of HTTP leaves the outcome unknown, with advice; the browser reads it', async () => {
  app.breaksHttp = true;
  const careful = await faultOf((await channel()).deliver('file', file, testAttempt({ deliveryKey: key })));
  expect(careful).toMatchObject({ code: 'AB_OUTCOME_UNKNOWN', hint: expect.stringContaining('send: browser') });
  app.waiting.splice(0);
  const commit = { ...record().commit, send: 'browser' } as const;
  const rpa = await channel({ commit });
  expect(await rpa.deliver('file', file, testAttempt({ deliveryKey: key }))).toEqual({ reference: '4712' });
});

test('a message of an earlier record beside that of this one proves neither', async () => {
  app.waiting.push('Akte #4690 wurde angelegt.');
  const fault = await faultOf((await channel()).deliver('file', file, testAttempt({ deliveryKey: key })));
  expect(fault).toMatchObject({ code: 'AB_OUTCOME_UNKNOWN' });
  expect(app.records).toHaveLength(1);
});

test('where everything goes to one path, the body tells what saves', async () => {
  const body = '"method":"akte\\.create"';
  const commit = { click: 'Schnell speichern', request: { path: '/rpc', body }, harmless: [{ path: '/rpc', body: '"akte\\.check"' }] };
  const rpa = await channel({ commit });
  const stop = await faultOf(rpa.deliver('file', file, testAttempt({ deliveryKey: key, dryRun: true })));
  expect(stop).toBeInstanceOf(TestDryRunStop);
  expect((stop as TestDryRunStop).intent.preview).toContain('akte.create');
  expect(app.records).toEqual([]);
  expect(await rpa.deliver('file', file, testAttempt({ deliveryKey: key }))).toEqual({ reference: '4711' });
});

test('a message that says the name of a field names it in the case, in the words of the description only', async () => {
  const fault = await faultOf((await channel()).deliver('file', { remark: 'x' }, testAttempt({ deliveryKey: key })));
  expect(fault).toMatchObject({ code: 'AB_TARGET_REFUSED', message: expect.stringContaining('"Familienname"') });
  expect(app.records).toEqual([]);
});

test('a recording of it is complete but for what nobody can see', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'amtsbote-odd-'));
  try {
    await writeFile(join(directory, 'sample.json'), JSON.stringify({ familyName: 'Öz', remark: 'bissig', kind: 'Hund' }));
    const argv = [`${app.url}/`, '--record', 'file', '--sample', 'sample.json', '--out', 'odd.yaml'];
    const ended = await recordWith({
      directory,
      argv,
      headless: true,
      play: async ({ page, deliveryKey, answer }) => {
        await page.getByLabel('Mandant').selectOption('Amt Süd');
        await page.getByLabel('Benutzer').fill('amtsbote');
        await page.getByLabel('Passwort').fill('richtig');
        await page.getByRole('button', { name: 'Anmelden' }).click();
        await page.getByText('Menü').waitFor();
        await answer('1. Log in.');
        await page.goto(`${app.url}/neu`);
        await page.getByRole('link', { name: 'Formular öffnen' }).click();
        await page.locator('[name=familie]').fill('Öz');
        await page.locator('[name=bemerkung]').fill('bissig');
        await page.locator('#box').click();
        await page.keyboard.type('Hu');
        await page.locator('li', { hasText: 'Hund' }).click();
        await page.locator('[name=schluessel]').fill(deliveryKey);
        await answer('2. Open the form');
        await page.getByRole('button', { name: 'Speichern', exact: true }).click();
        await page.locator('.meldung').waitFor();
        await answer('3. Now press');
        await answer('Is that the reference');
        await answer('4. Open the page');
        await page.goto(`${app.url}/suche?q=${deliveryKey}`);
        await answer('5. Search for');
      },
    });
    expect(ended.code).toBe(0);
    const written = await readFile(join(directory, 'odd.yaml'), 'utf8');
    for (const line of [
      "fill: { Mandant: Amt Süd, Benutzer: '{user}', Passwort: '{password}' }",
      `loggedIn: 'a:text-is("Abmelden")'`,
      '- open: /neu',
      '- click: Formular öffnen',
      "Familienname: '{familyName}'",
      "Art: '{kind}'",
      String.raw`pattern: 'Akte\s*#(\d+)'`,
      'rows: tbody.treffer',
      `empty: 'text="Ergebnisse (0)"'`,
    ])
      expect(written).toContain(line);
    expect(written.match(/^ *# \? /gm)).toHaveLength(3);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
});
