import type { PageControls } from './page-controls.ts';
import type { PageRoots } from './page-roots.ts';
import type { PageTexts } from './page-texts.ts';
import type { PageElement, PageNode } from './page-types.ts';

/** How a control gets a name, strongest first. */
export type NameKind = 'label' | 'aria' | 'placeholder' | 'title' | 'cell' | 'near';

/** Runs in the page: what a person calls a control, and the groups it lies in. */
export class PageNames {
  readonly texts: PageTexts;
  readonly roots: PageRoots;
  readonly controls: PageControls;
  readonly groups: string =
    'fieldset, [role=group], [role=radiogroup], [role=region], section, article, table, details, dialog, [role=dialog], [role=tabpanel], form[aria-label]';

  constructor(texts: PageTexts, roots: PageRoots, controls: PageControls) {
    this.texts = texts;
    this.roots = roots;
    this.controls = controls;
  }

  of(control: PageElement, kind: NameKind): string[] {
    if (kind === 'label') return this.#labels(control);
    if (kind === 'cell') return this.#cellNames(control);
    if (kind === 'near') return [this.nearText(control)];
    return this.#carriers(control).flatMap((each) =>
      kind === 'aria'
        ? [this.texts.labelKey(each.getAttribute('aria-label')), this.#referenced(each)]
        : [this.texts.labelKey(each.getAttribute(kind))],
    );
  }

  /** The name a person would give the control; empty when it has none. */
  best(control: PageElement): string {
    const kinds: readonly NameKind[] = ['label', 'aria', 'cell', 'near', 'placeholder', 'title'];
    for (const kind of kinds) {
      const name = this.of(control, kind).find((each) => each !== '');
      if (name !== undefined) return name;
    }
    return '';
  }

  /** What stands where the name of a control stands, as it is: with its star, if it has one. */
  captions(control: PageElement): string[] {
    const carrier = this.#carriers(control).at(-1) ?? control;
    const before = carrier.closest('td, th, dd')?.previousElementSibling ?? carrier.previousElementSibling;
    const labels = Array.from(control.labels ?? []);
    return [...labels, ...(before === null || this.#hasControl(before) ? [] : [before])].map((each) =>
      this.texts.squeeze(this.texts.ownText(each)),
    );
  }

  /** The text that belongs to a radio button or a tick box itself. */
  optionTexts(toggle: PageElement): string[] {
    const named = [...this.#labels(toggle), ...this.of(toggle, 'aria')].filter((each) => each !== '');
    if (named.length > 0) return named;
    const own = this.controls.isNative(toggle) ? '' : this.texts.ofElement(toggle);
    return [own === '' ? this.nearText(toggle) : own];
  }

  /** The element, and what it stands in for outside: the host of its shadow root, the frame around an editor. */
  #carriers(control: PageElement): PageElement[] {
    const outside = this.roots.outside(control);
    if (outside === null) return [control];
    const isFrame = /^I?FRAME$/.test(outside.tagName);
    if (isFrame ? !this.roots.isEditor(control.ownerDocument) : !this.#isAlone(control)) return [control];
    return [control, ...this.#carriers(outside)];
  }

  /** A component stands for its control when there is nothing else to enter in it. */
  #isAlone(inner: PageElement): boolean {
    const others = Array.from(inner.getRootNode().querySelectorAll('*')).filter((each) => each !== inner && !each.contains(inner));
    return !others.some((each) => each.shadowRoot !== null || (each.matches(this.controls.selector) && each.type !== 'hidden'));
  }

  #labels(control: PageElement): string[] {
    const carriers = this.#carriers(control);
    const labels = carriers.flatMap((each) => Array.from(each.labels ?? []));
    const slotted = carriers.slice(1).flatMap((host) => Array.from(host.querySelectorAll('label, [slot=label]')));
    const attributes = carriers.slice(1).map((host) => this.texts.labelKey(host.getAttribute('label')));
    const texts = [...labels, ...slotted].map((each) => this.texts.ofElement(each)).concat(attributes);
    return texts.some((each) => each !== '') ? texts : this.#labelsOfTwin(carriers[carriers.length - 1] ?? control);
  }

  /** Widgets hide the control that the label is for; the label then means the widget. */
  #labelsOfTwin(control: PageElement): string[] {
    if (this.controls.kindOf(control) === 'text') return [];
    const twin = this.controls.twin(control);
    return twin === undefined ? [] : Array.from(twin.labels ?? [], (each) => this.texts.ofElement(each));
  }

