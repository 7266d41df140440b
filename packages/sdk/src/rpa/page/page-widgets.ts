import type { PageControls } from './page-controls.ts';
import type { PageLocator } from './page-locator.ts';
import type { PageRoots } from './page-roots.ts';
import type { PageTexts } from './page-texts.ts';
import type { PageElement, PageField } from './page-types.ts';

/** Runs in the page: lists that pop up. */
export class PageWidgets {
  readonly texts: PageTexts;
  readonly roots: PageRoots;
  readonly controls: PageControls;
  readonly locator: PageLocator;

  constructor(parts: { texts: PageTexts; roots: PageRoots; controls: PageControls; locator: PageLocator }) {
    this.texts = parts.texts;
    this.roots = parts.roots;
    this.controls = parts.controls;
    this.locator = parts.locator;
  }

  /**
   * The one option with this text, waited for, and scrolled to where the list shows a part of its options only; else null. Lists are drawn
   * anew while they scroll and search, so an option counts once it stays.
   */
  async option(field: PageField, wanted: string, patienceMs: number): Promise<PageElement | null> {
    const until = Date.now() + patienceMs;
    let scrolledTo = -1;
    let shown: PageElement | undefined;
    for (;;) {
      const hits = this.#hits(field, wanted);
      const [hit] = hits;
      if (hits.length > 1) return null;
      if (hit !== undefined && hit === shown) return hit;
      shown = hit;
      if (hit !== undefined) {
        hit.scrollIntoView({ block: 'nearest' });
        await new Promise((resolve) => setTimeout(resolve, 30));
        continue;
      }
      const list = this.#longList(field);
      if (list !== undefined && list.scrollTop !== scrolledTo) {
        scrolledTo = list.scrollTop;
        list.scrollTop = scrolledTo + list.clientHeight;
      } else if (Date.now() >= until) {
        return null;
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  #hits(field: PageField, wanted: string): PageElement[] {
    const hits = this.#options(field).filter((each) => this.texts.squeeze(each.textContent) === this.texts.squeeze(wanted));
    if (hits.length > 0) return hits;
    return this.#floatingTexts(this.texts.squeeze(wanted));
  }

  #options(field: PageField): PageElement[] {
    const list = this.#ownList(field);
    const all = list === undefined ? this.roots.all('[role=option]') : Array.from(list.querySelectorAll('[role=option]'));
    return all.filter((each) => each.getAttribute('aria-disabled') !== 'true' && this.roots.isSeen(each));
  }

  /** The list that the control names as its own, or is. */
  #ownList(field: PageField): PageElement | undefined {
    const control = this.control(field);
    if (control === undefined) return undefined;
    if (control.getAttribute('role') === 'listbox') return control;
    const ids = `${control.getAttribute('aria-controls') ?? ''} ${control.getAttribute('aria-owns') ?? ''}`.trim();
    const lists = ids === '' ? [] : ids.split(/\s+/).map((id) => this.roots.byId(control, id));
    return lists.find((each): each is PageElement => each !== null && each.querySelector('[role=option]') !== null);
  }

  /** The button beside a control that opens a window to pick from; else null. */
  picker(field: PageField): PageElement | null {
    const name = this.texts.squeeze(field.pick);
    let around = this.control(field)?.parentElement ?? null;
    for (let depth = 0; around !== null && depth < 3; around = around.parentElement, depth += 1) {
      const buttons = Array.from(around.querySelectorAll('button, a, input[type=button], input[type=submit], [role=button]'));
      const hits = buttons.filter((each) =>
        [each.textContent, each.value, each.getAttribute('title')].some((text) => this.texts.squeeze(text) === name),
      );
      if (hits.length > 0) return hits.length === 1 ? (hits[0] ?? null) : null;
    }
    return null;
  }

  /** What to click to open a select that a script draws over a native one; null for other controls. */
  opener(field: PageField): PageElement | null {
    const control = this.control(field);
    const select = control === undefined ? undefined : this.controls.styledSelect(control);
    return control === undefined || select === undefined ? null : (this.controls.boxOf(control, select) ?? null);
  }

  /** The field to search in that has opened with a list; null when there is none, or several. */
  search(): PageElement | null {
    const isSearch = (each: PageElement): boolean =>
      /^(text|search)$/.test(each.type) && this.controls.isUsable(each) && this.controls.isFloating(each) && this.#isOnTop(each);
    const hits = this.roots.all('input').filter(isSearch);
    return hits.length === 1 ? (hits[0] ?? null) : null;
  }

  /** Lists that are closed may be cut off and not hidden. */
  #isOnTop(element: PageElement): boolean {
    const { left, top, width, height } = element.getBoundingClientRect();
    return element.ownerDocument.elementFromPoint(left + width / 2, top + height / 2) === element;
  }

  control(field: PageField): PageElement | undefined {
    const located = this.locator.locate(field);
    return 'state' in located ? undefined : located.elements[0];
  }

  /** Old widgets have no roles: then what floats above the page and has exactly this text. */
  #floatingTexts(wanted: string): PageElement[] {
    const isLeaf = (each: PageElement): boolean => each.children.length === 0 && this.texts.squeeze(each.textContent) === wanted;
    return this.roots
      .all('li, td, a, div, span, [role=menuitem], [role=treeitem], [role=gridcell]')
      .filter((each) => isLeaf(each) && this.roots.isSeen(each) && this.controls.isFloating(each));
  }

  #longList(field: PageField): PageElement | undefined {
    const [option] = this.#options(field);
    for (let at = option ?? null, depth = 0; at !== null && depth < 5; at = this.roots.parent(at), depth += 1) {
      if (at.scrollHeight > at.clientHeight + 2 && at.clientHeight > 0 && at.tagName !== 'BODY') return at;
    }
    return undefined;
  }
}
