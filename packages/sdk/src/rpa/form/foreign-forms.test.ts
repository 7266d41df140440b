import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { htmlPage, testBrowser } from '../rpa-harness.test-support.ts';
import { fillByLabel } from './fill-by-label.ts';
import type { FieldRules, FormFields } from './form-fields.ts';
import { compareByLabel, compareShown } from './read-back.ts';

let own: Awaited<ReturnType<typeof testBrowser>>;
let page: Page;

beforeAll(async () => {
  own = await testBrowser();
  page = await own.newPage();
});
afterAll(() => own.close());

const show = (body: string): Promise<void> => page.setContent(htmlPage(body));
const valueOf = (script: string): Promise<unknown> => page.evaluate(script);

async function fill(fields: FormFields, rules: FieldRules = {}) {
  const report = await fillByLabel(page, fields, { patienceMs: 100, timeoutMs: 1000, rules });
  expect(await compareByLabel(page, fields, rules)).toEqual([]);
  return report;
}

const row = (words: string, field: string): string =>
  `<div class="row"><div class="words"><span>${words}:</span><i role="img"></i></div><div class="value"><input type="hidden" value="1">${field}</div></div>`;

test('rows of boxes: the words stand in the box before, and what is hidden beside the field does not claim them', async () => {
  await show(
    row('Familienname', '<input id="a">') +
      row('Beginn', '<div><div><input id="b"></div><div>(keine Angabe)</div></div>') +
      row('Anschrift', '<textarea id="c"></textarea>'),
  );
  expect(await fill({ Familienname: 'Öz', Beginn: '2026-10-01', Anschrift: 'Weg 1' })).toMatchObject({ together: 3 });
  expect(await valueOf('[a, b, c].map((x) => x.value).join("|")')).toBe('Öz|2026-10-01|Weg 1');
});

test('toggles of one name in a group without a legend are named by the words before it', async () => {
  const box = (type: string, name: string, id: string): string =>
    `<div><input type="${type}" name="${name}" id="${id}"><label for="${id}">${id}</label></div>`;
  await show(
    row('Eigenschaften', `<fieldset><div>${box('checkbox', 'e', 'gechipt') + box('checkbox', 'e', 'kastriert')}</div></fieldset>`) +
      row('Geschlecht', `<fieldset><div>${box('radio', 'g', 'Rüde') + box('radio', 'g', 'Hündin')}</div></fieldset>`),
  );
  await fill({ Eigenschaften: ['kastriert'], Geschlecht: 'Hündin' });
  expect(await valueOf(`[...document.querySelectorAll(':checked')].map((each) => each.id).join()`)).toBe('kastriert,Hündin');
});

test('a select drawn by a script over its native twin is named by the words before both', async () => {
  await show(
    row(
      'Rasse',
      `<div style="position:relative"><select id="s" style="position:absolute;width:.5px;padding:0;border:0;opacity:0"><option>-</option><option>Dackel</option></select>
       <button id="w" role="combobox" aria-haspopup="listbox" type="button">-</button></div>`,
    ) +
      `<div role="listbox" id="list" style="position:absolute;display:none"><a role="option">-</a><a role="option">Dackel</a></div><script>
      w.onclick = () => { list.style.display = 'block'; };
      list.onclick = (e) => { w.textContent = s.value = e.target.textContent; list.style.display = 'none'; };</script>`,
  );
  expect(await fill({ Rasse: 'Dackel' })).toMatchObject({ byHand: 1 });
  expect(await valueOf('s.value')).toBe('Dackel');
});

const tokens = (id: string, mark: string): string => `<div class="box"><input id="${id}"></div><script>
  { const field = document.getElementById('${id}');
  field.addEventListener('blur', () => take());
  const take = () => { if (field.value === '') return; const token = document.createElement('div'); token.innerHTML = '<span></span>${mark}';
    token.firstChild.textContent = field.value; field.before(token); field.value = ''; }; }</script>`;

test('a field that makes entries of what is typed holds them beside it, one or several', async () => {
  await show(row('Beteiligte', tokens('a', '<a>×</a>')) + row('Schlagworte', tokens('b', '<i class="chip-remove"></i>')));
  await fill({ Beteiligte: 'ada@example.org' });
  await fill({ Beteiligte: 'ada@example.org', Schlagworte: ['Hund', 'Steuer'] });
  expect(await valueOf(`[...document.querySelectorAll('.box span')].map((each) => each.textContent).join()`)).toBe(
    'ada@example.org,Hund,Steuer',
  );
  expect(await compareByLabel(page, { Schlagworte: ['Hund'] })).toEqual([{ label: 'Schlagworte', state: 'differs' }]);
});

test('a record page without tables shows its values in the box after the words, or right behind them', async () => {
  const shown = (words: string, value: string): string =>
    `<div class="row"><div class="words"><span>${words}:</span></div><div>${value}</div></div>`;
  await show(
    shown('Familienname', 'Öz') +
      shown('Anschrift', 'Weg 1<br>03046 Cottbus') +
      shown('Eigenschaften', '<ul><li>gechipt</li><li>kastriert</li></ul>') +
      `<p><strong>Rasse:</strong> Dackel<br><strong>Geboren:</strong> 01.02.2024</p><h4>Bemerkung</h4><div style="text-transform:uppercase">bissig</div>`,
  );
  const fields = {
    Familienname: 'Öz',
    Anschrift: 'Weg 1\n03046 Cottbus',
    Eigenschaften: ['kastriert', 'gechipt'],
    Rasse: 'Dackel',
    Geboren: '2024-02-01',
    Bemerkung: 'bissig',
  };
  expect(await compareShown(page, fields)).toEqual([]);
  expect(await compareShown(page, { Rasse: 'Dogge', Familienname: 'Oz', Farbe: 'rot' })).toEqual([
    { label: 'Rasse', state: 'differs' },
    { label: 'Familienname', state: 'differs' },
    { label: 'Farbe', state: 'unknown' },
  ]);
});

