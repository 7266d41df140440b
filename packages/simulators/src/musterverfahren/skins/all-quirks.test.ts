import type { FrameLocator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Quirk } from '../quirks/quirks.ts';
import { witnessed } from '../web-client.test-support.ts';
import { cellBeside, clickSave, contentOf, TestDesk, transfer } from './browser.test-support.ts';
import { skinNames, type SkinName } from './skin.ts';

const quirks: readonly Quirk[] = [
  'hidden-twin',
  'two-buttons',
  'interstitial',
  'rich-text',
  'select-overlay',
  'search-combobox',
  'masked-dates',
  'own-number',
  'echo-success',
  'optimistic',
  'cookie-banner',
  'before-unload',
  'confirm-save',
  'amounts',
  'multi-select',
  'new-field',
];
const desk = new TestDesk();

beforeAll(() => desk.start());
afterEach(() => desk.clear());
afterAll(() => desk.close());

test.each(skinNames)('who knows all quirks enters a record in spite of them in the skin %s', async (skin) => {
  const { app, page } = await desk.sitSignedIn({ skin, quirks });
  page.on('dialog', (dialog) => void dialog.accept());
  await openPastTheWarning(page, skin);
  const place = skin === 'frames' ? contentOf(page) : page;
  if (skin !== 'pages') await acceptCookies(place);
  const { Geburtsdatum: birthDate, ...texts } = transfer;
  const field = fieldsOf(page, skin);
  for (const [label, value] of Object.entries({ ...texts, Sachgebiet: '50.1', Schülernummer: '4711' })) await field(label).fill(value);
  await field('Eigenanteil Lernmittel (EUR)').fill('1.120,50');
  await field('Geburtsdatum').pressSequentially(birthDate);
  await place.frameLocator('iframe').first().locator('body').pressSequentially('eilt');
  await chooseSalutation(page, skin, place);
  await chooseFeature(page, skin);
  await clickSave(page, skin);
  await place.getByText('Der Datensatz wurde gespeichert.').first().waitFor();
  await expect.poll(() => witnessed(app), { timeout: 5000 }).toHaveLength(1);
  const [record] = await witnessed(app);
  expect(record?.fields).toMatchObject({
    familienname: transfer.Familienname,
    geburtsdatum: birthDate,
    schuelernummer: '990000000000001',
    sorge_anrede: 'Frau',
    bemerkung: 'eilt',
    betrag: '1.120,50',
    merkmale: ['Zahlung offen'],
    sachgebiet: '50.1',
  });
});

async function openPastTheWarning(page: Page, skin: SkinName): Promise<void> {
  if (skin === 'frames') {
    await page.frameLocator('frame[name=menue]').locator('a[href*="/schulwechsel/erfassen"]').click();
    return;
  }
  await page.goto('/schulwechsel/neu');
  if (skin === 'pages') await acceptCookies(page);
  await page.getByRole('link', { name: 'Weiter zur angeforderten Seite' }).click();
}

async function acceptCookies(place: Page | FrameLocator): Promise<void> {
  await place.getByRole('button', { name: 'Nur notwendige' }).click();
}

function fieldsOf(page: Page, skin: SkinName): (label: string) => ReturnType<Page['locator']> {
  if (skin === 'frames') return (label) => cellBeside(page, label).locator('input:visible');
  return (label) => page.getByRole('textbox', { name: new RegExp(`^${label.replace(/[()]/g, '\\$&')}`) });
}

async function chooseSalutation(page: Page, skin: SkinName, place: Page | FrameLocator): Promise<void> {
  const cell = cellBeside(page, 'Anrede der sorgeberechtigten Person');
  const button = skin === 'frames' ? cell.getByRole('button') : page.getByRole('button', { name: /^Anrede der/ });
  await button.click();
  await place.getByRole('option', { name: 'Frau' }).click();
}

async function chooseFeature(page: Page, skin: SkinName): Promise<void> {
  if (skin === 'app') return page.getByRole('option', { name: 'Zahlung offen' }).click();
  const select = skin === 'frames' ? cellBeside(page, 'Merkmale').locator('select') : page.getByLabel('Merkmale');
  await select.selectOption('Zahlung offen');
}
