import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { htmlPage, testBrowser } from '../rpa-harness.test-support.ts';
import { fillByLabel } from './fill-by-label.ts';
import type { FieldRules, FormFields } from './form-fields.ts';
import { compareByLabel, compareShown, expectFilled } from './read-back.ts';
import { uploadByLabel } from './upload-by-label.ts';

let own: Awaited<ReturnType<typeof testBrowser>>;
let page: Page;
let elsewhere: Server;

beforeAll(async () => {
  own = await testBrowser();
  page = await own.newPage();
  elsewhere = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end(htmlPage('<label>Ort <input id="o"></label>'));
  });
  await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  await own.close();
  elsewhere.closeAllConnections();
  await new Promise((resolve) => elsewhere.close(resolve));
});

async function show(body: string): Promise<void> {
  await page.setContent(htmlPage(body));
}

const quick = { patienceMs: 100, timeoutMs: 1000 };

async function fill(fields: FormFields, rules: FieldRules = {}) {
  const report = await fillByLabel(page, fields, { ...quick, rules });
  expect(await compareByLabel(page, fields, rules)).toEqual([]);
  return report;
}

const valueOf = (script: string): Promise<unknown> => page.evaluate(script);
const codeOf = (act: Promise<unknown>): Promise<unknown> =>
  act.then(
    () => 'no error',
    (error: { code?: string; message: string }) => `${error.code} ${error.message}`,
  );

test('old pages: a bare text, a heading or the cell before names the field, the text after names a tick box', async () => {
  await show(`<form>
    <b>Familienname:</b> <input id="a"><br>Vorname <input id="b">
    <h3>Bemerkung</h3><textarea id="c"></textarea>
    <div><div>Straße</div><div><input id="d"></div></div>
    <table><tr><td>PLZ</td><td><input id="e"></td><td>Ort</td><td><input id="f"></td></tr></table>
    <input type="checkbox" id="g"> Kampfhund<br>
    <table><tr><td>Anrede</td><td><input type="radio" name="r" id="h1"> Herr <input type="radio" name="r" id="h2"> Frau</td></tr></table></form>`);
  const fields = { Familienname: 'A', Vorname: 'B', Bemerkung: 'C', Straße: 'D', PLZ: '03046', Ort: 'F', Kampfhund: true, Anrede: 'Frau' };
  expect(await fill(fields)).toEqual({ together: 8, byHand: 0, fallbacks: [] });
  expect(await valueOf('[a, b, c, d, e, f].map((x) => x.value).join("|") + g.checked + h2.checked')).toBe('A|B|C|D|03046|Ftruetrue');
});

test('rows of a table are named by the head of the column and the number of the row', async () => {
  await show(`<h2>Hunde</h2><table><caption>Hunde</caption><tr><th>Name</th><th>Rasse</th></tr>
    <tr><td><input id="a"></td><td><select id="b"><option>Dackel<option>Dogge</select></td></tr>
    <tr><td><input id="c"></td><td><select id="d"><option>Dackel<option>Dogge</select></td></tr></table>`);
  await fill({ 'Name 1': 'Rex', 'Rasse 1': 'Dogge', 'Hunde > Name 2': 'Bella', 'Rasse 2': 'Dackel' });
  expect(await valueOf('[a, b, c, d].map((x) => x.value).join()')).toBe('Rex,Dogge,Bella,Dackel');
});

test('sections under headings tell two fields of one name apart', async () => {
  await show(`<h2>Halter</h2>Name <input id="a"><h2>Vertreter</h2>Name <input id="b">`);
  await fill({ 'Halter > Name': 'Ada', 'Vertreter > Name': 'Eva' });
  expect(await valueOf('a.value + b.value')).toBe('AdaEva');
});

test('twins that nobody sees do not count: without size, off the page, transparent, hidden from everyone', async () => {
  await show(`<label>Name <input id="t1" style="position:absolute;left:-9999px"></label>
    <label>Name <input id="t2" style="opacity:0"></label><label>Name <input id="t3" style="width:0;height:0;border:0;padding:0"></label>
    <div aria-hidden="true"><label>Name <input id="t4"></label></div><label>Name <input id="real"></label>`);
  await fill({ Name: 'Ada' });
  expect(await valueOf('[t1, t2, t3, t4, real].map((x) => x.value).join("|")')).toBe('||||Ada');
});

