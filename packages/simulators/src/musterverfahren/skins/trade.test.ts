import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { tokenFor, witnessed } from '../web-client.test-support.ts';
import { cellBeside, clickSave, closing, contentOf, openForm, TestDesk } from './browser.test-support.ts';
import { enterTrades } from './enter-trade.test-support.ts';
import { skinNames } from './skin.ts';

const desk = new TestDesk();

beforeAll(() => desk.start());
afterEach(() => desk.clear());
afterAll(() => desk.close());

const person = { Familienname: 'Beispiel', Vorname: 'Erika' };
const address = { Straße: 'Weg', Hausnummer: '1', Postleitzahl: '03046', Ort: 'Cottbus' };
const extract = { name: 'auszug.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-') };

test('rows are added and files uploaded in the application', async () => {
  const { app, page } = await desk.sitSignedIn({ skin: 'app' });
  await openForm(page, 'app', 'gewerbe');
  const panel = page.getByRole('tabpanel');
  const saveTab = (): Promise<void> => panel.getByRole('button', { name: 'Reiter speichern' }).click();
  await fillAll((label) => panel.getByLabel(label), { ...person, Geburtsdatum: '1980-01-31', ...address });
  await saveTab();
  await panel.getByRole('combobox', { name: 'Rechtsform' }).fill('GmbH');
  await page.getByRole('option', { name: 'GmbH', exact: true }).click();
  await fillAll((label) => panel.getByLabel(label), { ...address, 'Beginn der Tätigkeit': '2026-06-01' });
  await saveTab();
  await panel.getByLabel('Tätigkeit 1', { exact: true }).fill('Backen');
  await panel.getByRole('button', { name: 'Weitere Tätigkeit' }).click();
  await panel.getByLabel('Tätigkeit 2', { exact: true }).fill('Verkauf');
  await saveTab();
  await panel.getByLabel('Anlagen').setInputFiles([extract, { ...extract, name: 'karte.pdf' }]);
  await saveTab();
  await clickSave(page, 'app');
  await page.getByTestId('aktenzeichen').waitFor();
  expect(await witnessed(app)).toMatchObject([
    { fields: { taetigkeiten: ['Backen', 'Verkauf'] }, attachments: [{ name: 'auszug.pdf', size: 5 }, { name: 'karte.pdf' }] },
  ]);
});

test('rows are added and files uploaded in the old application', async () => {
  const { app, page } = await desk.sitSignedIn({ skin: 'frames' });
  await openForm(page, 'frames', 'gewerbe');
  const nth = (at: number) => (label: string) => cellBeside(page, label).nth(at).locator('input').first();
  await fillAll(nth(0), { ...person, Geburtsdatum: '31.01.1980', ...address });
  await fillAll(nth(1), address);
  await fillAll(nth(0), { 'Beginn der Tätigkeit': '01.06.2026' });
  await pick(page, 'Rechtsform', 'GmbH');
  const rows = cellBeside(page, 'Tätigkeit');
  await rows.locator('input[type=text]').fill('Backen');
  await rows.getByRole('button', { name: 'Weitere Tätigkeit' }).click();
  await rows.locator('input[type=text]').nth(1).fill('Verkauf');
  await cellBeside(page, 'Anlagen').locator('input').setInputFiles(extract);
  await clickSave(page, 'frames');
  await contentOf(page).getByText('Der Datensatz wurde gespeichert.').waitFor();
  expect(await witnessed(app)).toMatchObject([{ fields: { taetigkeiten: ['Backen', 'Verkauf'] }, attachments: [{ name: 'auszug.pdf' }] }]);
});

test.each(skinNames)('the page of a record shows how far the work on it is, in the skin %s', async (skin) => {
  const { app, page } = await desk.sitSignedIn({ skin });
  const aktenzeichen = await enterTrades(app, 1);
  const headers = { authorization: `Bearer ${await tokenFor(app)}` };
  const statusUrl = `${app.url}/api/gewerbeanmeldungen/${aktenzeichen}/status`;
  expect((await fetch(statusUrl, { method: 'PUT', headers, body: '{"status":"in_bearbeitung"}' })).status).toBe(200);
  const sid = new URL(page.url()).searchParams.get('SID') ?? '';
  await page.goto(skin === 'frames' ? `/mv/gewerbe/akte/${aktenzeichen}?SID=${sid}` : `/gewerbe/${aktenzeichen}`);
  await page.getByText('in Bearbeitung').waitFor();
});

async function fillAll(field: (label: string) => Locator, values: Readonly<Record<string, string>>): Promise<void> {
  for (const [label, value] of Object.entries(values)) await field(label).fill(value);
}

async function pick(page: Page, label: string, choice: string): Promise<void> {
  const [choices] = await Promise.all([page.waitForEvent('popup'), cellBeside(page, label).getByRole('button').click()]);
  await closing(choices, () => choices.getByText(choice, { exact: true }).click());
}
