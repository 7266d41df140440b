import { MvElement, h } from './element.js';

/** What all fields have in common: a definition, a value that lives in the element and not in its markup, a message. */
export class MvField extends MvElement {
  #value;
  #message;

  get value() {
    return this.#value ?? this.empty;
  }

  get empty() {
    return '';
  }

  connectedCallback() {
    this.#message = h('span', { class: 'feldfehler', id: 'meldung', role: 'alert' });
    this.show(
      ...this.build(this.feld),
      this.feld.hinweis && h('span', { class: 'hinweis', id: 'hinweis' }, this.feld.hinweis),
      this.#message,
    );
  }

  /** Takes a new value from the user. */
  take(value) {
    this.#value = value;
    this.tell('mv-wert', { name: this.feld.name });
  }

  /** Shows what is saved already; choices keep it without showing it. */
  preset(value) {
    this.#value = value;
    const control = this.shadowRoot.querySelector('input[data-eingabe]:not([role=combobox]), textarea');
    if (control?.type === 'checkbox') control.checked = value === true;
    else if (control && control.type !== 'file' && typeof value === 'string') control.value = value;
  }

  set message(text) {
    this.#message.textContent = text ?? '';
    for (const control of this.shadowRoot.querySelectorAll('[data-eingabe]')) control.setAttribute('aria-invalid', String(Boolean(text)));
  }

  get message() {
    return this.#message.textContent;
  }

  set checking(isChecking) {
    this.classList.toggle('pruefung', isChecking);
  }

  star() {
    return this.feld.pflicht && h('span', { class: 'stern', 'aria-hidden': 'true' }, ' *');
  }
}

const inputTypes = { date: 'date', email: 'email', tel: 'tel' };
const placeholders = { 'german-date': 'TT.MM.JJJJ', amount: '0,00' };

/** A line of text, a date, an amount, or an area of text. */
class MvFeld extends MvField {
  build(feld) {
    const attributes = {
      id: 'eingabe',
      name: feld.name,
      autocomplete: 'off',
      'data-eingabe': true,
      'aria-required': feld.pflicht && 'true',
      'aria-describedby': 'meldung',
      placeholder: placeholders[feld.art],
      oninput: (event) => this.take(event.target.value),
      'onmv-maske': (event) => this.take(event.target.value),
      onblur: () => this.tell('mv-verlassen'),
    };
    const control =
      feld.art === 'textarea'
        ? h('textarea', { ...attributes, rows: '4' })
        : h('input', { ...attributes, type: inputTypes[feld.art] ?? 'text' });
    return [h('label', { for: 'eingabe' }, feld.label, this.star()), control];
  }
}

/** A box to tick. */
class MvHaken extends MvField {
  get empty() {
    return false;
  }

  build(feld) {
    const box = h('input', {
      type: 'checkbox',
      id: 'eingabe',
      name: feld.name,
      'data-eingabe': true,
      onchange: () => this.take(box.checked),
    });
    return [h('span', { class: 'zeile' }, box, h('label', { for: 'eingabe' }, feld.label))];
  }
}

/** Rows of text in a table that grows. */
class MvZeilen extends MvField {
  get empty() {
    return [];
  }

  build(feld) {
    const rows = h('tbody');
    const collect = () => this.take([...rows.querySelectorAll('input')].map((input) => input.value));
    const add = () => {
      const number = rows.children.length + 1;
      const input = h('input', {
        type: 'text',
        autocomplete: 'off',
        'aria-label': `${feld.label} ${number}`,
        'data-eingabe': true,
        oninput: collect,
      });
      const remove = h(
        'button',
        { type: 'button', 'aria-label': `${feld.label} ${number} entfernen`, onclick: () => (row.remove(), collect()) },
        '✕',
      );
      const row = h('tr', {}, h('td', {}, String(number)), h('td', {}, input), h('td', {}, remove));
      rows.append(row);
      return input;
    };
    add();
    const head = h('thead', {}, h('tr', {}, h('th', {}, 'Nr.'), h('th', {}, feld.label), h('th')));
    return [
      h('span', { class: 'beschriftung', id: 'name' }, feld.label, this.star()),
      h('table', { 'aria-labelledby': 'name', class: 'zeilen' }, head, rows),
      h('button', { type: 'button', onclick: () => add().focus() }, `Weitere ${feld.label}`),
    ];
  }
}

/** Files, sent to the server as soon as they are chosen. */
class MvDatei extends MvField {
  build(feld) {
    const list = h('ul', { class: 'dateien' });
    const input = h('input', {
      type: 'file',
      id: 'eingabe',
      multiple: feld.mehrere,
      'data-eingabe': true,
      onchange: () => {
        const files = [...input.files];
        list.replaceChildren(...files.map((file) => h('li', {}, `${file.name} (${file.size} Byte)`)));
        this.tell('mv-dateien', { name: feld.name, files });
      },
    });
    return [h('label', { for: 'eingabe' }, feld.label), input, list];
  }
}

customElements.define('mv-feld', MvFeld);
customElements.define('mv-haken', MvHaken);
customElements.define('mv-zeilen', MvZeilen);
customElements.define('mv-datei', MvDatei);
