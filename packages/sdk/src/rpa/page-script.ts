/**
 * What runs inside the page. The functions of this file are sent to the browser as text, all of them in one call, so
 * they may use one another and the globals of a page, and nothing else. The types name only what is used here, so
 * that the globals of a browser do not leak into the rest of the package.
 */

/** A field to fill or to compare: its label as a person reads it, and the value meant. */
export interface LabelledValue {
  readonly label: string;
  readonly value: string | boolean;
}

/** What became of one field inside the page; never its value. */
export type FieldState =
  | 'filled'
  | 'differs'
  | 'unknown'
  | 'ambiguous'
  | 'no-option'
  | 'read-only'
  | 'too-long'
  | 'refused'
  | 'not-fillable';

/** The part of an element that the page script uses. */
export interface PageElement {
  readonly tagName: string;
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly disabled: boolean;
  readonly readOnly: boolean;
  readonly maxLength: number;
  readonly multiple: boolean;
  readonly textContent: string | null;
  readonly parentElement: PageElement | null;
  readonly previousElementSibling: PageElement | null;
  readonly nextElementSibling: PageElement | null;
  readonly children: ArrayLike<PageElement>;
  readonly childNodes: ArrayLike<PageNode>;
  readonly labels?: ArrayLike<PageElement> | null;
  readonly options: ArrayLike<PageElement>;
  readonly text: string;
  readonly form: { readonly noValidate: boolean } | null;
  readonly willValidate: boolean;
  readonly validity?: { readonly valid: boolean };
  value: string;
  checked: boolean;
  selected: boolean;
  selectedIndex: number;
  getAttribute(name: string): string | null;
  matches(selector: string): boolean;
  closest(selector: string): PageElement | null;
  querySelector(selector: string): PageElement | null;
  querySelectorAll(selector: string): ArrayLike<PageElement>;
  contains(other: PageElement): boolean;
  checkVisibility(options?: { visibilityProperty?: boolean }): boolean;
  dispatchEvent(event: Event): boolean;
  focus(options?: { preventScroll?: boolean }): void;
  blur(): void;
  click(): void;
}

/** The part of a node that the page script uses. */
export interface PageNode {
  readonly nodeType: number;
  nodeValue: string | null;
  readonly childNodes: ArrayLike<PageNode>;
}

declare const document: {
  readonly documentElement: PageElement & PageNode;
  adoptedStyleSheets: readonly unknown[];
  title: string;
  getElementById(id: string): PageElement | null;
  querySelectorAll(selector: string): ArrayLike<PageElement>;
};
declare const HTMLInputElement: { readonly prototype: object };
declare const HTMLTextAreaElement: { readonly prototype: object };

function squeeze(text: string | null | undefined): string {
  return (text ?? '').replace(/[\s\u00a0]+/g, ' ').trim();
}

function labelKey(text: string | null | undefined): string {
  return squeeze(text)
    .replace(/[\s:*]+$/, '')
    .replace(/\s*\((Pflichtfeld|optional)\)$/i, '')
    .replace(/[\s:*]+$/, '');
}

/** The text of an element without that of the controls inside it: a wrapped select brings its options along. */
function ownText(node: PageNode): string {
  if (node.nodeType === 3) return node.nodeValue ?? '';
  if (node.nodeType !== 1) return '';
  const tag = (node as unknown as PageElement).tagName;
  if (/^(SELECT|TEXTAREA|BUTTON|SCRIPT|STYLE|OPTION)$/.test(tag)) return '';
  return Array.from(node.childNodes).map(ownText).join(' ');
}

function elementText(element: PageElement | null): string {
  return element === null ? '' : labelKey(ownText(element as unknown as PageNode));
}

function isToggle(control: PageElement): boolean {
  return control.type === 'radio' || control.type === 'checkbox';
}

/** Companions that no person sees do not count; a styled toggle or upload field may hide behind its visible label. */
function isUsable(control: PageElement): boolean {
  if (/^(hidden|submit|button|reset|image)$/.test(control.type)) return false;
  if (control.checkVisibility({ visibilityProperty: true })) return true;
  if (!isToggle(control) && control.type !== 'file') return false;
  return Array.from(control.labels ?? []).some((label) => label.checkVisibility({ visibilityProperty: true }));
}

function usableControls(): PageElement[] {
  return Array.from(document.querySelectorAll('input, select, textarea')).filter(isUsable);
}