test('open shadow roots and frames of the same origin are part of the page, also for real input', async () => {
  await show(`<x-field label="Name"></x-field><x-plain></x-plain><iframe id="f" srcdoc="<fieldset><legend>Halter</legend><label>Ort <input></label>
      <label>Stur <input id=s></label></fieldset><script>let n = 0; s.onchange = () => { if (n++ === 0) s.value = ''; }</script>"></iframe>
    <script>
      customElements.define('x-field', class extends HTMLElement { connectedCallback() { this.attachShadow({ mode: 'open' }).innerHTML = '<input>'; } });
      customElements.define('x-plain', class extends HTMLElement { connectedCallback() {
        this.attachShadow({ mode: 'open' }).innerHTML = '<label for=i>Rasse</label><input id=i><x-field label="Farbe"></x-field>'; } });
    </script>`);
  await page.frames()[1]?.waitForSelector('#s');
  const report = await fill({ Name: 'Ada', Rasse: 'Dackel', Farbe: 'rot', 'Halter > Ort': 'Cottbus', Stur: 'ja' });
  expect(report).toEqual({ together: 4, byHand: 1, fallbacks: [] });
  expect(await valueOf('f.contentDocument.querySelector("input").value + f.contentDocument.querySelector("#s").value')).toBe('Cottbusja');
});

test('a frame of another origin is asked on its own', async () => {
  await show(`<label>Name <input></label><iframe src="http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/"></iframe>`);
  const frame = page.frames()[1];
  await frame?.waitForSelector('#o');
  await fill({ Name: 'Ada', Ort: 'Cottbus' });
  expect(await frame?.inputValue('#o')).toBe('Cottbus');
});

test('dates and numbers are written as the field wants them, and compared by what they mean', async () => {
  await show(`<label>Nativ <input id="a" type="date"></label><label>Text <input id="b"></label><label>Betrag <input id="c"></label>
    <label>Anzahl <input id="d" type="number" step="any"></label><label>IBAN <input id="e"></label><label>Name <input id="f"></label>
    <script>
      c.onchange = () => { c.value = c.value.replace(/(\\d)(\\d{3}),/, '$1.$2,'); };
      e.onchange = () => { e.value = e.value.replace(/(.{4})/g, '$1 ').trim(); };
      f.onchange = () => { f.value = f.value.toUpperCase(); };
    </script>`);
  const rules: FieldRules = {
    Nativ: { as: 'date' },
    Text: { as: 'date' },
    Betrag: { as: 'money' },
    Anzahl: { as: 'number' },
    IBAN: { same: ['space'] },
    Name: { same: ['case'] },
  };
  const fields = { Nativ: '5.3.2026', Text: '2026-03-05', Betrag: '1234.5', Anzahl: '1.234,50', IBAN: 'DE0212030000', Name: 'Öz' };
  expect(await fill(fields, rules)).toMatchObject({ byHand: 0 });
  expect(await valueOf('[a, b, c, d, e, f].map((x) => x.value).join("|")')).toBe(
    '2026-03-05|05.03.2026|1.234,50|1234.50|DE02 1203 0000|ÖZ',
  );
  await show('<label>Betrag <input value="1.234,51"></label>');
  expect(await compareByLabel(page, { Betrag: '1234.5' }, rules)).toEqual([{ label: 'Betrag', state: 'differs' }]);
});

test('a masked field that takes keys only is typed into', async () => {
  await show(`<label>Datum <input id="m" placeholder="TT.MM.JJJJ"></label><script>
    let digits = '';
    const draw = () => { m.value = digits.replace(/^(..)(?=.)/, '$1.').replace(/^(..\\...)(?=.)/, '$1.'); };
    m.addEventListener('keydown', (e) => { if (e.key === 'Tab') return; e.preventDefault();
      if (e.key === 'Backspace') digits = ''; if (/^[0-9]$/.test(e.key) && digits.length < 8) digits += e.key; draw(); });
    m.addEventListener('input', () => { digits = ''; draw(); });
  </script>`);
  expect(await fill({ Datum: '2026-03-05' }, { Datum: { as: 'date' } })).toMatchObject({ byHand: 1 });
  expect(await valueOf('m.value')).toBe('05.03.2026');
});

