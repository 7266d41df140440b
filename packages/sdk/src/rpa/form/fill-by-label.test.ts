import { Readable } from 'node:stream';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isAmtsboteError } from '../../errors/amtsbote-error.ts';
import { fillByLabel } from './fill-by-label.ts';
import { compareByLabel, expectFilled } from './read-back.ts';
import { htmlPage, testBrowser } from '../rpa-harness.test-support.ts';
import { uploadByLabel } from './upload-by-label.ts';

let own: Awaited<ReturnType<typeof testBrowser>>;
let page: Page;

beforeAll(async () => {
  own = await testBrowser();
  page = await own.newPage();
});
afterAll(() => own.close());

async function show(body: string): Promise<void> {
  await page.setContent(htmlPage(`<form>${body}</form>`));
}

async function formData(): Promise<Record<string, string>> {
  return page.evaluate(`Object.fromEntries(new FormData(document.querySelector('form')))`);
}

async function faultOf(act: Promise<unknown>): Promise<{ code: string; message: string; text: string }> {
  const error: unknown = await act.then(
    () => undefined,
    (each: unknown) => each,
  );
  if (!isAmtsboteError(error)) throw new Error('expected an error of ours', { cause: error });
  return { code: error.code, message: error.message, text: `${error.stack} ${JSON.stringify(error.findings)}` };
}

test('every kind of label is understood, all in one round trip', async () => {
  await show(`
    <label for="a">Familienname *</label><input id="a" name="a">
    <input name="b" aria-label="Vorname">
    <label>Rasse: <select name="c"><option value="">bitte wählen</option><option value="17">Deutsche  Dogge</option><option value="x">18</option></select></label>
    <span id="t">Telefon</span><input name="d" aria-labelledby="t">
    <input name="e" placeholder="PLZ">
    <table><tr><th>Straße</th><td><input name="f"></td></tr></table>
    <fieldset><legend>Anrede</legend><label><input type="radio" name="g" value="m"> Herr</label><label><input type="radio" name="g" value="w"> Frau</label></fieldset>
    <label><input type="checkbox" name="h" value="ja"> Kampfhund</label>
    <label for="i">Bemerkung (optional)</label><textarea id="i" name="i"></textarea>
    <label for="j">Geboren am</label><input id="j" type="date" name="j">
    <label for="k">Steuer-Nr.</label><input id="k" name="k">`);
  const fields = {
    Familienname: 'Müller-Lüdenscheidt',
    Vorname: 'O’Neill',
    Rasse: 'Deutsche Dogge',
    Telefon: '030123456',
    PLZ: '03046',
    Straße: 'Große ẞtraße',
    Anrede: 'Frau',
    Kampfhund: true,
    Bemerkung: 'zwei\nZeilen',
    'Geboren am': '31.12.1999',
    'Steuer-Nr.': '0500',
  };
  expect(await fillByLabel(page, fields)).toEqual({ together: 11, byHand: 0, fallbacks: [] });
  expect(await formData()).toEqual({
    a: 'Müller-Lüdenscheidt',
    b: 'O’Neill',
    c: '17',
    d: '030123456',
    e: '03046',
    f: 'Große ẞtraße',
    g: 'w',
    h: 'ja',
    i: 'zwei\nZeilen',
    j: '1999-12-31',
    k: '0500',
  });
  expect(await compareByLabel(page, fields)).toEqual([]);
});

test('hidden companions of a field do not count, and styled toggles behind a visible label do', async () => {
  await show(`
    <label for="x">Name</label><input id="x" name="x"><div style="display:none"><label for="y">Name</label><input id="y" name="y"></div>
    <label for="z">Zustimmung</label><input id="z" type="checkbox" name="z" style="display:none">`);
  await fillByLabel(page, { Name: 'Ada', Zustimmung: true });
  expect(await formData()).toEqual({ x: 'Ada', y: '', z: 'on' });
});

test('the same label twice is ambiguous until its legend is named', async () => {
  await show(`
    <fieldset><legend>Halter</legend><label>Name <input name="a"></label></fieldset>
    <fieldset><legend>Vertreter</legend><label>Name <input name="b"></label></fieldset>`);
  const fault = await faultOf(fillByLabel(page, { Name: 'Geheim' }));
  expect(fault.code).toBe('AB_FORM_CHANGED');
  await fillByLabel(page, { 'Vertreter > Name': 'Ada' });
  expect(await formData()).toEqual({ a: '', b: 'Ada' });
});

