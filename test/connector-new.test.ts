import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { isAccessible, takeSnapshots } from '@amtsbote/sdk/recorder';
import { fillByLabel, findBrowser } from '@amtsbote/sdk/rpa';
import { serveScreens } from '@amtsbote/sdk/testing';
import { demoUser } from '@amtsbote/simulators/musterverfahren';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runCli } from './support/cli.ts';
import { startWitness } from './support/witness.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'amtsbote-connector-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const cli = (argv: readonly string[]): ReturnType<typeof runCli> => runCli({ directory: folder, env: {} }, argv);

test('a connector that was laid out passes its own test against its screens', async () => {
  expect(await cli(['connector', 'new', 'registry', '--rpa'])).toMatchObject({ code: 0, stderr: '' });
  await symlink(resolve(import.meta.dirname, 'node_modules'), join(folder, 'node_modules'), 'junction');
  const args = ['--no-warnings', '--conditions=@amtsbote/source', '--test', 'registry/registry.test.ts'];
  const { code, output } = await new Promise<{ code: number; output: string }>((done) => {
    execFile(process.execPath, args, { cwd: folder }, (error, stdout, stderr) =>
      done({ code: error === null ? 0 : 1, output: stdout + stderr }),
    );
  });
  expect(output).toContain('pass 2');
  expect(code).toBe(0);
});

test('what is laid out and what is saved find things by role, name and text only, and wait for no fixed time', async () => {
  await using app = await openApp();
  await cli(['connector', 'new', 'registry', '--rpa']);
  await cli(['connector', 'snapshot', `${app.url}/anmelden`, '--out', 'registry/saved']);
  const files = (await readdir(join(folder, 'registry'), { recursive: true })).filter((name) => /\.(ts|json)$/.test(name));
  expect(files.length).toBeGreaterThan(3);
  const texts = await Promise.all(files.map(async (name) => [name, await readFile(join(folder, 'registry', name), 'utf8')] as const));
  const faults = texts.flatMap(([name, text]) => {
    const selectors = [...text.matchAll(/(?:locator\(|loggedIn = )'((?:\\.|[^'\\])*)'/g)].map(([, selector = '']) => selector);
    const others = text.match(/css=|xpath=|querySelector|waitForTimeout|setTimeout|\.locator\(`/g) ?? [];
    return [...selectors.filter((each) => !isAccessible(each)), ...others].map((each) => `${name}: ${each}`);
  });
  expect(faults).toEqual([]);
});

test('what is there already is not overwritten, and a name must be one', async () => {
  await cli(['connector', 'new', 'registry', '--rpa']);
  expect(await cli(['connector', 'new', 'registry', '--rpa'])).toMatchObject({ code: 2 });
  expect(await cli(['connector', 'new', '../x', '--rpa'])).toMatchObject({ code: 2 });
});

test('screens are saved without what they hold, and ask for nothing outside', async () => {
  await using app = await openApp();
  expect(await cli(['connector', 'snapshot', `${app.url}/anmelden`, '--out', 'screens'])).toMatchObject({ code: 0, stderr: '' });
  expect(await readdir(join(folder, 'screens'))).toEqual(['anmelden.html', 'screens.json']);
  const taken = await takeSnapshots({
    urls: [`${app.url}/hund/${app.reference}`, `${app.url}/suche?begriff=Krüger&feld=name`],
    prepare: logIn,
  });
  const all = JSON.stringify(taken);
  for (const secret of ['Krüger', 'Waldemar', 'Cottbus', '03046', app.reference, '07.03.1980', '<script', 'http://127', demoUser.name])
    expect(all).not.toContain(secret);
  expect(taken.map(({ path }) => path)).toEqual(['/hund/HU-0000-000000', '/suche?begriff=Xxxxxx&feld=xxxx']);
  expect(all).toContain('Familienname');
  expect(all).toContain('Suchbegriff');
});

test('a saved form can be filled by the labels of the application', async () => {
  await using app = await openApp();
  await cli(['connector', 'snapshot', `${app.url}/anmelden`, '--out', 'screens']);
  await using served = await serveScreens(join(folder, 'screens'), { answers: { 'POST /anmelden': '/anmelden' } });
  const browser = await launch();
  const asked: string[] = [];
  try {
    const page = await browser.newPage();
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await page.goto(`${served.url}/anmelden`);
    await fillByLabel(page, { Benutzername: 'a', Kennwort: 'b' });
    await page.getByRole('button', { name: 'Anmelden' }).click();
    await page.waitForLoadState();
  } finally {
    await browser.close();
  }
  expect(served.writes.map(({ method, path }) => `${method} ${path}`)).toEqual(['POST /anmelden']);
  expect(served.writes[0]?.body).toContain('kennwort=b');
  expect(new Set(asked)).toEqual(new Set(['/anmelden']));
  expect(await readFile(join(folder, 'screens/anmelden.html'), 'utf8')).toContain('Kennwort');
});

async function launch(): Promise<Browser> {
  const { executablePath } = await findBrowser();
  return chromium.launch({ ...(executablePath !== undefined && { executablePath }), chromiumSandbox: process.getuid?.() !== 0 });
}

async function logIn(page: Page): Promise<void> {
  await page.getByLabel('Benutzername').fill(demoUser.name);
  await page.getByLabel('Kennwort').fill(demoUser.password);
  await page.getByRole('button', { name: 'Anmelden' }).click();
  await page.getByRole('button', { name: 'Abmelden' }).waitFor();
}

/** Musterverfahren with one dog. */
async function openApp(): Promise<AsyncDisposable & { readonly url: string; readonly reference: string }> {
  const app = await startWitness();
  const browser = await launch();
  const page = await browser.newPage({ baseURL: app.url });
  await page.goto('/anmelden');
  await logIn(page);
  const pages = [
    { Familienname: 'Krüger', Vorname: 'Waldemar', Geburtsdatum: '07.03.1980' },
    { Straße: 'Hauptstraße', Hausnummer: '5a', Postleitzahl: '03046', Ort: 'Cottbus' },
    { 'Name des Hundes': 'Rex', Rasse: 'Dackel', Geschlecht: 'Rüde', 'Beginn der Haltung': '2026-10-01' },
  ];
  await page.goto('/hund/neu');
  for (const fields of pages) {
    await fillByLabel(page, fields);
    await page.getByRole('button', { name: 'Weiter' }).click();
  }
  await page.getByRole('button', { name: 'Verbindlich speichern' }).click();
  const reference = await page.getByTestId('aktenzeichen').innerText();
  await browser.close();
  return { url: app.url, reference, [Symbol.asyncDispose]: () => app.close() };
}