const popUp = `
  const open = (names, choose) => { close(); const l = document.createElement('ul'); l.id = 'list'; l.setAttribute('role', 'listbox');
    l.style.cssText = 'position:absolute;max-height:60px;overflow:auto;background:#fff';
    for (const n of names) { const o = document.createElement('li'); o.setAttribute('role', 'option'); o.textContent = n;
      o.onmousedown = (e) => { e.preventDefault(); choose(n); close(); }; l.append(o); } document.body.append(l); };
  const close = () => document.getElementById('list')?.remove();`;

test('a combobox with search gets its option by clicking it, not by what was typed', async () => {
  await show(`<label for="c">Rasse</label><input id="c" role="combobox" aria-autocomplete="list"><script>${popUp}
    let chosen = ''; const all = ['Dackel', 'Dackel Mischling', 'Dogge'];
    c.oninput = () => setTimeout(() => open(all.filter((n) => n.startsWith(c.value)), (n) => { chosen = n; c.value = n; }), 80);
    c.onblur = () => { if (chosen !== c.value) c.value = ''; };
  </script>`);
  expect(await fill({ Rasse: 'Dackel' })).toMatchObject({ byHand: 1 });
  expect(await valueOf('chosen')).toBe('Dackel');
  expect(await codeOf(fillByLabel(page, { Rasse: 'Geheim' }, quick))).toMatch(/AB_FORM_NOT_FILLED.*"Rasse"/);
});

test('a select that is a button with a pop-up list, long and virtual, beside its hidden twin', async () => {
  await show(`<label for="twin">Jahr</label><select id="twin" style="display:none"><option>x</select>
    <div id="w" role="combobox" tabindex="0" aria-haspopup="listbox" style="width:90px;border:1px solid">bitte wählen</div><script>
    w.onclick = () => { const l = document.createElement('div'); l.setAttribute('role', 'listbox'); l.style.cssText = 'position:absolute;width:120px;height:60px;overflow:auto';
      const inner = document.createElement('div'); inner.style.cssText = 'position:relative;height:2000px'; l.append(inner); document.body.append(l);
      const draw = () => { inner.innerHTML = ''; for (let i = Math.floor(l.scrollTop / 20); i < l.scrollTop / 20 + 4; i++) {
        const o = document.createElement('div'); o.setAttribute('role', 'option'); o.style.cssText = 'position:absolute;height:20px;width:99px;top:' + i * 20 + 'px';
        o.textContent = 'Jahr ' + (1950 + i); o.onclick = () => { w.textContent = o.textContent; l.remove(); }; inner.append(o); } };
      l.onscroll = draw; draw(); };
  </script>`);
  expect(await fill({ Jahr: 'Jahr 2016' })).toMatchObject({ byHand: 1 });
  expect(await valueOf('w.textContent')).toBe('Jahr 2016');
});

test('an old menu without roles is chosen from by its text', async () => {
  await show(`<label id="l">Art</label><div id="w" role="combobox" aria-labelledby="l" style="width:90px">-</div>
    <div id="menu" style="position:absolute;display:none"><a>Umzug</a><a>Zuzug</a></div><p>Zuzug</p><script>
    w.onclick = () => { menu.style.display = 'block'; };
    menu.onclick = (e) => { w.textContent = e.target.textContent; menu.style.display = 'none'; };</script>`);
  await fill({ Art: 'Zuzug' });
  expect(await valueOf('w.textContent')).toBe('Zuzug');
});

