import type { PageControls } from './page-controls.ts';
import type { PageLocator, Picked } from './page-locator.ts';
import type { PageTexts } from './page-texts.ts';
import type { ControlKind, FieldResult, FieldState, PageElement, PageField } from './page-types.ts';
import type { PageValues } from './page-values.ts';

/** Runs in the page: puts values into controls with the events that frameworks listen for. */
export class PageFiller {
  readonly texts: PageTexts;
  readonly controls: PageControls;
  readonly locator: PageLocator;
  readonly values: PageValues;
  /** The control that was entered last and still has the focus: the next one takes it, as a key does, in half of the time. */
  #focused: PageElement | undefined;

  constructor(parts: { texts: PageTexts; controls: PageControls; locator: PageLocator; values: PageValues }) {
    this.texts = parts.texts;
    this.controls = parts.controls;
    this.locator = parts.locator;
    this.values = parts.values;
  }

  /** Looks for all fields before it writes the first; then fills every one it can, and says per field what became of it. */
  fill(fields: readonly PageField[]): FieldResult[] {
    const found = fields.map((field): Picked => (typeof field.value === 'object' ? this.#pickSeveral(field) : this.locator.pick(field)));
    const isDoubtful = (each: Picked): boolean => 'state' in each && /^(ambiguous|disagree|behind-dialog)$/.test(each.state);
    if (found.some(isDoubtful)) return found.map((each) => ('state' in each ? each : { state: 'differs', by: each.by }));
    const results = fields.map((field, at): FieldResult => {
      const first = found[at] as Picked;
      const picked = 'element' in first && !first.element.isConnected ? this.locator.pick(field) : first;
      if ('state' in picked) return picked;
      return { state: typeof field.value === 'object' ? this.#setSeveral(field) : this.#set(picked.element, field), by: picked.by };
    });
    this.#leave();
    return results;
  }

  #pickSeveral(field: PageField): Picked {
    const located = this.locator.locate(field);
    return 'state' in located ? located : { element: located.elements[0] as PageElement, by: located.by };
  }

  #set(control: PageElement, field: PageField): FieldState {
    const kind = this.controls.kindOf(control);
    const isHeld = this.values.holds(control, field);
    if (isHeld && this.#needsNothing(control, kind)) return 'filled';
    if (kind === 'widget' || field.pick !== undefined) return 'by-hand';
    if (control.disabled || control.readOnly) return isHeld ? 'filled' : 'read-only';
    if (control.type === 'file' || (kind === 'select' && control.multiple)) return 'not-fillable';
    return /^(radio|checkbox|pressed)$/.test(kind) ? this.#toggle(control, field) : this.#enter(control, field, kind);
  }

  /** A text is entered all the same, so that the page hears of it; an entry of its own would be doubled. */
  #needsNothing(control: PageElement, kind: ControlKind): boolean {
    return kind !== 'text' || this.controls.tokens(control).length > 0;
  }

  #enter(control: PageElement, field: PageField, kind: ControlKind): FieldState {
    this.#focus(control);
    if (kind === 'editable') return this.#write(control, field);
    const state = kind === 'select' ? this.#choose(control, field) : this.#type(control, field);
    if (state !== 'filled') return state;
    this.#announce(control);
    return this.values.holds(control, field) ? 'filled' : 'differs';
  }

  #focus(control: PageElement): void {
    if (this.#focused?.ownerDocument !== control.ownerDocument) this.#leave();
    control.focus({ preventScroll: true });
    this.#focused = control;
  }

  #leave(): void {
    this.#focused?.blur();
    this.#focused = undefined;
  }

  #setSeveral(field: PageField): FieldState {
    const located = this.locator.locate(field);
    if ('state' in located) return located.state;
    const { elements } = located;
    const [first] = elements as readonly [PageElement];
    if (this.values.holdsSeveral(elements, field)) return 'filled';
    if (first.tagName === 'SELECT') return this.#chooseSeveral(first, field);
    if (elements.every((each) => this.controls.isCheckbox(each))) return this.#tick(elements, field);
    const takesTokens = first.tagName === 'INPUT' && this.controls.kindOf(first) === 'text' && first.type !== 'file';
    return takesTokens || this.controls.kindOf(first) === 'widget' ? 'by-hand' : 'not-fillable';
  }

  #chooseSeveral(select: PageElement, field: PageField): FieldState {
    const wanted = this.texts.several(field.value).map((each) => this.values.optionOf(select, each));
    const missing = wanted.find((each) => typeof each === 'string');
    if (missing !== undefined) return missing;
    if (!select.multiple && wanted.length > 1) return 'not-fillable';
    for (const option of Array.from(select.options)) option.selected = wanted.includes(option);
    this.#announce(select);
    return this.values.holdsSeveral([select], field) ? 'filled' : 'differs';
  }

  #tick(boxes: readonly PageElement[], field: PageField): FieldState {
    const wanted = new Set<PageElement>();
    for (const each of this.texts.several(field.value)) {
      const hits = this.locator.options(boxes, each);
      if (hits.length !== 1) return hits.length === 0 ? 'no-option' : 'ambiguous';
      wanted.add(hits[0] as PageElement);
    }
    for (const box of boxes) this.#toggle(box, { label: field.label, value: wanted.has(box) });
    return this.values.holdsSeveral(boxes, field) ? 'filled' : 'differs';
  }

  #toggle(control: PageElement, field: PageField): FieldState {
    if (!this.controls.isRadio(control) && this.values.wantsChecked(field) === undefined) return 'no-option';
    if (!this.values.holds(control, field)) control.click();
    return this.values.holds(control, field) ? 'filled' : 'differs';
  }

  #choose(control: PageElement, field: PageField): FieldState {
    const option = this.values.optionOf(control, String(field.value));
    if (typeof option === 'string') return option;
    option.selected = true;
    return 'filled';
  }

  #type(control: PageElement, field: PageField): FieldState {
    const text = this.texts.written(field, control);
    if (control.maxLength >= 0 && text.length > control.maxLength) return 'too-long';
    this.#setNative(control, text);
    return 'filled';
  }

  /** Editors take text as if it were typed over all that is there. */
  #write(control: PageElement, field: PageField): FieldState {
    const { ownerDocument } = control;
    const range = ownerDocument.createRange();
    range.selectNodeContents(control);
    const selection = ownerDocument.defaultView?.getSelection();
    selection?.removeAllRanges();
    selection?.addRange(range);
    const text = this.texts.written(field, control).replace(/\r\n?/g, '\n');
    ownerDocument.execCommand(text === '' ? 'delete' : 'insertText', false, text);
    this.#announce(control);
    this.#leave();
    return this.values.holds(control, field) ? 'filled' : 'differs';
  }

  #announce(control: PageElement): void {
    const window = control.ownerDocument.defaultView;
    if (window === null) return;
    control.dispatchEvent(new window.Event('input', { bubbles: true, composed: true }));
    control.dispatchEvent(new window.Event('change', { bubbles: true }));
  }

  /** Sets through the setter of the browser, so that frameworks which replace the setter on the element notice it. */
  #setNative(control: PageElement, text: string): void {
    const window = control.ownerDocument.defaultView;
    const prototype = control.tagName === 'TEXTAREA' ? window?.HTMLTextAreaElement.prototype : window?.HTMLInputElement.prototype;
    if (prototype !== undefined) Object.getOwnPropertyDescriptor(prototype, 'value')?.set?.call(control, text);
  }
}
