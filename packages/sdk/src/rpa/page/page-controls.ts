import type { ControlKind, PageElement } from './page-types.ts';
import type { PageRoots } from './page-roots.ts';

/** Runs in the page: which controls there are for a person, and of what kind. */
export class PageControls {
  readonly roots: PageRoots;
  readonly selector: string =
    'input:not([type=hidden]), select, textarea, [role=combobox], [role=listbox], [role=radio], [role=checkbox], [role=switch], [role=textbox], ' +
    '[role=searchbox], [role=spinbutton], [aria-haspopup=listbox], [contenteditable]:not([contenteditable=false])';

  constructor(roots: PageRoots) {
    this.roots = roots;
  }

  usable(): PageElement[] {
    const editors = this.roots.editors();
    const inEditor = (element: PageElement): boolean => editors.some((each) => each.contains(element));
    const found = this.roots.all(this.selector).filter((each) => !inEditor(each) && !this.#isSaid(each) && this.isUsable(each));
    const isPart = (element: PageElement): boolean => !this.isNative(element) && this.isPartOfOther(element, found);
    return [...found.filter((each) => !isPart(each)), ...editors.filter((each) => this.isUsable(each))];
  }

  isNative(control: PageElement): boolean {
    return /^(INPUT|SELECT|TEXTAREA)$/.test(control.tagName);
  }

  /** Companions that no person sees do not count; a styled toggle or upload field may hide behind its visible label. */
  isUsable(control: PageElement): boolean {
    if (control.tagName === 'INPUT' && /^(hidden|submit|button|reset|image)$/.test(control.type)) return false;
    const isStyled = this.isToggle(control) || control.type === 'file';
    const opacityProperty = control.tagName === 'TEXTAREA' || (control.tagName === 'INPUT' && !isStyled);
    const isShown = control.checkVisibility({ visibilityProperty: true, opacityProperty }) && this.isOnPage(control);
    if (isShown && this.isFrameSeen(control)) return true;
    return isStyled && Array.from(control.labels ?? []).some((label) => this.roots.isSeen(label));
  }

  isFrameSeen(control: PageElement): boolean {
    const frame = control.ownerDocument.defaultView?.frameElement;
    return frame == null || this.roots.isSeen(frame);
  }

  /** False for what is too small to see or lies where nobody can scroll to. */
  isOnPage(control: PageElement): boolean {
    const { width, height, right, bottom } = control.getBoundingClientRect();
    const view = control.ownerDocument.defaultView;
    return width > 1 && height > 1 && right + (view?.scrollX ?? 0) > 0 && bottom + (view?.scrollY ?? 0) > 0;
  }

  /** A wrapper around a control, the list that belongs to one, or a part of an editor is no control of its own. */
  isPartOfOther(element: PageElement, controls: readonly PageElement[]): boolean {
    if (element.isContentEditable && element.parentElement?.isContentEditable === true) return true;
    const role = element.getAttribute('role');
    if (role === 'listbox' && this.isPopUpList(element, controls)) return true;
    if (role === 'radio' || role === 'checkbox' || role === 'switch' || role === 'listbox') {
      return element.querySelector('input') !== null;
    }
    return controls.some((each) => each !== element && element.contains(each));
  }

  isPopUpList(list: PageElement, controls: readonly PageElement[]): boolean {
    if (list.id !== '') {
      const names = ['aria-controls', 'aria-owns'];
      if (controls.some((each) => names.some((name) => (each.getAttribute(name) ?? '').split(' ').includes(list.id)))) return true;
    }
    return this.isFloating(list);
  }

  /** True for what lies above the page, as lists that pop up do. */
  isFloating(element: PageElement): boolean {
    for (let at: PageElement | null = element; at !== null && at.tagName !== 'BODY'; at = this.roots.parent(at)) {
      const position = at.ownerDocument.defaultView?.getComputedStyle(at).position;
      if (position === 'absolute' || position === 'fixed' || at.matches('dialog, [popover], [role=dialog]')) return true;
    }
    return false;
  }

  /** The native control that a widget hides, when there is nothing else around both. */
  twin(control: PageElement): PageElement | undefined {
    for (let around = control.parentElement, depth = 0; around !== null && depth < 6; around = around.parentElement, depth += 1) {
      const others = Array.from(around.querySelectorAll(`${this.selector}, iframe`)).filter(
        (each) => each !== control && !control.contains(each) && !each.contains(control) && !this.#isSaid(each),
      );
      const [first, second] = others;
      if (second !== undefined || (first !== undefined && (!this.isNative(first) || this.isUsable(first)))) return undefined;
      if (first !== undefined) return first;
    }
    return undefined;
  }

  /** The native select over which a script draws this control, right beside it. */
  styledSelect(control: PageElement): PageElement | undefined {
    const mayBe = control.tagName === 'INPUT' ? this.#isNameless(control) : !this.isNative(control);
    const twin = mayBe ? this.#neighbour(control) : undefined;
    return twin?.tagName === 'SELECT' ? twin : undefined;
  }

  /** The native control right beside what was drawn over it. Looking for neighbours first is cheap. */
  #neighbour(control: PageElement): PageElement | undefined {
    for (let at: PageElement | null = control, depth = 0; at !== null && depth < 6; at = at.parentElement, depth += 1) {
      const { previousElementSibling: before, nextElementSibling: after } = at;
      const found = [before, after].find((each) => each !== null && /^(SELECT|INPUT)$/.test(each.tagName) && each.type !== 'hidden');
      if (found != null) return this.twin(control) === found ? found : undefined;
    }
    return undefined;
  }