function referencedText(element: PageElement): string {
  const ids = squeeze(element.getAttribute('aria-labelledby'));
  if (ids === '') return '';
  return labelKey(
    ids
      .split(' ')
      .map((id) => elementText(document.getElementById(id)))
      .join(' '),
  );
}

function neighbourText(control: PageElement): string {
  const cell = control.closest('td, th, dd');
  const before = cell?.previousElementSibling ?? null;
  return before !== null && before.querySelector('input, select, textarea') === null ? elementText(before) : '';
}

/** The names of a control, strongest kind first; kinds are never mixed when one of them already hits. */
function namesOf(control: PageElement): string[][] {
  return [
    Array.from(control.labels ?? []).map(elementText),
    [labelKey(control.getAttribute('aria-label')), referencedText(control)],
    [labelKey(control.getAttribute('placeholder')), labelKey(control.getAttribute('title'))],
    [neighbourText(control)],
  ];
}

function groupName(group: PageElement): string {
  const legend = Array.from(group.children).find((child) => child.tagName === 'LEGEND') ?? null;
  return elementText(legend) || labelKey(group.getAttribute('aria-label')) || referencedText(group);
}

/** True when the groups around a control have these names, from the outside in, others between them allowed. */
function isInside(control: PageElement, groups: string[]): boolean {
  const rest = [...groups];
  let group = control.closest('fieldset, [role=group], [role=radiogroup]');
  while (group !== null && rest.length > 0) {
    if (groupName(group) === rest[rest.length - 1]) rest.pop();
    group = group.parentElement?.closest('fieldset, [role=group], [role=radiogroup]') ?? null;
  }
  return rest.length === 0;
}

interface IndexedControl {
  readonly control: PageElement;
  readonly names: string[][];
}

function indexControls(): IndexedControl[] {
  return usableControls().map((control) => ({ control, names: namesOf(control) }));
}

/** Radio buttons of the group with this name: a legend, an accessible name, or the text in the neighbouring cell. */
function radiosOf(index: IndexedControl[], name: string, groups: string[]): PageElement[] {
  const radios = index.map((entry) => entry.control).filter((control) => control.type === 'radio' && isInside(control, groups));
  const inGroup = radios.filter((radio) => {
    const group = radio.closest('fieldset, [role=radiogroup], [role=group]');
    return group !== null && groupName(group) === name;
  });
  return inGroup.length > 0 ? inGroup : radios.filter((radio) => neighbourText(radio) === name);
}

/**
 * The controls that a label means: none, one, several (ambiguous), or all radio buttons of one group.
 * `Legend > Label` narrows to a group; `css=…` is a selector.
 */
function controlsOf(index: IndexedControl[], label: string): PageElement[] {
  if (label.startsWith('css=')) return Array.from(document.querySelectorAll(label.slice(4)));
  const parts = label.split(' > ').map(labelKey);
  const name = parts.pop() ?? '';
  const inside = index.filter((entry) => isInside(entry.control, parts));
  for (const kind of [0, 1]) {
    const hits = inside.filter((entry) => entry.names[kind]?.includes(name));
    if (hits.length > 0) return hits.map((entry) => entry.control);
  }
  const radios = radiosOf(index, name, parts);
  if (radios.length > 0) return radios;
  for (const kind of [2, 3]) {
    const hits = inside.filter((entry) => entry.names[kind]?.includes(name));
    if (hits.length > 0) return hits.map((entry) => entry.control);
  }
  return [];
}

function isRadioGroup(controls: PageElement[]): boolean {
  const first = controls[0];
  return first !== undefined && controls.every((each) => each.type === 'radio' && each.name === first.name && each.form === first.form);
}

/** The one control to act on for this value, or why there is none. */
function pick(index: IndexedControl[], field: LabelledValue): PageElement | FieldState {
  const controls = controlsOf(index, field.label);
  const first = controls[0];
  if (first === undefined) return 'unknown';
  if (isRadioGroup(controls) && (controls.length > 1 || typeof field.value === 'string')) {
    const wanted = squeeze(String(field.value));
    const byText = controls.filter((radio) => Array.from(radio.labels ?? []).some((label) => elementText(label) === labelKey(wanted)));
    const hits = byText.length > 0 ? byText : controls.filter((radio) => radio.value === wanted);
    if (hits.length === 1) return hits[0] as PageElement;
    return hits.length === 0 ? 'no-option' : 'ambiguous';
  }
  return controls.length === 1 ? first : 'ambiguous';
}

