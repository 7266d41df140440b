import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { witnessed } from '../web-client.test-support.ts';
import { cellBeside, clickSave, contentFrame, fillTransfer, openForm, TestDesk } from './browser.test-support.ts';

/** How long a script waits that does not know the trap. */
const naive = { timeout: 400 };
const desk = new TestDesk();

beforeAll(() => desk.start());
afterEach(() => desk.clear());
afterAll(() => desk.close());

test('cell-labels: no field has a label, the text of the cell before it is all there is', async () => {
  const { page } = await desk.sitSignedIn({ quirks: ['cell-labels'] });
  await openForm(page, 'pages');
  await expect(page.getByLabel('Familienname').fill('Beispiel', naive)).rejects.toThrow('Timeout');
  await page.locator('td:has-text("Familienname") + td input').fill('Beispiel');
  await page.getByRole('button', { name: 'Weiter' }).click();
  expect(await page.locator('.fehler').innerText()).not.toContain('Familienname');
});

test('hidden-twin: the first field of the name is a hidden template, and what is put into it is lost', async () => {
  const { page } = await desk.sitSignedIn({ quirks: ['hidden-twin'] });
  await openForm(page, 'pages');
  await expect(page.getByLabel('Familienname').first().fill('Beispiel', naive)).rejects.toThrow('not visible');
  await page.evaluate('document.querySelector("[name=familienname]").value = "Beispiel"');
  await page.getByRole('button', { name: 'Weiter' }).click();
  await expect.poll(() => page.locator('.fehler').innerText()).toContain('Familienname: Pflichtfeld');
});

test('two-buttons: the first button of the text is invisible, and a click by script on it does nothing', async () => {
  const { app, page } = await desk.sitSignedIn({ quirks: ['two-buttons'] });
  await fillTransfer(page, 'pages');
  const button = page.locator('button', { hasText: 'Speichern' });
  await expect(button.first().click(naive)).rejects.toThrow('not visible');
  await button.first().dispatchEvent('click');
  expect(await witnessed(app)).toEqual([]);
  await page.getByRole('button', { name: 'Speichern' }).click();
  await page.getByTestId('aktenzeichen').waitFor();
});

test('rich-text: what is put into the text area is replaced by what the editor in the iframe holds', async () => {
  const { app, page } = await desk.sitSignedIn({ quirks: ['rich-text'] });
  await fillTransfer(page, 'pages');
  await expect(page.getByLabel('Bemerkung').fill('eilt', naive)).rejects.toThrow('Timeout');
  await page.evaluate('document.querySelector("[name=bemerkung]").value = "verloren"');
  await page.frameLocator('iframe[title=Bemerkung]').locator('body').pressSequentially('eilt');
  await clickSave(page, 'pages');
  await page.getByTestId('aktenzeichen').waitFor();
  expect((await witnessed(app))[0]?.fields['bemerkung']).toBe('eilt');
});

test('rich-text in the application: the editor is an iframe in a shadow root', async () => {
  const { app, page } = await desk.sitSignedIn({ skin: 'app', quirks: ['rich-text'] });
  await fillTransfer(page, 'app');
  await page.frameLocator('iframe[title=Bemerkung]').locator('body').pressSequentially('eilt');
  await clickSave(page, 'app');
  await page.getByTestId('aktenzeichen').waitFor();
  expect((await witnessed(app))[0]?.fields['bemerkung']).toBe('eilt');
});

test('select-overlay: a click does not reach the select, and a choice made without an event is lost', async () => {
  const { app, page } = await desk.sitSignedIn({ quirks: ['select-overlay'] });
  await fillTransfer(page, 'pages');
  await expect(page.locator('#jahrgangsstufe').click(naive)).rejects.toThrow('intercepts pointer events');
  await page.evaluate('document.querySelector("#jahrgangsstufe").value = "3"');
  await page.getByRole('button', { name: /^Verkehrssprache/ }).click();
  await page.getByRole('option', { name: 'Türkisch' }).click();
  await clickSave(page, 'pages');
  await page.getByTestId('aktenzeichen').waitFor();
  expect((await witnessed(app))[0]?.fields).toMatchObject({ jahrgangsstufe: '', verkehrssprache: 'TUR' });
});

test('search-combobox: what is typed and not chosen from the list is dropped', async () => {
  const { app, page } = await desk.sitSignedIn({ quirks: ['search-combobox'] });
  await fillTransfer(page, 'pages');
  await page.getByRole('combobox', { name: 'Verkehrssprache' }).fill('Türkisch');
  await page.getByRole('combobox', { name: 'Herkunftssprache' }).fill('türk');
  await page.getByRole('option', { name: 'Türkisch' }).click();
  await clickSave(page, 'pages');
  await page.getByTestId('aktenzeichen').waitFor();
  expect((await witnessed(app))[0]?.fields).toMatchObject({ verkehrssprache: '', herkunftssprache: 'TUR' });
});

