import { MvElement, h } from './element.js';
import { ask } from './server.js';

const rowHeight = 36;
const spareRows = 3;

/** Records in a list of which only the visible rows are in the page. */
class MvListe extends MvElement {
  #records = [];
  #drawn = '';

  connectedCallback() {
    const head = h(
      'div',
      { role: 'row', class: 'kopfzeile' },
      ['Aktenzeichen', 'Name', 'Fremdschlüssel', 'Erfasst am'].map((name) => h('span', { role: 'columnheader' }, name)),
    );
    const body = h(
      'div',
      { role: 'rowgroup', class: 'rollbar', tabindex: '0', onscroll: () => this.#draw() },
      h('div', { class: 'hoehe' }),
    );
    this.show(h('div', { role: 'table', 'aria-label': 'Treffer' }, head, body));
    this.#draw();
  }

  set records(records) {
    this.#records = records;
    this.#drawn = '';
    if (this.isConnected) this.#draw();
  }

  #draw() {
    const body = this.find('.rollbar');
    const first = Math.max(0, Math.floor(body.scrollTop / rowHeight) - spareRows);
    const last = Math.min(this.#records.length, Math.ceil((body.scrollTop + body.clientHeight) / rowHeight) + spareRows);
    this.find('[role=table]').setAttribute('aria-rowcount', String(this.#records.length + 1));
    if (this.#drawn === `${first}-${last}`) return;
    this.#drawn = `${first}-${last}`;
    const space = this.find('.hoehe');
    space.style.height = `${this.#records.length * rowHeight}px`;
    space.replaceChildren(...this.#records.slice(first, last).map((record, at) => rowOf(record, first + at)));
  }
}

function rowOf({ art, aktenzeichen, name, fremdschluessel, erfasst }, at) {
  const row = h(
    'div',
    { role: 'row', 'aria-rowindex': String(at + 2), class: 'treffer' },
    h('span', { role: 'cell' }, h('a', { href: `/${art}/${aktenzeichen}` }, aktenzeichen)),
    [name, fremdschluessel, erfasst].map((text) => h('span', { role: 'cell' }, text)),
  );
  row.style.transform = `translateY(${at * rowHeight}px)`;
  return row;
}

/** Search in all records. */
class MvSuche extends MvElement {
  connectedCallback() {
    const input = h('input', { type: 'search', id: 'begriff', autocomplete: 'off' });
    input.value = this.begriff.text;
    const search = (event) => {
      event?.preventDefault();
      history.replaceState(undefined, '', `/suche?${new URLSearchParams({ begriff: input.value })}`);
      return this.#search(input.value);
    };
    this.show(
      h('h1', {}, 'Suche'),
      h(
        'form',
        { class: 'suche', onsubmit: search },
        h('label', { for: 'begriff' }, 'Suchbegriff'),
        input,
        h('button', { class: 'haupt' }, 'Suchen'),
      ),
      h('div', { id: 'ergebnis', 'aria-live': 'polite' }),
    );
    if (input.value !== '') return this.#search(input.value);
    return undefined;
  }

  async #search(term) {
    const result = this.find('#ergebnis');
    result.replaceChildren(h('p', { class: 'laedt' }, 'Suche läuft …'));
    const { treffer } = await ask('GET', `suche?${new URLSearchParams({ begriff: term })}`);
    result.replaceChildren(h('h2', { 'data-testid': 'trefferzahl' }, `${treffer.length} Treffer`), listOf(treffer));
  }
}

/** All records of a kind. */
class MvBestand extends MvElement {
  async connectedCallback() {
    const { art } = this.dataset;
    this.show(h('p', { class: 'laedt' }, 'Wird geladen …'));
    const { titel, treffer } = await ask('GET', `suche?${new URLSearchParams({ art })}`);
    this.show(h('h1', {}, titel), h('p', {}, h('a', { class: 'knopf haupt', href: `/${art}/neu` }, 'Neu erfassen')), listOf(treffer));
  }
}

function listOf(records) {
  if (records.length === 0) return h('p', { class: 'meldung', 'data-testid': 'keine-treffer' }, 'Keine Datensätze gefunden.');
  const list = h('mv-liste');
  list.records = records;
  return list;
}

customElements.define('mv-liste', MvListe);
customElements.define('mv-suche', MvSuche);
customElements.define('mv-bestand', MvBestand);
