import type { AssembledPage } from '../../rpa/page/page-script.ts';
import type { FieldValue, PageElement } from '../../rpa/page/page-types.ts';
import type { PageEvent, RecordedField } from '../recorded-event.ts';
import type { PageClicks } from './page-clicks.ts';
import type { FoundLabel, PageLabels } from './page-labels.ts';

/** Something that happened in the page, as far as it is used. */
export interface HappenedInPage {
  readonly type: string;
  readonly isTrusted: boolean;
  composedPath(): readonly PageElement[];
}

/** What the recorder in the page is made of. */
export interface PageRecorderParts {
  look(): AssembledPage;
  clicks(page: AssembledPage): PageClicks;
  labels(page: AssembledPage): PageLabels;
  send(event: PageEvent): void;
  address(): string;
}

/** Runs in the page: notes what a person puts in and presses. Values of passwords and codes stay where they are. */
export class PageRecorder {
  readonly parts: PageRecorderParts;
  readonly dirty: Set<PageElement> = new Set();
  readonly seen: Map<PageElement, string> = new Map();
  /** What widgets were called before they were touched: many take their value into their name. */
  readonly called: Map<PageElement, FoundLabel> = new Map();

  constructor(parts: PageRecorderParts) {
    this.parts = parts;
  }

  happened(event: HappenedInPage): void {
    const path = event.composedPath();
    const [target] = path;
    if (target === undefined || target.nodeType !== 1) return;
    if (event.type === 'input' || event.type === 'change') return this.#changed(target);
    if (event.type === 'focusin' || event.type === 'pointerdown') this.notice();
    if (event.type === 'focusin') return;
    this.flush();
    if (event.type !== 'click' || !event.isTrusted) return;
    const clicks = this.parts.clicks(this.parts.look());
    const pressed = clicks.pressed(path);
    if (pressed !== undefined) this.parts.send({ kind: 'click', at: Date.now(), url: this.parts.address(), name: clicks.name(pressed) });
  }

  /** Remembers what widgets and editors show, so that a change by whatever means is seen later. */
  notice(): void {
    const page = this.parts.look();
    for (const each of this.#odd(page)) {
      if (!this.seen.has(each)) this.seen.set(each, this.#shown(page, each));
      if (!this.called.has(each)) this.called.set(each, this.parts.labels(page).of(each, page.values.shown(each)));
    }
  }

  /** Tells what was put in since the last time. */
  flush(): void {
    const page = this.parts.look();
    const odd = this.#odd(page).filter((each) => this.seen.has(each) && this.seen.get(each) !== this.#shown(page, each));
    const changed = [...this.dirty, ...odd.filter((each) => !this.dirty.has(each))];
    this.dirty.clear();
    for (const control of changed) {
      if (!control.isConnected) continue;
      const field = this.#field(page, control);
      const isNamed = field.label !== '' && !field.label.startsWith('css=');
      if (isNamed || !this.#isSearchOfList(page, control)) this.parts.send(field);
    }
    for (const each of this.#odd(page)) this.seen.set(each, this.#shown(page, each));
  }

  /** The field to search in that has opened with a list: what is chosen there counts, not what was typed. */
  #isSearchOfList(page: AssembledPage, control: PageElement): boolean {
    if (control.tagName !== 'INPUT' || (control.getAttribute('name') ?? '') !== '' || !page.locator.controls.isFloating(control))
      return false;
    const around = control.parentElement?.parentElement;
    return around?.querySelector('[role=listbox], [role=option], ul') != null;
  }

  #odd(page: AssembledPage): PageElement[] {
    const { usable, controls } = page.locator;
    return usable.filter((each) => /^(widget|editable|pressed)$/.test(controls.kindOf(each)) && each.closest('[role=toolbar]') === null);
  }

  #changed(target: PageElement): void {
    const page = this.parts.look();
    const control = page.locator.usable.find((each) => each === target || page.roots.isWithin(target, each));
    if (control === undefined) return;
    this.dirty.add(control);
    if (page.locator.controls.kindOf(control) !== 'text' || control.type === 'file') this.flush();
  }

  #field(page: AssembledPage, control: PageElement): RecordedField {
    const how = this.#how(page, control);
    const value = this.#value(page, control, how);
    const ticks = this.parts.labels(page).ofTicks(control);
    if (ticks !== undefined) return this.#several(page, control, ticks);
    const { label, isWeak } = this.called.get(control) ?? this.parts.labels(page).of(control, how === 'file' ? '' : value);
    const isRequired = control.required || control.getAttribute('aria-required') === 'true';
    const star = Array.from(control.labels ?? []).some((each) => /^\s*\*|\*\s*:?\s*$/.test(each.textContent ?? ''));
    return {
      kind: 'field',
      at: Date.now(),
      url: this.parts.address(),
      label,
      isWeak,
      how,
      value: how === 'file' ? '' : value,
      input: control.tagName === 'INPUT' ? control.type : '',
      name: control.getAttribute('name') ?? '',
      required: isRequired || star,
      max: control.maxLength > 0 ? control.maxLength : 0,
      many: (page.locator.controls.styledSelect(control) ?? control).multiple,
    };
  }

  /** What a control holds, as text; of a select that is drawn, what is chosen in the native one behind it. */
  #shown(page: AssembledPage, control: PageElement): string {
    const select = page.locator.controls.styledSelect(control);
    return select === undefined ? page.values.shown(control) : JSON.stringify(this.#chosen(page, select));
  }

  #chosen(page: AssembledPage, select: PageElement): readonly string[] {
    return Array.from(select.options)
      .filter((each) => each.selected)
      .map((each) => page.locator.texts.squeeze(each.text));
  }

  /** Tick boxes that belong together are one field that takes several. */
  #several(
    page: AssembledPage,
    control: PageElement,
    { label, members }: { label: string; members: readonly PageElement[] },
  ): RecordedField {
    const chosen = members.filter((each) => each.checked).map((each) => page.locator.names.optionTexts(each)[0] ?? '');
    return {
      kind: 'field',
      at: Date.now(),
      url: this.parts.address(),
      label,
      isWeak: false,
      how: 'checkbox',
      value: chosen,
      input: 'checkbox',
      name: control.getAttribute('name') ?? '',
      required: false,
      max: 0,
      many: true,
    };
  }

  #how(page: AssembledPage, control: PageElement): RecordedField['how'] {
    if (control.type === 'password') return 'password';
    if (control.getAttribute('autocomplete') === 'one-time-code') return 'code';
    return control.type === 'file' ? 'file' : page.locator.controls.kindOf(control);
  }

  #value(page: AssembledPage, control: PageElement, how: RecordedField['how']): FieldValue {
    const { names } = page.locator;
    const isOn = control.checked || control.getAttribute('aria-checked') === 'true';
    if (/^(password|code|file)$/.test(how)) return '';
    if (page.locator.controls.isRadio(control)) return isOn ? (names.optionTexts(control)[0] ?? '') : '';
    if (how === 'checkbox' || how === 'pressed') return isOn;
    const select = how === 'select' ? control : page.locator.controls.styledSelect(control);
    if (select === undefined) return page.values.shown(control);
    const chosen = this.#chosen(page, select);
    return select.multiple ? chosen : (chosen[0] ?? '');
  }
}
