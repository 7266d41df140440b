import type { PageControls } from './page-controls.ts';
import type { PageLocator } from './page-locator.ts';
import type { PageTexts } from './page-texts.ts';
import type { FieldResult, FieldState, PageElement, PageField } from './page-types.ts';

/** Runs in the page: what controls hold, compared with what was meant. */
export class PageValues {
  readonly texts: PageTexts;
  readonly controls: PageControls;
  readonly locator: PageLocator;

  constructor(parts: { texts: PageTexts; controls: PageControls; locator: PageLocator }) {
    this.texts = parts.texts;
    this.controls = parts.controls;
    this.locator = parts.locator;
  }

  /** Compares without touching anything. */
  compare(fields: readonly PageField[]): FieldResult[] {
    return fields.map((field) => {
      if (typeof field.value === 'object') return this.#compareSeveral(field);
      const picked = this.locator.pick(field);
      return 'state' in picked ? picked : { state: this.stateOf(picked.element, field), by: picked.by };
    });
  }

  stateOf(control: PageElement, field: PageField): FieldState {
    if (!this.holds(control, field)) return 'differs';
    return this.#isRefused(control) ? 'refused' : 'filled';
  }

  holds(control: PageElement, field: PageField): boolean {
    const kind = this.controls.kindOf(control);
    if (kind === 'radio') return control.checked;
    if (kind === 'checkbox') return control.checked === this.wantsChecked(field);
    if (kind === 'pressed') return this.#isPressed(control) === (this.controls.isRadio(control) || this.wantsChecked(field));
    if (kind === 'select') {
      const option = this.optionOf(control, String(field.value));
      return typeof option === 'object' && option.selected;
    }
    if (control.type === 'file') return this.#holdsFiles(control, field);
    const option = kind === 'widget' ? this.#styledOption(control, field) : undefined;
    if (option !== undefined) return option.selected;
    if (field.value !== '' && this.controls.isOnlyShown(control)) return false;
    return this.texts.same(this.shown(control), this.#meant(control, field), field);
  }

  /** What a person reads in the control. */
  shown(control: PageElement): string {
    const kind = this.controls.kindOf(control);
    if (kind === 'editable') return this.texts.ofEditor(control);
    if (this.controls.isNative(control)) return control.value === '' ? this.#tokenTexts(control).join(', ') : control.value;
    const inner = control.querySelector('input');
    if (inner !== null) return inner.value;
    const chosen = Array.from(control.querySelectorAll('[role=option][aria-selected=true]'));
    if (chosen.length > 0) return chosen.map((each) => this.texts.squeeze(each.textContent)).join(', ');
    return control.getAttribute('role') === 'listbox' ? '' : this.texts.squeeze(control.innerText);
  }

  #tokenTexts(control: PageElement): string[] {
    return this.controls
      .tokens(control)
      .map((each) => this.texts.squeeze(this.texts.squeeze(each.textContent).replace(/^[×✕✖⨯✗]|[×✕✖⨯✗]$/g, '')));
  }

  #meant(control: PageElement, field: PageField): string {
    const text = this.texts.written(field, control);
    if (this.controls.kindOf(control) !== 'editable') return this.controls.isNative(control) ? text : this.texts.squeeze(text);
    return text
      .split(/\r\n?|\n/)
      .map((line) => this.texts.squeeze(line))
      .filter((line) => line !== '')
      .join('\n');
  }

  wantsChecked({ value }: PageField): boolean | undefined {
    if (value === true || value === 'true') return true;
    return value === false || value === 'false' ? false : undefined;
  }

  optionOf(select: PageElement, value: string): PageElement | FieldState {
    const wanted = this.texts.squeeze(value);
    const options = Array.from(select.options).filter((option) => !option.disabled);
    const byText = options.filter((option) => this.texts.squeeze(option.text) === wanted);
    const hits = byText.length > 0 ? byText : options.filter((option) => option.value === wanted);
    const [hit] = hits;
    if (hit !== undefined && hits.length === 1) return hit;
    return hit === undefined ? 'no-option' : 'ambiguous';
  }

  /** The option of the native select behind a drawn one: what is sent. */
  #styledOption(control: PageElement, field: PageField): PageElement | undefined {
    const select = this.controls.styledSelect(control);
    const option = select === undefined ? undefined : this.optionOf(select, String(field.value));
    return typeof option === 'object' ? option : undefined;
  }

  #isPressed(control: PageElement): boolean {
    return control.getAttribute('aria-checked') === 'true';
  }

  #holdsFiles(control: PageElement, { value }: PageField): boolean {
    const names = Array.from(control.files ?? [], (file) => file.name);
    return JSON.stringify(names) === JSON.stringify(typeof value === 'object' ? value : [String(value)]);
  }

  #compareSeveral(field: PageField): FieldResult {
    const located = this.locator.locate(field);
    if ('state' in located) return located;
    const { elements, by } = located;
    const [first] = elements as readonly [PageElement];
    const state = this.holdsSeveral(elements, field) ? (this.#isRefused(first) ? 'refused' : 'filled') : 'differs';
    return { state, by };
  }

  /** True when exactly these options are chosen, in whatever order. */
  holdsSeveral(elements: readonly PageElement[], field: PageField): boolean {
    const wanted = this.texts.several(field.value).toSorted();
    const [first] = elements as readonly [PageElement];
    const behind = elements.length === 1 && this.controls.kindOf(first) === 'widget' ? this.controls.styledSelect(first) : undefined;
    const chosen = this.#chosen(behind === undefined ? elements : [behind], wanted);
    return chosen.length === wanted.length && chosen.toSorted().every((each, at) => each === wanted[at]);
  }

  #chosen(elements: readonly PageElement[], wanted: readonly string[]): string[] {
    const [first] = elements as readonly [PageElement];
    const named = (option: PageElement): string => {
      const text = this.texts.squeeze(option.text ?? option.textContent);
      return wanted.includes(text) ? text : (option.value ?? option.getAttribute('data-value') ?? text);
    };
    if (first.tagName === 'SELECT') {
      return Array.from(first.options)
        .filter((each) => each.selected)
        .map(named);
    }
    if (elements.every((each) => this.controls.isCheckbox(each))) {
      const isOn = (each: PageElement): boolean => (this.controls.isNative(each) ? each.checked : this.#isPressed(each));
      return elements.filter(isOn).map((each) => {
        const texts = this.locator.names.optionTexts(each);
        return wanted.find((one) => texts.includes(this.texts.labelKey(one))) ?? each.value ?? '';
      });
    }
    if (first.type === 'file') return Array.from(first.files ?? [], (file) => file.name);
    const options = Array.from(first.querySelectorAll('[role=option]'));
    if (options.length > 0) return options.filter((each) => each.getAttribute('aria-selected') === 'true').map(named);
    if (first.value === '') return this.#tokenTexts(first);
    return this.shown(first)
      .split(/\s*[,;\n]\s*/)
      .filter((each) => each !== '');
  }

  /** The form's own rules keep the browser from sending it, without a word to anyone but a person. */
  #isRefused(control: PageElement): boolean {
    if (!this.controls.isNative(control)) return false;
    return control.form !== null && !control.form.noValidate && control.willValidate && control.validity?.valid === false;
  }
}
