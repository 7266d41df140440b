import type { PageControls } from './page-controls.ts';
import type { NameKind, PageNames } from './page-names.ts';
import type { PageRoots } from './page-roots.ts';
import type { PageTexts } from './page-texts.ts';
import type { FieldState, PageElement, PageField } from './page-types.ts';

/** Where a field is: its element, or those of its group; or why there is none. `by` says which locator found it. */
export type Located =
  | { readonly elements: readonly PageElement[]; readonly by: number }
  | { readonly state: FieldState; readonly by: number };

/** The one element to act on. */
export type Picked = { readonly element: PageElement; readonly by: number } | { readonly state: FieldState; readonly by: number };

/** Runs in the page: finds the control that a label means. */
export class PageLocator {
  readonly texts: PageTexts;
  readonly roots: PageRoots;
  readonly controls: PageControls;
  readonly names: PageNames;
  readonly usable: readonly PageElement[];
  readonly #front: PageElement | undefined;
  readonly #entryCount: number;
  readonly #known = new Map<NameKind, readonly (readonly string[])[]>();

  constructor(parts: { texts: PageTexts; roots: PageRoots; controls: PageControls; names: PageNames }) {
    this.texts = parts.texts;
    this.roots = parts.roots;
    this.controls = parts.controls;
    this.names = parts.names;
    this.usable = this.controls.usable();
    this.#front = this.roots.frontDialog();
    this.#entryCount = this.roots.all(this.controls.selector).length;
  }

  /** False once a control that was there is gone, or another has come. */
  isCurrent(): boolean {
    return this.usable.every((each) => each.isConnected) && this.roots.all(this.controls.selector).length === this.#entryCount;
  }

  /** All locators of a field that hit anything must agree. */
  locate(field: Pick<PageField, 'label' | 'also' | 'value'>): Located {
    const wantsSeveral = typeof field.value === 'object';
    const hits = [field.label, ...(field.also ?? [])].map((locator) => this.#hits(locator, wantsSeveral));
    const by = Math.max(
      hits.findIndex((each) => each.length > 0),
      0,
    );
    const common = hits
      .filter((each) => each.length > 0)
      .reduce<PageElement[] | undefined>((all, each) => (all === undefined ? each : all.filter((one) => each.includes(one))), undefined);
    if (common === undefined) return { state: 'unknown', by };
    const [first] = common;
    if (first === undefined) return { state: 'disagree', by };
    if (common.length > 1 && !this.isGroup(common, wantsSeveral)) return { state: 'ambiguous', by };
    if (this.#front !== undefined && !this.roots.isWithin(first, this.#front)) return { state: 'behind-dialog', by };
    return { elements: common, by };
  }

  /** The one control to act on for this value. Radio buttons are chosen by their text, else by their value. */
  pick(field: PageField): Picked {
    const located = this.locate(field);
    if ('state' in located) return located;
    const { elements, by } = located;
    const [first] = elements as readonly [PageElement];
    if (!this.#isRadioChoice(elements, field)) return elements.length === 1 ? { element: first, by } : { state: 'ambiguous', by };
    const hits = this.options(elements, this.texts.squeeze(String(field.value)));
    const [hit] = hits;
    return hit !== undefined && hits.length === 1 ? { element: hit, by } : { state: hit === undefined ? 'no-option' : 'ambiguous', by };
  }

  /** The toggles with this text, else with this value. */
  options(toggles: readonly PageElement[], wanted: string): PageElement[] {
    const byText = toggles.filter((each) => this.names.optionTexts(each).includes(this.texts.labelKey(wanted)));
    return byText.length > 0 ? byText : toggles.filter((each) => (each.value ?? each.getAttribute('data-value')) === wanted);
  }

  isGroup(elements: readonly PageElement[], ofTicks: boolean): boolean {
    if (ofTicks) return elements.every((each) => this.controls.isCheckbox(each));
    const [first] = elements;
    if (first === undefined || !elements.every((each) => this.controls.isRadio(each))) return false;
    const isOne = (each: PageElement): boolean => each.name === first.name && each.form === first.form;
    return this.controls.isNative(first) ? elements.every(isOne) : new Set(elements.map((each) => this.#radioGroup(each))).size === 1;
  }

  #isRadioChoice(elements: readonly PageElement[], { value }: PageField): boolean {
    return this.isGroup(elements, false) && (elements.length > 1 || typeof value === 'string');
  }

  #radioGroup(radio: PageElement): PageElement | null {
    return this.roots.closest(radio, 'fieldset, [role=radiogroup], [role=group]');
  }

  /**
   * `Legend > Label` narrows to a group. A plain label is looked for in one kind of names after the other; `label=`, `aria=`,
   * `placeholder=`, `title=`, `cell=` and `near=` ask for one kind, `name=` for the name of the control, `role=combobox Label` for a
   * role, `css=` for a selector.
   */
  #hits(locator: string, ofTicks: boolean): PageElement[] {
    if (locator.startsWith('css=')) return this.roots.all(locator.slice(4));
    const parts = locator.split(' > ').map((each) => this.texts.labelKey(each));
    const last = parts.pop() ?? '';
    const asked = /^(label|aria|placeholder|title|cell|near|name|role)=(.*)$/.exec(last);
    const inside = (each: PageElement): boolean => this.names.isInside(each, parts);
    const hits =
      asked === null ? this.#byName(last, { groups: parts, ofTicks }) : this.#byKind(asked[1] ?? '', asked[2] ?? '').filter(inside);
    return hits.length > 1 && !this.isGroup(hits, ofTicks) ? this.#inReach(hits) : hits;
  }

  #byKind(kind: string, name: string): PageElement[] {
    if (kind === 'name') return this.usable.filter((each) => each.getAttribute('name') === name);
    if (kind !== 'role') return this.#named(kind as NameKind, name);
    const [role = '', ...rest] = name.split(' ');
    const label = rest.join(' ');
    return this.usable.filter((each) => this.#role(each) === role && (label === '' || this.names.best(each) === label));
  }

  #role(control: PageElement): string {
    const own = control.getAttribute('role');
    if (own !== null) return own;
    if (control.tagName === 'SELECT') return control.multiple ? 'listbox' : 'combobox';
    if (this.controls.isToggle(control)) return control.type;
    if (control.type === 'number') return 'spinbutton';
    return control.type === 'search' ? 'searchbox' : 'textbox';
  }

  #byName(name: string, { groups, ofTicks }: { groups: readonly string[]; ofTicks: boolean }): PageElement[] {
    const inside = (each: PageElement): boolean => this.names.isInside(each, groups);
    const named = (kinds: readonly NameKind[]): PageElement[] => {
      for (const kind of kinds) {
        const hits = this.#named(kind, name).filter(inside);
        if (hits.length > 0) return hits;
      }
      return [];
    };
    const strong = named(['label', 'aria']);
    if (strong.length > 0) return strong;
    const group = this.#groupToggles(name, { inside, ofTicks });
    return group.length > 0 ? group : named(['placeholder', 'title', 'cell', 'near']);
  }

