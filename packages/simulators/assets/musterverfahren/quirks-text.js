/** Text areas become an editor in an iframe; its text goes over the text area when it changes and when the form is sent. */
export function richText(root) {
  for (const area of root.querySelectorAll('textarea:not([data-widget])')) {
    area.dataset.widget = 'editor';
    editor(root, area);
  }
}

/** Dates take digits one by one, as keys; anything that comes in another way is undone. */
export function maskDates(root) {
  for (const input of root.querySelectorAll('input[placeholder="TT.MM.JJJJ"]:not([data-widget])')) {
    input.dataset.widget = 'mask';
    mask(root, input);
  }
}

function editor(root, area) {
  const box = document.createElement('div');
  box.className = 'editor';
  const bar = document.createElement('div');
  bar.className = 'leiste';
  bar.setAttribute('role', 'toolbar');
  bar.setAttribute('aria-label', 'Formatierung');
  const frame = document.createElement('iframe');
  frame.title = root.querySelector(`label[for="${area.id}"]`)?.textContent ?? 'Rich-Text-Bereich';
  frame.srcdoc =
    '<!doctype html><html lang="de"><body contenteditable="true" style="margin:6px;font:14px sans-serif;min-height:80px;white-space:pre-wrap"></body></html>';
  const sync = () => {
    if (frame.contentDocument?.body) area.value = frame.contentDocument.body.innerText.replace(/\n$/, '');
  };
  for (const [text, command] of [
    ['F', 'bold'],
    ['K', 'italic'],
    ['U', 'underline'],
  ]) {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = text;
    button.addEventListener('click', () => frame.contentDocument.execCommand(command));
    bar.append(button);
  }
  frame.addEventListener('load', () => {
    frame.contentDocument.body.textContent = area.value;
    frame.contentDocument.addEventListener('input', () => {
      sync();
      area.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
    });
  });
  beforeSending(root, () => {
    sync();
    area.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
  });
  area.style.display = 'none';
  box.append(bar, frame);
  area.after(box);
}

function mask(root, input) {
  let digits = input.value.replace(/\D/g, '');
  const show = () => {
    const filled = digits.padEnd(8, '_');
    input.value = digits === '' && document.activeElement !== input ? '' : `${filled.slice(0, 2)}.${filled.slice(2, 4)}.${filled.slice(4)}`;
    const at = digits.length + (digits.length > 1 ? 1 : 0) + (digits.length > 3 ? 1 : 0);
    if (input.matches(':focus')) input.setSelectionRange(at, at);
  };
  input.addEventListener('beforeinput', (event) => {
    event.preventDefault();
    if (event.inputType.startsWith('delete')) digits = digits.slice(0, -1);
    else if (/^\d$/.test(event.data ?? '') && digits.length < 8) digits += event.data;
    else return;
    show();
    input.dispatchEvent(new CustomEvent('mv-maske', { bubbles: true, composed: true }));
  });
  input.addEventListener('input', show);
  input.addEventListener('focus', () => {
    digits = /^\d{2}\.\d{2}\.\d{4}$/.test(input.value) && digits.length === 8 ? '' : digits;
    show();
  });
  input.addEventListener('blur', () => {
    if (digits.length < 8) digits = '';
    if (digits === '') input.value = '';
  });
  const sync = () => (input.value = digits.length === 8 ? `${digits.slice(0, 2)}.${digits.slice(2, 4)}.${digits.slice(4)}` : '');
  beforeSending(root, () => {
    sync();
    input.dispatchEvent(new CustomEvent('mv-maske', { bubbles: true, composed: true }));
  });
}

function beforeSending(root, sync) {
  for (const name of ['submit', 'mv-vor-speichern']) root.addEventListener(name, sync, { capture: true });
}