test('what stands in a text field that nobody sends is entered by hand until the field behind it has it', async () => {
  const field = (id: string): string =>
    `<input name="${id}" id="${id}" style="display:none"><div><div><input id="${id}-shown"></div></div>`;
  await show(`<form>${row('Antragsteller', field('a'))}${row('Vertreter', field('b'))}</form><script>
    let typed = false;
    document.getElementById('a-shown').addEventListener('keydown', (e) => { typed = true; });
    document.getElementById('a-shown').addEventListener('blur', (e) => { if (typed) a.value = e.target.value; });</script>`);
  expect(await fill({ Antragsteller: 'ada@example.org' })).toMatchObject({ byHand: 1 });
  expect(await valueOf('a.value')).toBe('ada@example.org');
  const ended = await fillByLabel(page, { Vertreter: 'Geheim' }, { patienceMs: 100, timeoutMs: 1000 }).catch((error: unknown) => error);
  expect(ended).toMatchObject({ code: 'AB_FORM_NOT_FILLED' });
});

const drawnSelect = (id: string, attributes: string, names: readonly string[]): string => `
  <p><label for="${id}">Feld ${id}</label> <select id="${id}" ${attributes} style="position:absolute;clip:rect(0,0,0,0);width:1px;height:1px;border:0;padding:0">${names
    .map((each) => `<option>${each}</option>`)
    .join('')}</select><span class="box" data-for="${id}" style="display:inline-block;border:1px solid;min-width:90px"></span></p>`;

/** A script that draws selects: of one value as text with a role that is none, of several as entries before a search field. */
const drawing = `<div id="drop" style="position:absolute;display:none;background:#fff"><input id="look"><ul id="hits"></ul></div><script>
  let open;
  const draw = (select, box) => {
    box.innerHTML = select.multiple
      ? '<span role="combobox"><ul>' + [...select.selectedOptions].map((o) => '<li>×' + o.text + '</li>').join('') + '<li><input type="search" role="searchbox"></li></ul></span>'
      : '<span role="combobox" aria-haspopup="true" tabindex="0"><span role="textbox" aria-readonly="true">' + (select.selectedOptions[0]?.text || '-') + '</span></span>';
  };
  const list = (names) => { hits.innerHTML = ''; for (const name of names) { const li = document.createElement('li'); li.textContent = name;
    li.onmouseup = () => { const { select, box } = open; let option = [...select.options].find((o) => o.text === name);
      if (!option) select.append(option = new Option(name, 'v-' + name)); option.selected = true;
      select.dispatchEvent(new Event('change', { bubbles: true })); draw(select, box); drop.style.display = 'none'; }; hits.append(li); } };
  look.oninput = () => setTimeout(() => list(['Hauptstraße', 'Hauptweg'].filter((each) => each.startsWith(look.value))), 60);
  for (const box of document.querySelectorAll('.box')) { const select = document.getElementById(box.dataset.for); draw(select, box);
    box.onclick = () => { open = { select, box }; look.value = ''; drop.style.display = 'block';
      drop.style.top = box.getBoundingClientRect().bottom + 'px'; list([...select.options].map((o) => o.text)); }; }
</script>`;

test('selects that a script draws over native ones: one value, several, and one that is searched for on a server', async () => {
  await show(
    drawnSelect('a', '', ['-', 'Dackel', 'Dackel Mischling']) +
      drawnSelect('b', 'multiple', ['gechipt', 'kastriert', 'blind']) +
      drawnSelect('c', '', []) +
      drawing,
  );
  await fill({ 'Feld a': 'Dackel', 'Feld b': ['blind', 'gechipt'], 'Feld c': 'Hauptweg' });
  expect(await valueOf('[a, b, c].map((x) => [...x.selectedOptions].map((o) => o.value).join("+")).join("|")')).toBe(
    'Dackel|gechipt+blind|v-Hauptweg',
  );
  const ended = await fillByLabel(page, { 'Feld c': 'Geheim' }, { patienceMs: 100, timeoutMs: 500 }).catch((error: unknown) => error);
  expect(ended).toMatchObject({ code: 'AB_FORM_NOT_FILLED' });
  expect(JSON.stringify(ended)).not.toContain('Geheim');
});

test('a text that must be chosen from what comes up while typing is chosen there', async () => {
  await show(`<label>Ort <input id="o" autocomplete="off"></label><label>Name <input id="n"></label>
    <ul id="l" style="position:absolute;display:none"><li>Cottbus</li><li>Cottbus-Süd</li></ul><script>
    let chosen = '';
    o.oninput = (e) => { chosen = ''; if (e.isTrusted) setTimeout(() => { l.style.display = 'block'; }, 60); };
    l.onmousedown = (e) => { e.preventDefault(); chosen = o.value = e.target.textContent; l.style.display = 'none'; };
    o.onblur = () => { o.value = chosen; };</script>`);
  await fill({ Ort: 'Cottbus', Name: 'Öz' });
  expect(await valueOf('chosen + "|" + o.value + "|" + n.value')).toBe('Cottbus|Cottbus|Öz');
});