  #isNameless(control: PageElement): boolean {
    return (control.getAttribute('name') ?? '') === '' && !this.isToggle(control);
  }

  /** What was drawn beside a native control: the element next to it that holds the drawn one. */
  boxOf(control: PageElement, twin: PageElement): PageElement | undefined {
    for (let at: PageElement | null = control; at !== null; at = at.parentElement) if (at.parentElement === twin.parentElement) return at;
    return undefined;
  }

  /** What only tells a value, although it is called a text field. */
  #isSaid(element: PageElement): boolean {
    const isReadOnly = element.getAttribute('role') === 'textbox' && element.getAttribute('aria-readonly') === 'true';
    return isReadOnly && !this.isNative(element) && !element.isContentEditable;
  }

  /** True for a text that nobody sends, over a native control that is sent and still empty. */
  isOnlyShown(control: PageElement): boolean {
    if (control.tagName !== 'INPUT' || control.form === null || !this.#isNameless(control)) return false;
    const twin = this.#neighbour(control);
    return twin !== undefined && (twin.getAttribute('name') ?? '') !== '' && !this.isToggle(twin) && twin.value === '';
  }

  /** What was chosen already in a field that collects several entries, each with a way to take it away. */
  tokens(control: PageElement): PageElement[] {
    if (control.tagName !== 'INPUT') return [];
    const place = control.parentElement?.tagName === 'LI' ? control.parentElement : control;
    const others = Array.from(place.parentElement?.children ?? []).filter((each) => each !== place);
    return others.filter((each) => this.isToken(each) && each.checkVisibility());
  }

  /** True for one of several entries of a field, with its way to take it away. */
  isToken(element: PageElement): boolean {
    const text = (element.textContent ?? '').trim();
    if (text === '' || element.matches(this.selector) || element.querySelector(this.selector) !== null) return false;
    if (/^[×✕✖⨯✗].|.[×✕✖⨯✗]$/s.test(text)) return true;
    return element.querySelector('[class*=remove], [class*=close], [class*=delete]') !== null;
  }

  isToggle(control: PageElement): boolean {
    return control.tagName === 'INPUT' && (control.type === 'radio' || control.type === 'checkbox');
  }

  isRadio(control: PageElement): boolean {
    return this.kindOf(control) === 'radio' || control.getAttribute('role') === 'radio';
  }

  isCheckbox(control: PageElement): boolean {
    return this.kindOf(control) === 'checkbox' || /^(checkbox|switch)$/.test(control.getAttribute('role') ?? '');
  }

  kindOf(control: PageElement): ControlKind {
    if (control.tagName === 'SELECT') return 'select';
    if (this.isToggle(control)) return control.type as 'radio' | 'checkbox';
    const role = control.getAttribute('role') ?? '';
    if (/^(radio|checkbox|switch)$/.test(role)) return 'pressed';
    if (this.isWidget(control, role) || this.#isSearchOfSelect(control)) return 'widget';
    return this.isNative(control) ? 'text' : 'editable';
  }

  #isSearchOfSelect(control: PageElement): boolean {
    return control.tagName === 'INPUT' && control.type !== 'file' && this.styledSelect(control) !== undefined;
  }

  isWidget(control: PageElement, role: string): boolean {
    if (role === 'combobox' || role === 'listbox') return true;
    return control.getAttribute('aria-haspopup') === 'listbox' || control.getAttribute('aria-autocomplete') === 'list';
  }
}
