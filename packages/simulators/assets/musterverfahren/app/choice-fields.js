import { h } from './element.js';
import { MvField } from './fields.js';

/** One of few choices: a button with a pop-up menu. The menu is in the page only while it is open. */
class MvAuswahl extends MvField {
  build(feld) {
    const shown = h('span', { id: 'gewaehlt' }, '– bitte wählen –');
    const button = h(
      'button',
      {
        type: 'button',
        class: 'auswahl',
        'aria-haspopup': 'listbox',
        'aria-expanded': 'false',
        'aria-labelledby': 'name gewaehlt',
        'data-eingabe': true,
      },
      shown,
    );
    const anchor = h('div', { class: 'anker' }, button);
    const close = () => {
      if (button.getAttribute('aria-expanded') === 'false') return;
      button.setAttribute('aria-expanded', 'false');
      anchor.querySelector('ul').remove();
    };
    const choose = (choice) => {
      shown.textContent = choice.label;
      close();
      this.take(choice.value);
      this.tell('mv-verlassen');
    };
    button.addEventListener('click', () => {
      if (anchor.querySelector('ul')) return close();
      anchor.append(menu(feld.auswahl, this.value, choose));
      button.setAttribute('aria-expanded', 'true');
      (anchor.querySelector('[aria-selected=true]') ?? anchor.querySelector('li')).focus();
    });
    anchor.addEventListener('keydown', (event) => moveInMenu(event, close, button));
    anchor.addEventListener('focusout', (event) => anchor.contains(event.relatedTarget) || close());
    return [h('span', { class: 'beschriftung', id: 'name' }, feld.label, this.star()), anchor];
  }
}

/** One of many choices: a field that searches them. What is typed and not chosen is dropped. */
class MvSuchauswahl extends MvField {
  build(feld) {
    let chosen = '';
    const anchor = h('div', { class: 'anker' });
    const input = h('input', {
      type: 'text',
      id: 'eingabe',
      role: 'combobox',
      autocomplete: 'off',
      'aria-autocomplete': 'list',
      'aria-expanded': 'false',
      'aria-required': feld.pflicht && 'true',
      'data-eingabe': true,
      placeholder: 'Suchen …',
    });
    const close = () => {
      anchor.querySelector('ul')?.remove();
      input.setAttribute('aria-expanded', 'false');
    };
    const choose = (choice) => {
      chosen = choice.label;
      input.value = chosen;
      close();
      this.take(choice.value);
      this.tell('mv-verlassen');
    };
    const search = () => {
      close();
      const term = input.value.toLocaleLowerCase('de');
      const hits = feld.auswahl.filter((choice) => choice.label.toLocaleLowerCase('de').includes(term));
      if (hits.length === 0) return;
      anchor.append(menu(hits, this.value, choose));
      input.setAttribute('aria-expanded', 'true');
    };
    input.addEventListener('input', search);
    input.addEventListener('focus', () => input.select());
    input.addEventListener('blur', () => {
      input.value = chosen;
      close();
    });
    anchor.addEventListener(
      'keydown',
      (event) => event.key === 'Enter' && anchor.querySelector('li')?.dispatchEvent(new MouseEvent('mousedown')),
    );
    anchor.append(input);
    return [h('label', { for: 'eingabe' }, feld.label, this.star()), anchor];
  }
}

/** One of a few choices, all shown. */
class MvGruppe extends MvField {
  build(feld) {
    const choices = feld.auswahl.map((choice, at) =>
      h(
        'span',
        { class: 'wahl' },
        h('input', {
          type: 'radio',
          id: `w${at}`,
          name: feld.name,
          value: choice.value,
          'data-eingabe': true,
          onchange: () => this.take(choice.value),
        }),
        h('label', { for: `w${at}` }, choice.label),
      ),
    );
    return [h('fieldset', {}, h('legend', {}, feld.label, this.star()), choices)];
  }
}

/** Several choices: a list whose entries are switched by a click. */
class MvMehrfach extends MvField {
  get empty() {
    return [];
  }

  build(feld) {
    const toggle = (event, choice) => {
      const isOn = event.currentTarget.getAttribute('aria-selected') !== 'true';
      event.currentTarget.setAttribute('aria-selected', String(isOn));
      this.take(feld.auswahl.map(({ value }) => value).filter((value) => (value === choice.value ? isOn : this.value.includes(value))));
    };
    const entries = feld.auswahl.map((choice) =>
      h('li', { role: 'option', 'aria-selected': 'false', tabindex: '0', onclick: (event) => toggle(event, choice) }, choice.label),
    );
    return [
      h('span', { class: 'beschriftung', id: 'name' }, feld.label, this.star()),
      h('ul', { role: 'listbox', 'aria-multiselectable': 'true', 'aria-labelledby': 'name', class: 'mehrfach' }, entries),
    ];
  }
}

function menu(choices, value, choose) {
  return h(
    'ul',
    { role: 'listbox', class: 'menue', 'aria-labelledby': 'name' },
    choices.map((choice) =>
      h(
        'li',
        {
          role: 'option',
          tabindex: '-1',
          'aria-selected': String(choice.value === value),
          onmousedown: (event) => {
            event.preventDefault();
            choose(choice);
          },
        },
        choice.label,
      ),
    ),
  );
}

function moveInMenu(event, close, button) {
  const active = event.target.closest('li');
  const step = { ArrowDown: 'nextElementSibling', ArrowUp: 'previousElementSibling' }[event.key];
  if (step) {
    event.preventDefault();
    active?.[step]?.focus();
  } else if (event.key === 'Enter' && active) {
    event.preventDefault();
    active.dispatchEvent(new MouseEvent('mousedown', { bubbles: true }));
    button.focus();
  } else if (event.key === 'Escape') {
    close();
    button.focus();
  }
}

customElements.define('mv-auswahl', MvAuswahl);
customElements.define('mv-suchauswahl', MvSuchauswahl);
customElements.define('mv-gruppe', MvGruppe);
customElements.define('mv-mehrfach', MvMehrfach);