/** What the control must hold: text as typed, dates in the form of a date field, line ends as a text area keeps them. */
function wantedText(control: PageElement, value: string | boolean): string {
  const text = String(value);
  const german = control.type === 'date' ? /^(\d{2})\.(\d{2})\.(\d{4})$/.exec(text) : null;
  if (german !== null) return `${german[3]}-${german[2]}-${german[1]}`;
  return control.tagName === 'TEXTAREA' ? text.replace(/\r\n?/g, '\n') : text;
}

function optionOf(select: PageElement, value: string | boolean): PageElement | FieldState {
  const wanted = squeeze(String(value));
  const options = Array.from(select.options).filter((option) => !option.disabled);
  const byText = options.filter((option) => squeeze(option.text) === wanted);
  const hits = byText.length > 0 ? byText : options.filter((option) => option.value === wanted);
  if (hits.length === 1) return hits[0] as PageElement;
  return hits.length === 0 ? 'no-option' : 'ambiguous';
}

function wantsChecked(value: string | boolean): boolean | undefined {
  if (value === true || value === 'true') return true;
  return value === false || value === 'false' ? false : undefined;
}

function holds(control: PageElement, value: string | boolean): boolean {
  if (control.type === 'radio') return control.checked;
  if (control.type === 'checkbox') return control.checked === wantsChecked(value);
  if (control.tagName === 'SELECT') {
    const option = optionOf(control, value);
    return typeof option === 'object' && option.selected;
  }
  return control.value === wantedText(control, value);
}

function announce(control: PageElement): void {
  control.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
  control.dispatchEvent(new Event('change', { bubbles: true }));
}

/** Sets through the setter of the browser, so that frameworks which replace the setter on the element notice it. */
function setNativeValue(control: PageElement, text: string): void {
  const prototype = control.tagName === 'TEXTAREA' ? HTMLTextAreaElement.prototype : HTMLInputElement.prototype;
  Object.getOwnPropertyDescriptor(prototype, 'value')?.set?.call(control, text);
}

function setToggle(control: PageElement, value: string | boolean): FieldState {
  if (control.type === 'checkbox' && wantsChecked(value) === undefined) return 'no-option';
  if (!holds(control, value)) control.click();
  return holds(control, value) ? 'filled' : 'differs';
}

function chooseOption(control: PageElement, value: string | boolean): FieldState {
  const option = optionOf(control, value);
  if (typeof option === 'string') return option;
  option.selected = true;
  return 'filled';
}

function typeText(control: PageElement, value: string | boolean): FieldState {
  const text = wantedText(control, value);
  if (control.maxLength >= 0 && text.length > control.maxLength) return 'too-long';
  setNativeValue(control, text);
  return 'filled';
}

function setControl(control: PageElement, value: string | boolean): FieldState {
  if (control.disabled || control.readOnly) return holds(control, value) ? 'filled' : 'read-only';
  if (control.type === 'file' || control.multiple) return 'not-fillable';
  if (isToggle(control)) return setToggle(control, value);
  control.focus({ preventScroll: true });
  const state = control.tagName === 'SELECT' ? chooseOption(control, value) : typeText(control, value);
  if (state !== 'filled') return state;
  announce(control);
  control.blur();
  return holds(control, value) ? 'filled' : 'differs';
}

/** Fills every field it can and says per field what became of it. */
function fillFields(fields: readonly LabelledValue[]): FieldState[] {
  const index = indexControls();
  return fields.map((field) => {
    const control = pick(index, field);
    return typeof control === 'string' ? control : setControl(control, field.value);
  });
}

/** The form's own rules keep the browser from sending it, without a word to anyone but a person. */
function isRefused(control: PageElement): boolean {
  return control.form !== null && !control.form.noValidate && control.willValidate && control.validity?.valid === false;
}

/** Compares without touching anything. */
function compareFields(fields: readonly LabelledValue[]): FieldState[] {
  const index = indexControls();
  return fields.map((field) => {
    const control = pick(index, field);
    if (typeof control === 'string') return control;
    if (!holds(control, field.value)) return 'differs';
    return isRefused(control) ? 'refused' : 'filled';
  });
}

