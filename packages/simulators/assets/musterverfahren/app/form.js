import { enhance } from '../quirks.js';
import { MvElement, h } from './element.js';
import { ServerError, ask } from './server.js';

/** Quirks that are made in the fields of a form, each in its shadow root. */
const fieldQuirks = ['hidden-twin', 'rich-text', 'masked-dates'];
/** How many choices a menu has at most; a field with more is searched. */
const longestMenu = 8;
/** How long an optimistic message comes before the request, in milliseconds. */
const optimisticMs = 600;

const tags = { checkbox: 'mv-haken', radio: 'mv-gruppe', list: 'mv-zeilen', file: 'mv-datei', 'multi-select': 'mv-mehrfach' };

/** A record being entered: one tab for each part, each saved by itself, and a button that makes the record of them. */
class MvErfassung extends MvElement {
  #form;
  #draft;
  #parts = [];
  #saved = {};
  #checks = new Set();
  #title = h('h1');

  async connectedCallback() {
    const { art, aktenzeichen } = this.dataset;
    this.#form = await ask('GET', `formulare/${art}`);
    const { entwurf, werte = {} } = await ask('POST', `${art}/entwuerfe`, aktenzeichen && { aktenzeichen });
    this.#draft = entwurf;
    this.#saved = werte;
    this.#parts = this.#form.abschnitte.map((abschnitt) => ({ abschnitt, saved: false, fields: new Map() }));
    this.addEventListener('mv-wert', () => this.#changed());
    this.addEventListener('mv-verlassen', (event) => this.#check(event.composedPath()[0]));
    this.addEventListener('mv-dateien', (event) => this.#upload(event.detail));
    this.#title.textContent = this.#form.titel;
    this.show(this.#title, this.#has('echo-success') && h('p', { class: 'kurzinfo' }), ...this.#body());
    this.#open(0);
    if (this.#has('before-unload')) enhance(this.shadowRoot, ['before-unload']);
    if (this.#form.dialog?.zeitpunkt === 'load') this.#dialog();
  }

  #has(quirk) {
    return this.dataset.quirks.split(' ').includes(quirk);
  }

  get #isOnePage() {
    return this.#parts.length === 1;
  }

  #body() {
    const tabs = this.#parts.map(({ abschnitt }, at) =>
      h(
        'button',
        { type: 'button', role: 'tab', id: `reiter${at}`, 'aria-controls': `flaeche${at}`, onclick: () => this.#open(at) },
        abschnitt.titel,
      ),
    );
    const panels = this.#parts.map((_, at) =>
      h('div', { role: 'tabpanel', id: `flaeche${at}`, 'aria-labelledby': `reiter${at}`, hidden: true }),
    );
    const save = h('button', { type: 'button', class: 'haupt', id: 'speichern', onclick: () => this.#save() }, this.#form.speichern);
    const bar = h('div', { class: 'knoepfe' }, save);
    if (this.#isOnePage) return [panels[0], bar];
    save.disabled = true;
    return [h('div', { role: 'tablist', 'aria-label': 'Abschnitte' }, tabs), ...panels, !this.#form.reiterweise && bar];
  }

  #open(at) {
    for (const [index, panel] of this.shadowRoot.querySelectorAll('[role=tabpanel]').entries()) {
      panel.hidden = index !== at;
      this.find(`#reiter${index}`)?.setAttribute('aria-selected', String(index === at));
    }
    const part = this.#parts[at];
    if (part.fields.size > 0) return;
    const panel = this.find(`#flaeche${at}`);
    for (const feld of part.abschnitt.felder) {
      const field = h(tagOf(feld), { feld, class: 'feld' });
      part.fields.set(feld.name, field);
      panel.append(field);
      enhance(
        field.shadowRoot,
        fieldQuirks.filter((quirk) => this.#has(quirk)),
      );
      if (feld.name in this.#saved) field.preset(this.#saved[feld.name]);
    }
    if (!this.#isOnePage)
      panel.append(
        h(
          'div',
          { class: 'knoepfe' },
          h('button', { type: 'button', class: 'haupt', onclick: () => this.#savePart(at) }, 'Reiter speichern'),
        ),
      );
    if (this.#has('two-buttons')) enhance(this.shadowRoot, ['two-buttons']);
  }

  #changed() {
    const at = this.#parts.findIndex((_, index) => !this.find(`#flaeche${index}`).hidden);
    this.#mark(at, false);
    const line = this.find('.kurzinfo');
    const typed = [...this.#parts[0].fields.values()]
      .map((field) => field.value)
      .filter((value) => typeof value === 'string' && value !== '');
    if (line) line.textContent = `Datensatz ${typed.slice(0, 3).join(', ')}`;
  }

  async #check(field) {
    const checking = ask('POST', `${this.dataset.art}/pruefung`, { feld: field.feld.name, wert: field.value })
      .then(({ meldung }) => (field.message = meldung))
      .catch(() => undefined);
    this.#checks.add(checking);
    field.checking = true;
    await checking;
    field.checking = false;
    this.#checks.delete(checking);
  }

  async #upload({ name, files }) {
    const form = new FormData();
    for (const file of files) form.append('datei', file);
    const uploading = this.#tried(() => ask('POST', `entwuerfe/${this.#draft}/anlagen/${name}`, form));
    this.#checks.add(uploading);
    await uploading;
    this.#checks.delete(uploading);
    this.#changed();
  }

  async #savePart(at) {
    const { abschnitt } = this.#parts[at];
    const felder = await this.#values(at);
    const answer = await this.#tried(() => ask('PUT', `entwuerfe/${this.#draft}/${abschnitt.schluessel}`, { felder }));
    if (answer === undefined || this.#refused(answer)) return;
    this.#mark(at, true);
    this.tell('mv-meldung', { text: `„${abschnitt.titel}“ gespeichert`, art: 'erfolg' });
    if (answer.aktenzeichen) this.#title.textContent = `${this.#form.titel}: ${answer.aktenzeichen}`;
    if (answer.vollstaendig) return this.#done(answer.aktenzeichen);
    const next = this.#parts.findIndex((part) => !part.saved);
    if (next !== -1) this.#open(next);
  }

  async #save(bestaetigt) {
    const button = this.find('#speichern');
    if (button.disabled || !this.#mayLeave(bestaetigt)) return;
    button.disabled = true;
    const felder = this.#isOnePage ? await this.#values(0) : undefined;
    if (this.#has('optimistic')) {
      this.tell('mv-meldung', { text: 'Der Datensatz wurde gespeichert.', art: 'erfolg' });
      await new Promise((resolve) => setTimeout(resolve, optimisticMs));
    }
    if (this.#has('echo-success')) await new Promise((resolve) => setTimeout(resolve, optimisticMs));
    const answer = await this.#tried(() => ask('POST', this.dataset.art, { entwurf: this.#draft, felder, bestaetigt }));
    button.disabled = false;
    if (answer === undefined || this.#refused(answer)) return;
    if (answer.stand === 'rueckfrage') return this.#askAgain(answer.text);
    this.#done(answer.aktenzeichen);
  }

  #mayLeave(bestaetigt) {
    if (bestaetigt) return true;
    if (this.#form.dialog?.zeitpunkt === 'submit' && !this.#dialog()) return false;
    return !this.#has('confirm-save') || confirm('Möchten Sie den Datensatz wirklich speichern?');
  }

  #done(aktenzeichen) {
    this.shadowRoot.dispatchEvent(new Event('mv-gespeichert'));
    this.tell('mv-gehe', `/${this.dataset.art}/${aktenzeichen}/bestaetigung`);
  }

  async #values(at) {
    const fields = [...this.#parts[at].fields];
    for (const [, field] of fields) field.shadowRoot.dispatchEvent(new Event('mv-vor-speichern'));
    await Promise.all(this.#checks);
    return Object.fromEntries(fields.filter(([, field]) => field.feld.art !== 'file').map(([name, field]) => [name, field.value]));
  }

  /** Shows what the server did not take; true when there is something. */
  #refused(answer) {
    if (answer.stand !== 'fehler') return false;
    const at = Math.max(
      0,
      this.#parts.findIndex(({ abschnitt }) => abschnitt.schluessel === answer.abschnitt),
    );
    this.#open(at);
    for (const [name, field] of this.#parts[at].fields) field.message = answer.fehler.find((each) => each.feld === name)?.meldung;
    this.tell('mv-meldung', { text: answer.text ?? 'Bitte prüfen Sie Ihre Eingaben.', art: 'fehler' });
    return true;
  }

  #askAgain(text) {
    const dialog = h('dialog', { 'aria-labelledby': 'frage' }, h('h2', { id: 'frage' }, 'Rückfrage'), h('p', {}, text));
    const close = () => dialog.remove();
    const yes = () => {
      close();
      this.#save(true);
    };
    dialog.append(
      h(
        'div',
        { class: 'knoepfe' },
        h('button', { type: 'button', class: 'haupt', onclick: yes }, 'Ja, endgültig speichern'),
        h('button', { type: 'button', onclick: close }, 'Abbrechen'),
      ),
    );
    this.shadowRoot.append(dialog);
    dialog.showModal();
  }

  #mark(at, isSaved) {
    this.#parts[at].saved = isSaved;
    const tab = this.find(`#reiter${at}`);
    if (tab) tab.dataset.stand = isSaved ? 'gespeichert' : 'offen';
    const button = this.find('#speichern');
    if (button && !this.#isOnePage) button.disabled = this.#parts.some((part) => !part.saved);
  }

  #dialog() {
    const { art, text } = this.#form.dialog;
    return art === 'confirm' ? confirm(text) : (alert(text), true);
  }

  async #tried(act) {
    try {
      return await act();
    } catch (error) {
      if (!(error instanceof ServerError)) throw error;
      this.tell('mv-meldung', { text: error.message, art: 'fehler' });
      return undefined;
    }
  }
}

function tagOf(feld) {
  if (feld.art === 'select') return feld.auswahl.length > longestMenu ? 'mv-suchauswahl' : 'mv-auswahl';
  return tags[feld.art] ?? 'mv-feld';
}

customElements.define('mv-erfassung', MvErfassung);