  #named(kind: NameKind, name: string): PageElement[] {
    const known = this.#known.get(kind) ?? this.usable.map((each) => this.names.of(each, kind));
    this.#known.set(kind, known);
    return name === '' ? [] : this.usable.filter((_, at) => known[at]?.includes(name));
  }

  /** Radio buttons, or tick boxes, of the group with this name: a legend, an accessible name, or the text in the neighbouring cell. */
  #groupToggles(name: string, { inside, ofTicks }: { inside: (each: PageElement) => boolean; ofTicks: boolean }): PageElement[] {
    const isMeant = (each: PageElement): boolean => (ofTicks ? this.controls.isCheckbox(each) : this.controls.isRadio(each));
    const toggles = this.usable.filter((each) => isMeant(each) && inside(each));
    const inGroup = toggles.filter((each) => {
      const group = this.#radioGroup(each);
      return group !== null && this.names.groupName(group) === name;
    });
    if (inGroup.length > 0) return inGroup;
    const inCell = toggles.filter((each) => this.names.of(each, 'cell').includes(name));
    return inCell.length > 0 ? inCell : this.#togglesAfter(name, toggles);
  }

  /** Toggles of one name, or of one box around them, behind this text. */
  #togglesAfter(name: string, toggles: readonly PageElement[]): PageElement[] {
    const named = Map.groupBy(toggles, (each) => each.getAttribute('name') ?? '');
    const groups = [...named].filter(([own, members]) => own !== '' && members.length > 1).map(([, members]) => members);
    return groups.find((members) => this.names.beforeGroup(members) === name) ?? [];
  }

  /** What is hidden from everyone but eyes, or from everyone, is no choice when something else is there. */
  #inReach(hits: PageElement[]): PageElement[] {
    const open = hits.filter((each) => this.roots.closest(each, '[aria-hidden=true], [inert]') === null);
    const inFront = this.#front === undefined ? [] : open.filter((each) => this.roots.isWithin(each, this.#front as PageElement));
    return inFront.length > 0 ? inFront : open.length > 0 ? open : hits;
  }
}