test.each(['pages', 'app'] as const)('masked-dates: a date that does not come key by key is undone in the skin %s', async (skin) => {
  const { app, page } = await desk.sitSignedIn({ skin, quirks: ['masked-dates'] });
  await fillTransfer(page, skin);
  await clickSave(page, skin);
  await page.getByText('Pflichtfeld, bitte ausfüllen.', { exact: true }).waitFor();
  // The form tells before the server does: what is typed until then would still be sent.
  await page.getByRole('button', { name: 'peichern', disabled: false }).waitFor();
  await page.getByLabel('Geburtsdatum').pressSequentially('12.10.2015');
  await clickSave(page, skin);
  await page.getByTestId('aktenzeichen').waitFor();
  expect((await witnessed(app)).map((record) => record.fields['geburtsdatum'])).toEqual(['12.10.2015']);
});

test('native dates take no German ones, and say nothing', async () => {
  const { page } = await desk.sitSignedIn({});
  await openForm(page, 'pages', 'schulwechsel');
  await page.getByLabel('Aufnahmedatum').fill('01.08.2026');
  expect(await page.getByLabel('Aufnahmedatum').inputValue()).toBe('');
});

test('amounts: a dot is a thousands separator, so an amount as computers write it is a hundred times as much', async () => {
  const { app, page } = await desk.sitSignedIn({ quirks: ['amounts'] });
  await fillTransfer(page, 'pages');
  await page.getByLabel('Eigenanteil Lernmittel (EUR)').fill('120.50');
  await clickSave(page, 'pages');
  await page.getByTestId('aktenzeichen').waitFor();
  expect((await witnessed(app))[0]?.fields['betrag']).toBe('12.050,00');
});

test.each(['pages', 'app'] as const)('multi-select: several entries are stored in the skin %s', async (skin) => {
  const { app, page } = await desk.sitSignedIn({ skin, quirks: ['multi-select'] });
  await fillTransfer(page, skin);
  if (skin === 'pages') await page.getByLabel('Merkmale').selectOption(['Nachreichung', 'Akte in Papier']);
  else for (const name of ['Nachreichung', 'Akte in Papier']) await page.getByRole('option', { name }).click();
  await clickSave(page, skin);
  await page.getByTestId('aktenzeichen').waitFor();
  expect((await witnessed(app))[0]?.fields['merkmale']).toEqual(['Nachreichung', 'Akte in Papier']);
});

test('renamed-label: the field is there, under another name', async () => {
  const { page } = await desk.sitSignedIn({ quirks: ['renamed-label'] });
  await openForm(page, 'pages');
  await expect(page.getByLabel('Familienname').fill('Beispiel', naive)).rejects.toThrow('Timeout');
  await page.getByLabel('Nachname').fill('Beispiel');
});

test('new-field: a form that was filled as ever is not accepted', async () => {
  const { app, page } = await desk.sitSignedIn({ skin: 'app' });
  await fetch(`${app.url}/__quirks`, { method: 'POST', body: '["new-field"]' });
  await fillTransfer(page, 'app');
  await clickSave(page, 'app');
  await page.getByText('Pflichtfeld, bitte ausfüllen.').waitFor();
  expect(await witnessed(app)).toEqual([]);
});

test('new-field in the old application: the numbers by which fields are named move on', async () => {
  const { app, page } = await desk.sitSignedIn({ skin: 'frames' });
  const nameOf = (): Promise<string | null> => cellBeside(page, 'Straße').locator('input').getAttribute('name');
  await openForm(page, 'frames');
  const before = await nameOf();
  await fetch(`${app.url}/__quirks`, { method: 'POST', body: '["new-field"]' });
  await contentFrame(page).goto(contentFrame(page).url());
  expect([before, await nameOf()]).toEqual(['F005', 'F006']);
});

test('own-number: the page confirms, and the record holds another number than the one that was typed', async () => {
  const { app, page } = await desk.sitSignedIn({ skin: 'app', quirks: ['own-number'] });
  await fillTransfer(page, 'app');
  await page.getByLabel('Schülernummer').fill('4711');
  await clickSave(page, 'app');
  await page.getByText('Der Datensatz wurde gespeichert.').waitFor();
  expect((await witnessed(app))[0]?.fields['schuelernummer']).toMatch(/^99\d{13}$/);
  await page.getByRole('link', { name: 'Zum Datensatz' }).click();
  expect(await page.locator('[data-feld=schuelernummer]').innerText()).toMatch(/^99/);
});
