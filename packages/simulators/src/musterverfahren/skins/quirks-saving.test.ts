import type { Dialog, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Musterverfahren } from '../index.ts';
import { lateSaveMs } from '../quirks/quirks.ts';
import { arm, witnessed, writesSeen } from '../web-client.test-support.ts';
import {
  cellBeside,
  clickSave,
  contentFrame,
  contentOf,
  dog,
  fillTransfer,
  openForm,
  TestDesk,
  typeSignIn,
} from './browser.test-support.ts';
import { enterTrades } from './enter-trade.test-support.ts';
import { skinNames } from './skin.ts';

/** How long a script waits that does not know the trap. */
const naive = { timeout: 400 };
const desk = new TestDesk();

beforeAll(() => desk.start());
afterEach(() => desk.clear());
afterAll(() => desk.close());

test.each(skinNames)('input that is not accepted is answered with status 200 at the address that saves, in the skin %s', async (skin) => {
  const { app, page } = await desk.sitSignedIn({ skin });
  await openForm(page, skin, 'schulwechsel');
  const saving = page.waitForResponse(
    (answer) => /speichern|daten\/schulwechsel$/.test(answer.url()) && answer.request().method() === 'POST',
  );
  await clickSave(page, skin);
  expect((await saving).status()).toBe(200);
  expect(await witnessed(app)).toEqual([]);
});

test.each(['pages', 'app', 'frames'] as const)(
  'echo-success: the text to wait for is there before the request, in the skin %s',
  async (skin) => {
    const { app, page } = await desk.sitSignedIn({ skin, quirks: ['echo-success'] });
    await fillTransfer(page, skin);
    const release = await holdSave(page);
    await clickSave(page, skin);
    await (skin === 'frames' ? contentOf(page) : page).getByText('Datensatz Beispiel, Erika').waitFor();
    expect(await witnessed(app)).toEqual([]);
    await release();
    await expect.poll(() => witnessed(app), { timeout: 5000 }).toHaveLength(1);
  },
);

test('optimistic: the application says it is saved before it has sent anything', async () => {
  const { app, page } = await desk.sitSignedIn({ skin: 'app', quirks: ['optimistic'] });
  await fillTransfer(page, 'app');
  await holdSave(page);
  await clickSave(page, 'app');
  await page.getByText('Der Datensatz wurde gespeichert.').waitFor();
  expect(await witnessed(app)).toEqual([]);
});

test('late-save: the record comes into being after the browser was closed', async () => {
  const { app, page } = await desk.sitSignedIn({ quirks: ['late-save'] });
  await fillTransfer(page, 'pages');
  await arm(app, { kind: 'latency', ms: 0, match: { act: 'save' }, times: 1 });
  await page.getByRole('button', { name: 'Speichern' }).click({ noWaitAfter: true });
  await expect.poll(() => armed(app)).toEqual([]);
  await page.context().close();
  expect(await witnessed(app)).toEqual([]);
  await expect.poll(() => witnessed(app), { timeout: lateSaveMs + 5000 }).toHaveLength(1);
});

test('cookie-banner: no click reaches the page before it is answered', async () => {
  const { page } = await desk.sit({ quirks: ['cookie-banner'] });
  await page.goto('/anmelden');
  await expect(page.getByRole('button', { name: 'Anmelden' }).click(naive)).rejects.toThrow('intercepts pointer events');
  await page.getByRole('button', { name: 'Nur notwendige' }).click();
  await typeSignIn(page, 'pages');
  await page.getByRole('heading', { name: 'Übersicht' }).waitFor();
});

test('before-unload: who dismisses every dialog does not get away from a form', async () => {
  const { page } = await desk.sitSignedIn({ quirks: ['before-unload'] });
  await fillTransfer(page, 'pages');
  page.on('dialog', (dialog: Dialog) => void dialog.dismiss());
  await expect(page.goto('/suche', naive)).rejects.toThrow(/ERR_ABORTED|Timeout/);
  expect(new URL(page.url()).pathname).toBe('/schulwechsel/neu');
});

test.each(['pages', 'app'] as const)('confirm-save: a dialog that nobody answers means nothing is sent, in the skin %s', async (skin) => {
  const { app, page } = await desk.sitSignedIn({ skin, quirks: ['confirm-save'] });
  await fillTransfer(page, skin);
  await clickSave(page, skin);
  expect(await witnessed(app)).toEqual([]);
  page.on('dialog', (dialog: Dialog) => void dialog.accept());
  await clickSave(page, skin);
  await page.getByTestId('aktenzeichen').waitFor();
  expect(await witnessed(app)).toHaveLength(1);
});

test.each(['app', 'frames'] as const)('the fault dialog asks before sending in the skin %s, too', async (skin) => {
  const { app, page } = await desk.sitSignedIn({ skin });
  await arm(app, { kind: 'dialog', dialog: 'confirm', on: 'submit', text: 'Doppelt?', match: { act: 'open-form' } });
  await fillTransfer(page, skin);
  const asked = page.waitForEvent('dialog');
  const clicked = clickSave(page, skin);
  const dialog = await asked;
  await dialog.dismiss();
  await clicked;
  expect([dialog.message(), await witnessed(app)]).toEqual(['Doppelt?', []]);
});

