import type { Page } from 'playwright-core';
import type { MappedRecord } from '../model/record.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testAttempt } from '../testing/test-attempt.ts';
import { captureConfirmation, captureForm, captureUnexpected, recordTexts } from './evidence.ts';
import { htmlPage, testBrowser } from './rpa-harness.test-support.ts';

let own: Awaited<ReturnType<typeof testBrowser>>;
let page: Page;

beforeAll(async () => {
  own = await testBrowser();
  page = await own.newPage();
});
afterAll(() => own.close());

const form = (value: string, checked: string): string =>
  htmlPage(`<h1>Anmeldung</h1>
  <label>Name <input value="${value}"></label><label>Kennwort <input type="password" value="${value}"></label>
  <textarea>${value}</textarea><select><option>${value}</option></select><input type="checkbox" ${checked}><input type="date" value="${value === 'a' ? '2001-01-01' : '2002-12-31'}">
  <div data-amtsbote-mask>${value}</div><button>Speichern</button>`);

async function shot(html: string, record: MappedRecord = {}): Promise<Buffer> {
  const attempt = testAttempt({ evidence: true });
  await page.setContent(html);
  await captureForm(page, { name: 'form', record }, attempt);
  expect(attempt.kept).toHaveLength(1);
  return Buffer.from(attempt.kept[0]?.bytes ?? []);
}

test('a screenshot is the same, byte for byte, whatever the fields hold', async () => {
  const one = await shot(form('a', ''));
  const other = await shot(form('WWWW', 'checked'));
  expect(one.equals(other)).toBe(true);
});

const review = (name: string, sex: string): string =>
  htmlPage(`<body style="font-family: monospace"><h1>Bitte prüfen</h1>
  <p>Halter ist ${name}.</p><dl style="width: 400px"><dt>Name</dt><dd>${name}</dd><dt>Geschlecht</dt><dd>${sex}</dd></dl>
  <table style="width: 400px"><tr><th>Ort</th><td style="width: 200px"><b>${name}</b></td></tr></table><button>Speichern</button></body>`);

test('a review page that shows the values as text is masked too, and stays as it is', async () => {
  const one = await shot(review('Müller', 'weiblich'), { name: 'Müller', sex: 'w' });
  const other = await shot(review('Schulz', 'männlich'), { name: 'Schulz', sex: 'm' });
  expect(one.equals(other)).toBe(true);
  expect(await page.evaluate<string>('document.body.innerText')).toContain('Halter ist Schulz.');
  const unknown = await shot(review('Schulz', 'männlich'), { name: 'Nobody', sex: 'm' });
  expect(unknown.equals(other)).toBe(false);
});

test('a screenshot does differ where the page around the fields differs', async () => {
  const one = await shot(form('a', ''));
  const other = await shot(form('a', '').replace('Anmeldung', 'Abmeldung'));
  expect(one.equals(other)).toBe(false);
});

test('the confirmation is kept as PDF, without the values of the record and without what fields hold', async () => {
  const attempt = testAttempt({ evidence: true });
  const record = { name: 'Müller-Lüdenscheidt', born: '1999-12-31', kind: 'ja', rows: [{ street: 'Am  Markt 5' }] };
  await page.setContent(
    htmlPage(
      `<title>Müller-Lüdenscheidt</title><p>Guten Tag MÜLLER-LÜDENSCHEIDT, geboren 31.12.1999, Am Markt 5, ja, Januar</p><input value="frei getippt">`,
    ),
  );
  await captureConfirmation(page, record, attempt);
  expect(attempt.kept[0]).toMatchObject({ kind: 'confirmation', name: 'confirmation.pdf' });
  expect(
    Buffer.from(attempt.kept[0]?.bytes ?? [])
      .subarray(0, 5)
      .toString(),
  ).toBe('%PDF-');
  const text = await page.evaluate<string>(`document.title + document.body.innerText + document.querySelector('input').value`);
  expect(text).toContain('Guten Tag █████, geboren █████, █████, █████, Januar');
  expect(text).not.toMatch(/Müller|frei getippt/i);
});

test('nothing is taken when nobody wants evidence, and a page that is gone fails nothing', async () => {
  const unwanted = testAttempt();
  await captureForm(page, { name: 'form', record: {} }, unwanted);
  expect(unwanted.kept).toEqual([]);
  const gone = await own.newPage();
  await gone.close();
  const attempt = testAttempt({ evidence: true });
  await captureForm(gone, { name: 'form', record: {} }, attempt);
  await captureUnexpected(gone, {}, attempt);
  expect(attempt.kept).toEqual([]);
});

test('every text of a record is known, in lists and in both spellings of a date', () => {
  expect(recordTexts({ a: 'x', b: [{ c: '2001-02-03' }], d: true, e: 7, f: ' ' })).toEqual(['x', '2001-02-03', '03.02.2001', '7']);
});