test('a field that throws the value away gets real input, and then stops with its label only', async () => {
  await show(`
    <label>Langsam <input name="a" id="a"></label><label>Störrisch <input name="b" id="b"></label>
    <script>
      let n = 0;
      a.addEventListener('change', () => { if (n++ === 0) a.value = ''; });
      b.addEventListener('input', () => { b.value = ''; });
    </script>`);
  expect(await fillByLabel(page, { Langsam: 'Geheimnis' })).toEqual({ together: 0, byHand: 1, fallbacks: [] });
  const fault = await faultOf(fillByLabel(page, { Störrisch: 'Geheimnis' }));
  expect(fault.code).toBe('AB_FORM_NOT_FILLED');
  expect(fault.message).toContain('"Störrisch"');
  expect(fault.text).not.toContain('Geheimnis');
});

test('a field that appears only after another was filled is waited for', async () => {
  await show(`
    <label>Art <select id="s" name="s"><option>A</option><option>B</option></select></label><div id="more"></div>
    <script>s.onchange = () => setTimeout(() => { more.innerHTML = '<label>Zusatz <input name="z"></label>'; }, 120);</script>`);
  await fillByLabel(page, { Art: 'B', Zusatz: 'da' });
  expect(await formData()).toEqual({ s: 'B', z: 'da' });
});

test.each([
  ['no such field', '<label>Name <input></label>', 'AB_FORM_CHANGED'],
  ['no such option', '<label>Feld <select><option>A</option></select></label>', 'AB_FORM_NOT_FILLED'],
  ['two options of one text', '<label>Feld <select><option value=1>Geheimnis<option value=2>Geheimnis</select></label>', 'AB_FORM_CHANGED'],
  ['too short', '<label>Feld <input maxlength="3"></label>', 'AB_FIELD_TOO_LONG'],
  ['read-only', '<label>Feld <input readonly></label>', 'AB_FORM_NOT_FILLED'],
  ['a tick for a text', '<label>Feld <input type="checkbox"></label>', 'AB_FORM_NOT_FILLED'],
])('%s: a finding that names the label and not the value', async (_, body, code) => {
  await show(body);
  const fault = await faultOf(fillByLabel(page, { Feld: 'Geheimnis' }, { patienceMs: 100, timeoutMs: 300 }));
  expect(fault.code).toBe(code);
  expect(fault.text).toContain('Feld');
  expect(fault.text).not.toContain('Geheimnis');
});

test('read back notices a value that changed later', async () => {
  await show('<label>Name <input id="n" name="n"></label>');
  await fillByLabel(page, { Name: 'Ada' });
  await expectFilled(page, { Name: 'Ada' });
  await page.evaluate(`document.getElementById('n').value = 'Eva'`);
  const fault = await faultOf(expectFilled(page, { Name: 'Ada' }));
  expect(fault.code).toBe('AB_FORM_NOT_FILLED');
});

test('a value that the form itself refuses is found before a click that would send nothing', async () => {
  await show('<label>E-Mail <input type="email" name="m"></label>');
  await fillByLabel(page, { 'E-Mail': 'Geheimnis' });
  const fault = await faultOf(expectFilled(page, { 'E-Mail': 'Geheimnis' }));
  expect(fault.code).toBe('AB_TARGET_REFUSED');
  expect(fault.text).not.toContain('Geheimnis');
});

test('an attachment goes into its upload field', async () => {
  await show('<label>Nachweis <input type="file" name="f"></label>');
  const attachment = {
    ref: 'a1',
    name: 'Übersicht.pdf',
    mediaType: 'application/pdf',
    size: 3,
    sha256: '',
    open: () => Readable.from([Buffer.from('abc')]),
  };
  await uploadByLabel(page, { label: 'Nachweis', attachments: [attachment] });
  expect(await page.evaluate(`(f => f.name + f.size)(document.querySelector('input').files[0])`)).toBe('Übersicht.pdf3');
});

test('an attempt that ends while filling leaves no value in its error', async () => {
  await show(`<label>Name <input id="slow" oninput="{ const t = Date.now(); while (Date.now() - t < 700); }"></label>`);
  const fault = await faultOf(fillByLabel(page, { Name: 'Geheimnis' }, { signal: AbortSignal.timeout(150) }));
  expect(fault.code).toBe('AB_DEADLINE');
  expect(fault.text).not.toContain('Geheimnis');
});