test.each(['pages', 'app'] as const)(
  'interstitial: the address of a form shows a warning with status 200, in the skin %s',
  async (skin) => {
    const { page } = await desk.sitSignedIn({ skin, quirks: ['interstitial'] });
    const answer = await page.goto('/hund/neu');
    expect([answer?.status(), await page.getByLabel('Familienname').count()]).toEqual([200, 0]);
    await page.getByRole('link', { name: 'Weiter zur angeforderten Seite' }).click();
    await page.getByLabel('Familienname').waitFor();
  },
);

test('tab-records: the first tab makes the record, the others complete it', async () => {
  const { app, page } = await desk.sitSignedIn({ skin: 'app', quirks: ['tab-records'] });
  await openForm(page, 'app');
  await page.getByLabel('Familienname').fill(dog.familienname);
  await page.getByLabel('Vorname').fill(dog.vorname);
  await page.getByLabel('Geburtsdatum').fill(dog.geburtsdatum);
  await page.getByRole('button', { name: 'Reiter speichern' }).click();
  await page.getByLabel('Straße').fill(dog.strasse);
  expect((await witnessed(app))[0]?.fields).toMatchObject({ familienname: 'Beispiel', strasse: '', hundename: '' });
  await page.getByLabel('Hausnummer').fill(dog.hausnummer);
  await page.getByLabel('Postleitzahl').fill(dog.postleitzahl);
  await page.getByLabel('Ort').fill(dog.ort);
  await page.getByRole('tabpanel').getByRole('button', { name: 'Reiter speichern' }).click();
  await page.getByLabel('Name des Hundes').fill(dog.hundename);
  expect((await witnessed(app)).map((record) => record.fields['strasse'])).toEqual([dog.strasse]);
  await page.getByRole('combobox', { name: 'Rasse' }).fill('Dack');
  await page.getByRole('option', { name: dog.rasse }).click();
  await page.getByLabel('Hündin').check();
  await page.getByLabel('Beginn der Haltung').fill(dog.haltungsbeginn);
  await page.getByRole('tabpanel').getByRole('button', { name: 'Reiter speichern' }).click();
  await page.getByTestId('aktenzeichen').waitFor();
  expect((await witnessed(app)).map((record) => record.fields['hundename'])).toEqual([dog.hundename]);
  expect((await writesSeen(app)).filter((write) => write.act === 'save')).toHaveLength(3);
});

test('get-save: the old application saves by GET, and loading the page anew saves again', async () => {
  const { app, page } = await desk.sitSignedIn({ skin: 'frames', quirks: ['get-save'] });
  await fillTransfer(page, 'frames');
  await clickSave(page, 'frames');
  await contentOf(page).getByText('Der Datensatz wurde gespeichert.').waitFor();
  expect((await writesSeen(app)).at(-1)).toMatchObject({ method: 'GET', act: 'save', outcome: 200 });
  await contentFrame(page).goto(contentFrame(page).url());
  expect(await witnessed(app)).toHaveLength(2);
});

test('popup-saves: a window of its own sends the request and shows the outcome, the form stays as it was', async () => {
  const { app, page } = await desk.sitSignedIn({ skin: 'frames', quirks: ['popup-saves'] });
  await fillTransfer(page, 'frames');
  const outcome = page.context().waitForEvent('page', (window) => window.url().includes('/speichern') || window.url() === 'about:blank');
  await clickSave(page, 'frames');
  await (await outcome).getByText('Der Datensatz wurde gespeichert.').waitFor();
  expect(await cellBeside(page, 'Familienname').locator('input').inputValue()).toBe('Beispiel');
  expect(await witnessed(app)).toHaveLength(1);
});

test('latin1: characters that the old application lacks are stored as entities', async () => {
  const { app, page } = await desk.sitSignedIn({ skin: 'frames', quirks: ['latin1'] });
  await fillTransfer(page, 'frames');
  await cellBeside(page, 'Rufname').locator('input').fill('Ẑoë Müller €');
  await clickSave(page, 'frames');
  await contentOf(page).getByText('Der Datensatz wurde gespeichert.').waitFor();
  expect((await witnessed(app))[0]?.fields['rufname']).toBe('&#7824;oë Müller €');
});

test('a search of the application shows a part of what it has found', async () => {
  const { app, page } = await desk.sitSignedIn({ skin: 'app' });
  await enterTrades(app, 60);
  await page.goto('/gewerbe');
  await page.getByRole('row').nth(1).waitFor();
  expect(await page.getByText('GE-').count()).toBeLessThan(30);
  expect(await page.getByRole('table').getAttribute('aria-rowcount')).toBe('61');
  await page.locator('.rollbar').evaluate((list: { scrollTop: number; scrollHeight: number }) => {
    list.scrollTop = list.scrollHeight;
  });
  await page.getByText(/GE-\d{4}-000045/).waitFor();
});

/** Holds the request that saves in the browser until it is released. */
async function holdSave(page: Page): Promise<() => Promise<void>> {
  const release = Promise.withResolvers<void>();
  await page.context().route(/\/speichern\b|\/daten\/schulwechsel$/, async (route) => {
    await release.promise;
    await route.continue();
  });
  return () => Promise.resolve(release.resolve());
}

/** What is still armed: a fault that acts once and is gone tells that its request has come. */
async function armed(app: Musterverfahren): Promise<unknown> {
  return ((await (await fetch(`${app.url}/__faults`)).json()) as { faults: unknown }).faults;
}