test('several choices: a native list, tick boxes under a legend, a list with roles', async () => {
  await show(`<label>Sprachen <select id="a" multiple><option selected>Deutsch<option>Sorbisch<option>Polnisch</select></label>
    <fieldset><legend>Tage</legend><label><input type="checkbox" id="b1" checked> Mo</label><label><input type="checkbox" id="b2"> Di</label>
      <label><input type="checkbox" id="b3"> Mi</label></fieldset>
    <ul role="listbox" aria-label="Farben" aria-multiselectable="true"><li role="option" aria-selected="false">rot</li><li role="option" aria-selected="false">blau</li></ul>
    <script>document.querySelectorAll('li').forEach((o) => o.onclick = () => o.setAttribute('aria-selected', String(o.getAttribute('aria-selected') !== 'true')));</script>`);
  const fields = { Sprachen: ['Polnisch', 'Sorbisch'], Tage: ['Di', 'Mi'], Farben: ['blau', 'rot'] };
  expect(await fill(fields)).toMatchObject({ together: 2, byHand: 1 });
  expect(await valueOf('[...a.selectedOptions].map((o) => o.text).join() + b1.checked + b2.checked + b3.checked')).toBe(
    'Sorbisch,Polnischfalsetruetrue',
  );
  expect(await compareByLabel(page, { Sprachen: ['Polnisch'] })).toEqual([{ label: 'Sprachen', state: 'differs' }]);
  expect(await codeOf(fillByLabel(page, { Tage: ['Di', 'Geheim'] }, quick))).toMatch(/AB_FORM_NOT_FILLED/);
});

test('buttons that act as radio buttons, tick boxes and switches', async () => {
  await show(`<div role="radiogroup" aria-label="Anrede"><span role="radio" aria-checked="false" id="a">Herr</span><span role="radio" aria-checked="false" id="b">Frau</span></div>
    <button role="switch" aria-checked="true" aria-label="Steuerfrei" id="s">an</button><div role="checkbox" aria-checked="false" aria-label="Spät" id="k">x</div><script>
    const one = (x) => { for (const r of [a, b]) r.setAttribute('aria-checked', String(r === x)); };
    a.onclick = () => one(a); b.onclick = () => one(b); s.onclick = () => s.setAttribute('aria-checked', 'false');
    k.onclick = (e) => { if (e.isTrusted) k.setAttribute('aria-checked', 'true'); };</script>`);
  expect(await fill({ Anrede: 'Frau', Steuerfrei: false, Spät: true })).toMatchObject({ byHand: 1 });
  expect(await valueOf('[a, b, s, k].map((x) => x.getAttribute("aria-checked")).join()')).toBe('false,true,false,true');
});

test('rich text: an editor in the page, and one in a frame over the text area that has the label', async () => {
  await show(`<div id="l">Notiz</div><div contenteditable aria-labelledby="l" id="a"><p>alt</p></div>
    <label for="t">Begründung</label><div><textarea id="t" style="display:none"></textarea><iframe id="f" srcdoc="<body><p>alt</p></body>"></iframe></div>
    <script>f.onload = () => { f.contentDocument.designMode = 'on'; f.contentDocument.body.oninput = () => { t.value = f.contentDocument.body.innerText; }; }</script>`);
  await page.waitForFunction(`document.getElementById('f').contentDocument.designMode === 'on'`);
  await fill({ Notiz: 'eins\nzwei', Begründung: 'weil\nes so ist' });
  expect(await valueOf('a.innerText + "|" + t.value')).toMatch(/^eins\n+zwei\|weil\n+es so ist$/);
});

test('a native select under an overlay is set without a click', async () => {
  await show(`<div style="position:relative"><label>Art <select id="a" style="opacity:0"><option>A<option>B</select></label>
    <div style="position:absolute;inset:0;background:#ccc">Art: A</div></div>`);
  expect(await fill({ Art: 'B' })).toMatchObject({ byHand: 0 });
  expect(await valueOf('a.value')).toBe('B');
});

test('a fallback is noted, and locators that disagree stop before the first write', async () => {
  await show(`<label>Nachname <input id="a" name="fam"></label><label>Vorname <input id="b" name="vor"></label>`);
  const rules = { Familienname: { also: ['name=fam'] }, Vorname: { also: ['name=vor', 'role=textbox Vorname'] } };
  expect(await fill({ Familienname: 'Öz', Vorname: 'Eva' }, rules)).toEqual({ together: 2, byHand: 0, fallbacks: ['Familienname'] });
  await show(`<label>Nachname <input id="a" name="fam"></label><label>Vorname <input id="b" name="vor"></label>`);
  const crossed = { Vorname: { also: ['name=fam'] } };
  expect(await codeOf(fillByLabel(page, { Nachname: 'Öz', Vorname: 'Eva' }, { ...quick, rules: crossed }))).toMatch(
    /AB_FORM_CHANGED.*"Vorname"/,
  );
  expect(await valueOf('a.value + b.value')).toBe('');
});

