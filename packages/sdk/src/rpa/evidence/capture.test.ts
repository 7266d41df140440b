import type { Page } from 'playwright-core';
import type { MappedRecord } from '../../model/record.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testAttempt } from '../../testing/test-attempt.ts';
import { captureConfirmation, captureForm, captureReadBack, captureUnexpected } from './capture.ts';
import type { Unmasked } from './mask-style.ts';
import { recordTexts } from './record-texts.ts';
import { htmlPage, testBrowser } from '../rpa-harness.test-support.ts';

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

async function shot(html: string, record: MappedRecord = {}, unmasked: Unmasked = {}): Promise<Buffer> {
  const attempt = testAttempt({ evidence: true });
  await page.setContent(html);
  await page.waitForLoadState();
  await captureForm(page, { name: 'form', record, unmasked }, attempt);
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

test.each([
  ['text', 'a', 'a long text'],
  ['search', '', 'found'],
  ['number', '1', '123456'],
  ['date', '', '2001-12-31'],
  ['datetime-local', '', '2001-12-31T23:59'],
  ['month', '', '2001-12'],
  ['week', '', '2001-W12'],
  ['time', '', '23:59'],
  ['color', '#000000', '#ff8800'],
  ['range', '0', '90'],
  ['url', '', 'https://example.org/a'],
  ['hidden', 'a', 'b'],
])('an input of the type %s looks the same, whatever it holds', async (type, one, other) => {
  const input = (value: string): string =>
    htmlPage(`<style>input { accent-color: red }</style><p>Feld <input type="${type}" value="${value}"> Ende</p>`);
  expect((await shot(input(one))).equals(await shot(input(other)))).toBe(true);
});

test.each([
  [
    'a list',
    (value: string) =>
      `<select multiple size=3>${['x', 'y', 'z'].map((each) => `<option ${each === value ? 'selected' : ''}>${each}`).join('')}</select>`,
  ],
  ['a text area', (value: string) => `<textarea rows=2>${value.repeat(value === 'x' ? 1 : 300)}</textarea>`],
  [
    'an editor',
    (value: string) =>
      `<div contenteditable style="height: 40px; overflow: hidden"><b style="color: red">${value}</b><ul><li>${value}</ul></div>`,
  ],
  [
    'a bar',
    (value: string) => `<progress max=9 value=${value === 'x' ? 1 : 8}></progress><meter max=9 value=${value === 'x' ? 1 : 8}></meter>`,
  ],
] as const)('%s looks the same, whatever it holds', async (_, body) => {
  expect((await shot(htmlPage(body('x')))).equals(await shot(htmlPage(body('y'))))).toBe(true);
});

test('rules of the page that forbid styles do not uncover anything, and the page is left as it was', async () => {
  const strict = (value: string): string =>
    htmlPage(
      `<meta http-equiv="Content-Security-Policy" content="style-src 'none'"><input value="${value}"><table><tr><td>${value}</td></tr></table>`,
    );
  const [one, other] = [await shot(strict('a')), await shot(strict('b'))];
  expect(one.equals(other)).toBe(true);
  expect(await page.evaluate<number>('document.adoptedStyleSheets.length')).toBe(0);
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
  await captureConfirmation(page, { record }, attempt);
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

interface Citizen {
  readonly name: string;
  readonly born: string;
  readonly iban: string;
  readonly fee: string;
  readonly breed: string;
}
const one: Citizen = { name: 'Wolfgang Mommsen', born: '1951-12-31', iban: 'DE12500105170648489890', fee: '1234.5', breed: 'Dackel' };
const other: Citizen = { name: 'Lilli Till-Filli', born: '1999-01-02', iban: 'DE98370502990000123456', fee: '9876.1', breed: 'Collie' };

const picture = (name: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="80" height="30"><text y="20">${name}</text></svg>`;

/** A page that shows a citizen in every way pages do. */
function everywhere({ name, born, iban, fee, breed }: Citizen): string {
  const german = born.split('-').reverse().join('.');
  const grouped = iban.replace(/(.{4})/g, '$1 ').trim();
  const money = `${fee.slice(0, 1)}.${fee.slice(1).replace('.', ',')}0`;
  return htmlPage(`<style>body { font-family: serif }</style><h1>Vorgang von ${name}</h1><!-- ${name} -->
    <p>Geboren am ${german}, Konto ${grouped}, <b>${name.toUpperCase()}</b>, Gebühr ${money} €.</p>
    <table border="1"><tr><th>Name</th><td>${name}</td><td><i>${german}</i></td></tr></table><dl><dt>Name</dt><dd>${name}</dd></dl>
    <label>Name <input value="${name}" placeholder="${name}" title="${name}"></label><label>Kennwort <input type="password" value="${name}"></label>
    <label>Rasse <select id="breed"><option>${breed}</option></select></label><div role="combobox">${name}</div><div contenteditable>${name}</div>
    <input type="submit" value="${name} speichern"><a href="/akte?name=${name}">Akte</a><input type="hidden" name="wer" value="${name}">
    <a href="https://fachverfahren.example/akte?SID=${encodeURIComponent(name)}#${Buffer.from(name).toString('base64')}">Vorgang</a>
    <img width="80" height="30" src="data:image/svg+xml,${encodeURIComponent(picture(name))}"><canvas width="80" height="30" data-text="${name}"></canvas>
    <div style="width: 80px; height: 30px; background: url('data:image/svg+xml;base64,${Buffer.from(picture(name)).toString('base64')}')"></div>
    <svg width="80" height="30"><text y="20">${name}</text></svg><datalist><option value="${name}"></datalist><template>${name}</template>
    <details><summary>Mehr</summary>${name}</details><meta name="author" content="${name}"><noscript>${name}</noscript><x-card data-name="${name}"></x-card>
    <iframe srcdoc="<p>Im Rahmen: ${name}</p><input value='${name}'>"></iframe><script>const secret = '${name}';
    for (const each of document.querySelectorAll('canvas')) each.getContext('2d').fillText(each.dataset.text, 0, 20);
    customElements.define('x-card', class extends HTMLElement { connectedCallback() {
      this.attachShadow({ mode: 'open' }).innerHTML = '<p>Im Schatten: ' + this.dataset.name + '</p><input value="' + this.dataset.name + '">'; } });</script>`);
}

test('the same page filled for two citizens looks the same, wherever it shows them', async () => {
  const pictures = [await shot(everywhere(one), { ...one }), await shot(everywhere(other), { ...other })];
  expect(pictures[0]?.equals(pictures[1] ?? Buffer.alloc(0))).toBe(true);
  expect(await page.evaluate<string>('document.body.innerText')).toContain(`Vorgang von ${other.name}`);
});

test('a choice is not told by which of the choices is covered', async () => {
  const choices = (chosen: string): string =>
    htmlPage(`<fieldset><legend>Geschlecht</legend>${['Rüde', 'Hündin'].map((each) => `<label><input type="radio" ${each === chosen ? 'checked' : ''}> ${each}</label>`).join('')}</fieldset>
      <fieldset><legend>Tage</legend>${['Rüde', 'Hündin'].map((each) => `<input type="checkbox" ${each === chosen ? 'checked' : ''}> ${each}<br>`).join('')}</fieldset>
      <div role="radiogroup"><span role="radio">Rüde</span> <span role="radio">Hündin</span></div><label><input type="checkbox"> Assistenzhund</label>`);
  const pictures = [await shot(choices('Rüde'), { sex: 'Rüde' }), await shot(choices('Hündin'), { sex: 'Hündin' })];
  expect(pictures[0]?.equals(pictures[1] ?? Buffer.alloc(0))).toBe(true);
  expect(await page.evaluate<string>('document.body.innerText')).toContain('Rüde');
});

test('what may be read is shown, passwords are not', async () => {
  const unmasked: Unmasked = { fields: ['breed'], selectors: ['#breed', '#breed *', 'input[type=password]'] };
  const same = { ...one, breed: other.breed };
  const shown = [await shot(everywhere(one), { ...one }, unmasked), await shot(everywhere(same), { ...same }, unmasked)];
  expect(shown[0]?.equals(shown[1] ?? Buffer.alloc(0))).toBe(false);
  const password = (value: string): string => htmlPage(`<input type="password" value="${value}">`);
  const passwords = [await shot(password('a'), {}, unmasked), await shot(password('abcdef'), {}, unmasked)];
  expect(passwords[0]?.equals(passwords[1] ?? Buffer.alloc(0))).toBe(true);
});

async function confirmationOf(citizen: Citizen): Promise<Map<string, Buffer>> {
  const attempt = testAttempt({ evidence: true });
  await page.setContent(everywhere(citizen));
  await page.waitForLoadState();
  await captureConfirmation(page, { record: { ...citizen } }, attempt);
  return new Map(attempt.kept.map(({ name, bytes }) => [name, Buffer.from(bytes)]));
}

/** The drawing of a PDF, without when it was made. */
const drawn = (pdf: Buffer | undefined): string =>
  (pdf ?? Buffer.alloc(0)).toString('latin1').replace(/\/(CreationDate|ModDate) ?\([^)]*\)|\/ID ?\[[^\]]*\]/g, '');

test('the confirmation of two citizens is the same as PDF, as HTML and as it is read out', async () => {
  const [first, second] = [await confirmationOf(one), await confirmationOf(other)];
  expect([...first.keys()]).toEqual(['confirmation.pdf', 'confirmation.html', 'confirmation.aria.yaml']);
  for (const name of ['confirmation.html', 'confirmation.aria.yaml']) {
    const text = first.get(name)?.toString() ?? '';
    expect(text).toContain('█████');
    expect(text).not.toMatch(/Wolfgang|Mommsen|1951|0648|1\.234|<script|akte\?/i);
    expect(text.replaceAll('Dackel', 'Collie')).toBe(second.get(name)?.toString());
  }
  expect(first.get('confirmation.html')?.toString()).toMatch(/Im Rahmen: █.*/s);
  expect(first.get('confirmation.html')?.toString()).toContain('Im Schatten: █');
  expect(drawn(first.get('confirmation.pdf'))).toBe(drawn(second.get('confirmation.pdf')));
  expect(drawn(first.get('confirmation.pdf'))).not.toContain('/URI');
  expect(await page.evaluate<string>(`document.querySelector('a[href*=SID]').href`)).toContain('?SID=');
});

test('the table of what was compared names fields and no values', async () => {
  const attempt = testAttempt({ evidence: true });
  await captureReadBack(
    [
      { label: 'Name <b>', form: 'filled', saved: 'differs' },
      { label: 'Ort', form: 'filled' },
    ],
    attempt,
  );
  const text = Buffer.from(attempt.kept[0]?.bytes ?? []).toString();
  expect(attempt.kept[0]).toMatchObject({ kind: 'read-back', name: 'read-back.html' });
  expect(text).toContain('<tr><th scope="row">Name &lt;b&gt;</th><td>stimmt überein</td><td>weicht ab</td></tr>');
});

test('nothing is taken when nobody wants evidence, and a page that is gone fails nothing', async () => {
  const unwanted = testAttempt();
  await captureForm(page, { name: 'form', record: {} }, unwanted);
  expect(unwanted.kept).toEqual([]);
  const gone = await own.newPage();
  await gone.close();
  const attempt = testAttempt({ evidence: true });
  await captureForm(gone, { name: 'form', record: {} }, attempt);
  await captureUnexpected(gone, { record: {} }, attempt);
  expect(attempt.kept).toEqual([]);
});

test('every text of a record is known, in lists and in both spellings of a date', () => {
  expect(recordTexts({ a: 'x', b: [{ c: '2001-02-03' }], d: true, e: 7, f: ' ' })).toEqual([
    'x',
    '2001-02-03',
    '03.02.2001',
    '3.2.2001',
    '03.02.01',
    '7',
  ]);
});
