/** How many choices make a select a field that is searched. */
const fewChoices = 8;

/** A button and a list over every select, with a state of their own that wins when the form is sent. */
export function selectOverlay(root) {
  for (const select of root.querySelectorAll('select:not([multiple], [data-widget])')) {
    select.dataset.widget = 'overlay';
    overlay(root, select);
  }
}

/** Selects with many choices become a text field that searches them; what is typed and not chosen is dropped. */
export function searchCombobox(root) {
  for (const select of root.querySelectorAll('select:not([multiple], [data-widget])')) {
    if (select.options.length <= fewChoices) continue;
    select.dataset.widget = 'combobox';
    combobox(root, select);
  }
}

function overlay(root, select) {
  let value = select.value;
  const labelOf = (wanted) => [...select.options].find((option) => option.value === wanted)?.text ?? '';
  const button = element('button', { type: 'button', 'aria-haspopup': 'listbox', 'aria-expanded': 'false', class: 'ueber' });
  const list = element('ul', { role: 'listbox', class: 'aufklapp' });
  list.hidden = true;
  const show = () => {
    button.textContent = labelOf(value);
    button.setAttribute('aria-label', `${labelText(root, select)} ${labelOf(value)}`);
  };
  const open = (isOpen) => {
    list.hidden = !isOpen;
    button.setAttribute('aria-expanded', String(isOpen));
  };
  fillList(list, [...select.options], (chosen) => {
    value = chosen.value;
    select.value = value;
    show();
    open(false);
    select.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
  });
  button.addEventListener('click', () => open(list.hidden));
  select.addEventListener('change', () => {
    value = select.value;
    show();
  });
  beforeSending(root, () => (select.value = value));
  select.tabIndex = -1;
  select.setAttribute('aria-hidden', 'true');
  const frame = element('span', { class: 'ueberdeckt' });
  select.replaceWith(frame);
  frame.append(select, button, list);
  show();
}

function combobox(root, select) {
  const list = element('ul', { role: 'listbox', class: 'aufklapp', id: `${select.name}_liste`, 'aria-label': labelText(root, select) });
  const input = element('input', {
    type: 'text',
    role: 'combobox',
    id: select.id,
    autocomplete: 'off',
    'aria-autocomplete': 'list',
    'aria-expanded': 'false',
    'aria-controls': list.id,
    placeholder: 'Suchen …',
  });
  if (select.getAttribute('aria-required')) input.setAttribute('aria-required', 'true');
  const chosenText = () => (select.value === '' ? '' : (select.selectedOptions[0]?.text ?? ''));
  const open = (isOpen) => {
    list.hidden = !isOpen;
    input.setAttribute('aria-expanded', String(isOpen));
  };
  const search = () => {
    const term = input.value.toLocaleLowerCase('de');
    const hits = [...select.options].filter((option) => option.value !== '' && option.text.toLocaleLowerCase('de').includes(term));
    fillList(list, hits, (chosen) => {
      select.value = chosen.value;
      input.value = chosen.text;
      open(false);
      select.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
    });
    open(true);
  };
  input.addEventListener('input', search);
  input.addEventListener('focus', () => input.select());
  input.addEventListener('blur', () => {
    input.value = chosenText();
    open(false);
  });
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && !list.hidden) {
      event.preventDefault();
      list.firstElementChild?.dispatchEvent(new MouseEvent('mousedown', { bubbles: true }));
    }
    if (event.key === 'Escape') open(false);
  });
  list.hidden = true;
  input.value = chosenText();
  select.id = '';
  select.style.display = 'none';
  const frame = element('span', { class: 'ueberdeckt' });
  select.replaceWith(frame);
  frame.append(input, select, list);
}

function fillList(list, options, choose) {
  list.replaceChildren(
    ...options.map((option) => {
      const entry = element('li', { role: 'option', 'aria-selected': String(option.selected) });
      entry.textContent = option.text;
      entry.addEventListener('mousedown', (event) => {
        event.preventDefault();
        choose(option);
      });
      return entry;
    }),
  );
}

function beforeSending(root, sync) {
  for (const name of ['submit', 'mv-vor-speichern']) root.addEventListener(name, sync, { capture: true });
}

function labelText(root, control) {
  const label = control.id ? root.querySelector(`label[for="${control.id}"]`) : undefined;
  const nearby = label ?? control.closest('label')?.firstElementChild ?? control.closest('td')?.previousElementSibling;
  return (nearby?.textContent ?? '').replace(/[*:]/g, '').trim();
}

function element(tag, attributes) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}
