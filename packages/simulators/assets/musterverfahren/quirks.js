import { searchCombobox, selectOverlay } from './quirks-select.js';
import { maskDates, richText } from './quirks-text.js';

/** How long a page waits before it sends, when it shows what was typed as if it were saved; in milliseconds. */
const sendingDelayMs = 400;

const makers = {
  'search-combobox': searchCombobox,
  'select-overlay': selectOverlay,
  'rich-text': richText,
  'masked-dates': maskDates,
  'hidden-twin': hiddenTwin,
  'two-buttons': twoButtons,
  'cookie-banner': cookieBanner,
  'before-unload': beforeUnload,
  'confirm-save': confirmSave,
  'echo-success': echoSuccess,
};

/** Makes the ways of real software, by their names, in a document or a shadow root. */
export function enhance(root, names) {
  for (const [name, make] of Object.entries(makers)) if (names.includes(name)) make(root);
}

/** A template row, hidden and disabled, before every text field: same label, same name. */
function hiddenTwin(root) {
  for (const input of root.querySelectorAll('input:is([type=text], [type=email], [type=tel]):not([role=combobox], [readonly])')) {
    if (input.form?.querySelector('[type=password]')) continue;
    const twin = input.cloneNode();
    twin.id = `${input.id || input.name}_vorlage`;
    twin.value = '';
    twin.disabled = true;
    const label = document.createElement('label');
    label.htmlFor = twin.id;
    label.textContent = nameOf(root, input);
    const row = document.createElement('div');
    row.hidden = true;
    row.append(label, twin);
    input.before(row);
  }
}

/** An invisible button before the one that sends: same text, same name, and it does nothing. */
function twoButtons(root) {
  for (const button of root.querySelectorAll('.knoepfe button.haupt, input.haupt')) {
    if (button.dataset.zwilling) continue;
    button.dataset.zwilling = 'ja';
    const twin = button.cloneNode(true);
    twin.removeAttribute('id');
    twin.style.visibility = 'hidden';
    twin.style.position = 'absolute';
    twin.removeAttribute('onclick');
    twin.addEventListener('click', (event) => {
      event.preventDefault();
      event.stopImmediatePropagation();
    });
    button.before(twin);
  }
}

function cookieBanner() {
  if (document.cookie.includes('mv_cookies=') || document.querySelector('.cookie-hinweis')) return;
  const banner = document.createElement('div');
  banner.className = 'cookie-hinweis';
  banner.innerHTML = `<div role="dialog" aria-modal="true" aria-labelledby="cookie-titel"><h2 id="cookie-titel">Diese Anwendung verwendet Cookies</h2>
<p>Wir verwenden notwendige Cookies für die Anmeldung und, mit Ihrer Zustimmung, weitere zur Auswertung der Nutzung.</p>
<button type="button">Nur notwendige</button> <button type="button" class="haupt">Alle akzeptieren</button></div>`;
  for (const button of banner.querySelectorAll('button')) {
    button.addEventListener('click', () => {
      document.cookie = 'mv_cookies=1; path=/; SameSite=Lax';
      banner.remove();
    });
  }
  document.body.append(banner);
}

function beforeUnload(root) {
  let changed = false;
  const warn = (event) => changed && event.preventDefault();
  addEventListener('beforeunload', warn);
  root.addEventListener('input', () => (changed = true));
  for (const done of ['submit', 'mv-gespeichert']) {
    root.addEventListener(done, (event) => {
      if (!event.defaultPrevented) changed = false;
    });
  }
}

function confirmSave(root) {
  const asked = new WeakSet();
  root.addEventListener(
    'submit',
    (event) => {
      const isSave = event.submitter === null || /speichern/i.test(textOf(event.submitter));
      if (!isSave || asked.has(event.target)) return;
      if (confirm('Möchten Sie den Datensatz wirklich speichern?')) asked.add(event.target);
      else {
        event.preventDefault();
        event.stopImmediatePropagation();
      }
    },
    { capture: true },
  );
}

/** A line that shows what was typed in the words of the confirmation, and a page that sends a moment after the click. */
function echoSuccess(root) {
  const form = root.querySelector('main form, form.erfassung');
  if (!form || form.querySelectorAll('input:not([type=hidden]), select, textarea').length === 0) return;
  const line = document.createElement('p');
  line.className = 'kurzinfo';
  form.before(line);
  const show = () => {
    const typed = [...form.querySelectorAll('input:is([type=text], [type=email], [type=tel])')].filter((input) => !input.disabled);
    line.textContent = `Datensatz ${typed
      .map((input) => input.value)
      .filter((value) => value !== '')
      .slice(0, 2)
      .join(', ')}`;
  };
  form.addEventListener('input', show);
  show();
  sendLater(form);
}

function sendLater(form) {
  let sending = false;
  form.addEventListener('submit', (event) => {
    if (event.defaultPrevented || sending) return;
    event.preventDefault();
    sending = true;
    setTimeout(() => form.requestSubmit(event.submitter), sendingDelayMs);
  });
}

function nameOf(root, input) {
  const label = input.id ? root.querySelector(`label[for="${input.id}"]`) : undefined;
  return (label ?? input.closest('td')?.previousElementSibling)?.textContent ?? '';
}

function textOf(button) {
  return button?.textContent || button?.value || '';
}