  #referenced(element: PageElement): string {
    const ids = this.texts.squeeze(element.getAttribute('aria-labelledby'));
    if (ids === '') return '';
    return this.texts.labelKey(
      ids
        .split(' ')
        .map((id) => this.texts.ofElement(this.roots.byId(element, id)))
        .join(' '),
    );
  }

  #hasControl(element: PageElement): boolean {
    return element.matches(this.controls.selector) || element.querySelector(`${this.controls.selector}, iframe`) !== null;
  }

  /** The cell before; and in tables of rows the head of the column with the number of the row, as in `Art 2`. */
  #cellNames(control: PageElement): string[] {
    const carrier = this.#carriers(control).at(-1) ?? control;
    const cell = carrier.closest('td, th, dd');
    if (cell === null) return [];
    const before = cell.previousElementSibling;
    const head = before !== null && !this.#hasControl(before) ? this.texts.ofElement(before) : '';
    return [head, ...this.#columnNames(cell)];
  }

  #columnNames(cell: PageElement): string[] {
    const table = cell.closest('table');
    const row = cell.closest('tr');
    if (table === null || row === null) return [];
    const rows = Array.from(table.querySelectorAll('tr')).filter((each) => each.closest('table') === table);
    const header = rows.find((each) => !this.#hasControl(each) && (each.cells?.length ?? 0) > 1);
    const filled = rows.filter((each) => this.#hasControl(each));
    const name = this.texts.ofElement(header?.cells?.[cell.cellIndex]);
    if (header === undefined || name === '' || rows.indexOf(header) > rows.indexOf(row)) return [];
    return [`${name} ${filled.indexOf(row) + 1}`, ...(filled.length === 1 ? [name] : [])];
  }

  /** The text right before a control, or right after a tick box: old pages have nothing else. */
  nearText(control: PageElement): string {
    const isAfter = this.controls.isToggle(control);
    for (const carrier of this.#carriers(control)) {
      const text = this.#textBeside(carrier, isAfter);
      if (text !== '') return text;
    }
    return '';
  }

  #textBeside(carrier: PageElement, isAfter: boolean): string {
    let at: PageNode = carrier;
    for (let depth = 0; depth < 5; depth += 1) {
      for (let next = this.#sibling(at, isAfter); next !== null; next = this.#sibling(next, isAfter)) {
        if (next.nodeType === 1 && this.#hasUsable(next as PageElement)) return '';
        const text = this.texts.labelKey(this.texts.ownText(next));
        if (text !== '' && !(next.nodeType === 1 && this.controls.isToken(next as PageElement))) return text;
      }
      const around: PageElement | null = at.parentElement;
      if (around === null || isAfter || this.#isEdge(around)) return '';
      at = around;
    }
    return '';
  }

  /** Where the words before a control end to be about it. A group without a name of its own is none. */
  #isEdge(around: PageElement): boolean {
    if (around.matches('form, body, td, th, dd, li')) return true;
    return around.matches(this.groups) && !(around.matches('fieldset, [role=group]') && this.groupName(around) === '');
  }

  /** The twin that a widget hides says nothing about whose text it is. */
  #hasUsable(element: PageElement): boolean {
    if (!this.#hasControl(element)) return false;
    const inside = [element, ...Array.from(element.querySelectorAll(`${this.controls.selector}, iframe`))];
    return inside.some((each) => each.tagName === 'IFRAME' || (each.matches(this.controls.selector) && this.controls.isUsable(each)));
  }

  /** The text before a group of toggles that has no name of its own. */
  beforeGroup(toggles: readonly PageElement[]): string {
    const [first] = toggles;
    let around = first?.parentElement ?? null;
    while (around !== null && !toggles.every((each) => around?.contains(each))) around = around.parentElement;
    if (around === null || this.#isEdge(around)) return '';
    const isOwn = (each: PageElement): boolean => toggles.includes(each) || !this.controls.isUsable(each);
    if (!Array.from(around.querySelectorAll(this.controls.selector)).every(isOwn)) return '';
    return this.#textBeside(around, false);
  }

  #sibling(node: PageNode, isAfter: boolean): PageNode | null {
    return isAfter ? node.nextSibling : node.previousSibling;
  }

  groupName(group: PageElement): string {
    const head = Array.from(group.children).find((child) => /^(LEGEND|CAPTION|SUMMARY|HEADER|H[1-6])$/.test(child.tagName));
    return this.texts.ofElement(head) || this.texts.labelKey(group.getAttribute('aria-label')) || this.#referenced(group);
  }

  /** True when the groups around a control have these names, from the outside in, others between them allowed. */
  isInside(control: PageElement, groups: readonly string[]): boolean {
    if (groups.length === 0) return true;
    const rest = [...groups];
    let group = this.roots.closest(control, this.groups);
    while (group !== null && rest.length > 0) {
      if (this.groupName(group) === rest.at(-1)) rest.pop();
      const around = this.roots.parent(group);
      group = this.roots.closest(around, this.groups);
    }
    return rest.length === 0 || this.#isUnderHeadings(control, rest);
  }

  /** Headings that divide a page without any element around the parts. */
  #isUnderHeadings(control: PageElement, names: readonly string[]): boolean {
    const before = this.roots.all('h1, h2, h3, h4, h5, h6').filter((each) => (each.compareDocumentPosition(control) & 4) !== 0);
    const trail: { level: string; text: string }[] = [];
    for (const heading of before) {
      while (trail.length > 0 && (trail.at(-1)?.level ?? '') >= heading.tagName) trail.pop();
      trail.push({ level: heading.tagName, text: this.texts.ofElement(heading) });
    }
    return names.every((name) => trail.some((each) => each.text === name));
  }
}
