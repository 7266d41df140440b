import { MvElement, h } from './element.js';
import { ServerError, ask } from './server.js';

/** Sign-in: name and password, a code, or a new password. */
class MvAnmelden extends MvElement {
  connectedCallback() {
    const make = { code: () => this.#code(), kennwort: () => this.#password() }[this.stufe.name];
    if (make) make();
    else this.#name();
  }

  #name() {
    const query = new URLSearchParams(location.search);
    const notice = query.get('grund') === 'zeit' ? 'Ihre Sitzung ist abgelaufen. Bitte melden Sie sich erneut an.' : undefined;
    const fields = [
      ['benutzername', 'Benutzername', 'text', 'username'],
      ['kennwort', 'Kennwort', 'password', 'current-password'],
    ];
    this.#form({ titel: 'Anmelden', fields, knopf: 'Anmelden', notice, path: 'anmeldung' });
  }

  #code() {
    this.#form({
      titel: 'Zweiter Faktor',
      fields: [['code', 'Bestätigungscode', 'text', 'one-time-code']],
      knopf: 'Bestätigen',
      path: 'anmeldung/code',
    });
  }

  #password() {
    const fields = [
      ['alt', 'Bisheriges Kennwort', 'password', 'current-password'],
      ['neu', 'Neues Kennwort', 'password', 'new-password'],
      ['wiederholung', 'Neues Kennwort wiederholen', 'password', 'new-password'],
    ];
    this.#form({
      titel: 'Kennwort ändern',
      fields,
      knopf: 'Kennwort ändern',
      notice: 'Ihr Kennwort ist abgelaufen. Bitte vergeben Sie ein neues.',
      path: 'anmeldung/kennwort',
    });
  }

  #form({ titel, fields, knopf, notice, path }) {
    const alert = h('div', { class: 'fehler', role: 'alert', hidden: true });
    const inputs = fields.map(([name, , type, autocomplete]) => h('input', { type, name, id: name, autocomplete }));
    const send = async (event) => {
      event.preventDefault();
      const values = Object.fromEntries(inputs.map((input) => [input.name, input.value]));
      const answer = await ask('POST', path, values).catch((error) => {
        if (!(error instanceof ServerError)) throw error;
        return { stand: 'fehler', text: error.message };
      });
      if (answer.stand === 'angemeldet') {
        return this.tell('mv-angemeldet', { benutzer: answer.benutzer, ziel: new URLSearchParams(location.search).get('ziel') ?? '/' });
      }
      if (answer.stand === 'weiter') return this.tell('mv-gehe', `/anmelden/${answer.stufe}`);
      alert.textContent = answer.text;
      alert.hidden = false;
      return undefined;
    };
    this.show(
      h('h1', {}, titel),
      notice && h('p', { class: 'meldung', role: 'status' }, notice),
      alert,
      h(
        'form',
        { onsubmit: send },
        fields.flatMap(([name, label], at) => [h('label', { for: name }, label), inputs[at]]),
        h('div', { class: 'knoepfe' }, h('button', { class: 'haupt' }, knopf)),
      ),
    );
  }
}

/** The start page. */
class MvUebersicht extends MvElement {
  async connectedCallback() {
    const { bereiche } = await ask('GET', 'uebersicht');
    const tiles = bereiche.map(({ art, titel, anzahl }) =>
      h(
        'section',
        { class: 'kachel' },
        h('h2', {}, titel),
        h('p', { class: 'zahl' }, String(anzahl)),
        h('p', {}, anzahl === 1 ? 'Datensatz' : 'Datensätze'),
        h('a', { class: 'knopf haupt', href: `/${art}/neu` }, 'Neu erfassen'),
        h('a', { class: 'knopf', href: `/${art}` }, 'Liste'),
      ),
    );
    this.show(h('h1', {}, 'Übersicht'), h('div', { class: 'kacheln' }, tiles));
  }
}

/** What is shown after a record was entered. */
class MvBestaetigung extends MvElement {
  connectedCallback() {
    const { art, aktenzeichen } = this.dataset;
    this.show(
      h('h1', {}, 'Bestätigung'),
      h('p', { class: 'meldung erfolg', role: 'status' }, 'Der Datensatz wurde gespeichert.'),
      h('p', {}, 'Aktenzeichen: ', h('strong', { class: 'aktenzeichen', 'data-testid': 'aktenzeichen' }, aktenzeichen)),
      h(
        'p',
        {},
        h('a', { class: 'knopf haupt', href: `/${art}/${aktenzeichen}` }, 'Zum Datensatz'),
        ' ',
        h('a', { class: 'knopf', href: `/${art}/neu` }, 'Weiteren Datensatz erfassen'),
      ),
    );
  }
}

/** A saved record, read from the server. */
class MvDatensatz extends MvElement {
  async connectedCallback() {
    const { art, aktenzeichen } = this.dataset;
    const record = await ask('GET', `${art}/${aktenzeichen}`);
    if (!record.aktenzeichen) return this.show(h('p', { class: 'meldung' }, 'Der Datensatz ist nicht vorhanden.'));
    const parts = record.abschnitte.flatMap(({ titel, felder }) => [
      h('h2', {}, titel),
      h(
        'dl',
        {},
        felder.flatMap(({ name, label, wert }) => [h('dt', {}, label), h('dd', { 'data-feld': name }, wert)]),
      ),
    ]);
    return this.show(
      h('h1', {}, `${record.titel} ${record.aktenzeichen}`),
      h(
        'dl',
        {},
        h('dt', {}, 'Aktenzeichen'),
        h('dd', { 'data-testid': 'aktenzeichen' }, record.aktenzeichen),
        h('dt', {}, 'Status'),
        h('dd', { 'data-testid': 'status' }, record.status),
        h('dt', {}, 'Erfasst am'),
        h('dd', {}, record.erfasst),
      ),
      ...parts,
      record.anlagen.length > 0 && h('h2', {}, 'Hochgeladene Anlagen'),
      h(
        'ul',
        { 'data-testid': 'anlagen' },
        record.anlagen.map(({ name, groesse }) => h('li', {}, `${name} (${groesse} Byte)`)),
      ),
    );
  }
}

customElements.define('mv-anmelden', MvAnmelden);
customElements.define('mv-uebersicht', MvUebersicht);
customElements.define('mv-bestaetigung', MvBestaetigung);
customElements.define('mv-datensatz', MvDatensatz);