test('a second locator narrows a label that is there twice', async () => {
  await show(`<label>Name <input id="a" name="halter"></label><label>Name <input id="b" name="vertreter"></label>`);
  await fill({ Name: 'Eva' }, { Name: { also: ['name=vertreter'] } });
  expect(await valueOf('a.value + "|" + b.value')).toBe('|Eva');
});

test('what lies behind a dialog is out of reach, and what lies in it is not', async () => {
  await show(`<label>Name <input id="a"></label><dialog id="d"><label>Ort <input id="b"></label></dialog><script>d.showModal()</script>`);
  expect(await codeOf(fillByLabel(page, { Name: 'Geheim' }, quick))).toMatch(/AB_FORM_CHANGED.*"Name"/);
  await fill({ Ort: 'Cottbus' });
  expect(await valueOf('a.value + b.value')).toBe('Cottbus');
});

test('a value that a framework takes back a turn later is typed instead', async () => {
  await show(`<label>Name <input id="a"></label><script>
    a.addEventListener('input', (e) => { if (!e.isTrusted) queueMicrotask(() => { a.value = ''; }); });</script>`);
  expect(await fill({ Name: 'Ada' })).toMatchObject({ byHand: 1 });
});

test('a value that is taken back later is filled once more by hand when it is read back, if that is wanted', async () => {
  await show(`<label>Name <input id="a"></label><label>Stur <input id="b"></label><script>
    a.addEventListener('input', (e) => { if (!e.isTrusted) setTimeout(() => { a.value = ''; }, 20); });</script>`);
  await fillByLabel(page, { Name: 'Ada' }, quick);
  await page.waitForFunction(`a.value === ''`);
  expect(await codeOf(expectFilled(page, { Name: 'Ada' }, quick))).toMatch(/AB_FORM_NOT_FILLED/);
  const steps: string[] = [];
  await expectFilled(page, { Name: 'Ada' }, { ...quick, mend: true, step: (name, act) => (steps.push(name), act()) });
  expect(steps).toEqual(['fill field by hand']);
  expect(await valueOf('a.value')).toBe('Ada');
});

test('a record page is read with the declared samenesses', async () => {
  await show('<dl><dt>Name</dt><dd>ÖZ</dd><dt>Betrag</dt><dd>1.234,50 €</dd><dt>Tage</dt><dd>Di, Mo</dd></dl>');
  const rules: FieldRules = { Name: { same: ['case'] }, Betrag: { as: 'money' } };
  expect(await compareShown(page, { Name: 'Öz', Betrag: '1234.5', Tage: ['Mo', 'Di'] }, rules)).toEqual([]);
  expect(await compareShown(page, { Name: 'Öz' })).toEqual([{ label: 'Name', state: 'differs' }]);
});

test('an upload behind a button takes the file, too', async () => {
  await show(
    `<button id="b" type="button">Nachweis hochladen</button><input type="file" id="f" style="display:none"><script>b.onclick = () => f.click()</script>`,
  );
  const attachment = {
    ref: 'a1',
    name: 'a.pdf',
    mediaType: 'application/pdf',
    size: 3,
    sha256: '',
    open: () => Readable.from([Buffer.from('abc')]),
  };
  await uploadByLabel(page, { label: 'Nachweis hochladen', attachments: [attachment] }, quick);
  expect(await valueOf('f.files[0].name')).toBe('a.pdf');
});

test('a tab that crashes while a widget is asked for its list is a tab that is gone, and no field that keeps no value', async () => {
  const lost = await own.newPage();
  await lost.setContent(
    htmlPage(`<label for="w">Rasse</label><button id="w" role="combobox" aria-haspopup="listbox" type="button">-</button>`),
  );
  const session = await lost.context().newCDPSession(lost);
  await lost.exposeFunction('opened', () => void session.send('Page.crash').catch(() => undefined));
  await lost.evaluate(`document.querySelector('#w').addEventListener('click', () => opened())`);
  expect(await codeOf(fillByLabel(lost, { Rasse: 'Dackel' }, quick))).toMatch(/^AB_TARGET_BROKEN/);
});