/** The one control behind a label, for real input. */
function findControl(field: LabelledValue): PageElement | null {
  const control = pick(indexControls(), field);
  return typeof control === 'string' ? null : control;
}

/** Where a page shows the value of a label: the cell or description after it, or the control itself. */
function shownBy(label: string): (PageElement | null)[] {
  const captions = Array.from(document.querySelectorAll('dt, th, td')).filter((each) => elementText(each) === labelKey(label));
  const values = captions.map((each) => each.nextElementSibling).filter((each) => each !== null && each.matches('dd, td'));
  return values.length > 0 ? values : controlsOf(indexControls(), label);
}

function comparable(text: string): string {
  const german = /^(\d{2})\.(\d{2})\.(\d{4})$/.exec(text);
  return german === null ? text : `${german[3]}-${german[2]}-${german[1]}`;
}

function showsSame(element: PageElement, value: string | boolean): boolean {
  if (/^(INPUT|SELECT|TEXTAREA)$/.test(element.tagName)) return holds(element, value);
  const text = squeeze(element.textContent);
  if (value === true) return /^(ja|x|true|1|✓|☑)$/i.test(text);
  if (value === false) return /^(nein|false|0|-|–|☐)?$/i.test(text);
  return comparable(text) === comparable(squeeze(value));
}

/** Compares what the page shows, as a record page does. */
function compareShown(fields: readonly LabelledValue[]): FieldState[] {
  return fields.map(({ label, value }) => {
    const shown = shownBy(label);
    const first = shown[0];
    if (first == null) return 'unknown';
    if (shown.length > 1) return 'ambiguous';
    return showsSame(first, value) ? 'filled' : 'differs';
  });
}

/** The labels of the fields that messages of the page belong to; never the messages. */
function complaintLabels(selector: string): { count: number; labels: string[] } {
  const messages = Array.from(document.querySelectorAll(selector)).filter(
    (each) => each.checkVisibility() && squeeze(each.textContent) !== '',
  );
  const controls = usableControls();
  const named = messages.flatMap((message) => {
    const links = Array.from(message.querySelectorAll('a[href^="#"]')).map((each) =>
      document.getElementById((each.getAttribute('href') ?? '').slice(1)),
    );
    const describing = controls.filter(
      (each) =>
        message.id !== '' &&
        `${each.getAttribute('aria-describedby')} ${each.getAttribute('aria-errormessage')}`.split(' ').includes(message.id),
    );
    const near = controls.filter((each) => message.parentElement?.contains(each) ?? false);
    return [...links, ...describing, ...(near.length === 1 ? near : [])];
  });
  const marked = messages.length === 0 ? [] : controls.filter((each) => each.getAttribute('aria-invalid') === 'true');
  const labels = [...named, ...marked].map((each) =>
    each === null
      ? ''
      : (namesOf(each)
          .flat()
          .find((name) => name !== '') ?? ''),
  );
  return { count: messages.length, labels: [...new Set(labels.filter((label) => label !== ''))] };
}

const pageFunctions = [
  squeeze,
  labelKey,
  ownText,
  elementText,
  isToggle,
  isUsable,
  usableControls,
  referencedText,
  neighbourText,
  namesOf,
  groupName,
  isInside,
  indexControls,
  radiosOf,
  controlsOf,
  isRadioGroup,
  pick,
  wantedText,
  optionOf,
  wantsChecked,
  holds,
  announce,
  setNativeValue,
  setToggle,
  chooseOption,
  typeText,
  setControl,
  fillFields,
  isRefused,
  compareFields,
  findControl,
  shownBy,
  comparable,
  showsSame,
  compareShown,
  complaintLabels,
];
const library: string = ['const __name = (each) => each;', ...pageFunctions.map(String)].join('\n');

/** What can be asked of the page script. */
export type PageEntry = 'fillFields' | 'compareFields' | 'findControl' | 'compareShown' | 'complaintLabels';

const entries: Readonly<Record<PageEntry, { readonly name: string }>> = {
  fillFields,
  compareFields,
  findControl,
  compareShown,
  complaintLabels,
};

/**
 * The page script as one expression that calls `entry` with `argument`. Contains the argument: never log it. The functions call each other
 * by the names they have here and now: joining files may have given them others.
 */
export function formScript(entry: PageEntry, argument: unknown): string {
  return `(() => {${library}\nreturn ${entries[entry].name}(${JSON.stringify(argument)});})()`;
}
