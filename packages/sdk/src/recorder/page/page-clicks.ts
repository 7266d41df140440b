import type { AssembledPage } from '../../rpa/page/page-script.ts';
import type { PageElement, PageNode } from '../../rpa/page/page-types.ts';

/** Runs in the page: the name by which `clickByName` finds a button, link, tab or entry of a menu again. */
export class PageClicks {
  readonly page: AssembledPage;
  readonly selector: string =
    'button, a[href], summary, input[type=submit], input[type=button], input[type=image], [role=button], [role=link], [role=tab], [role=menuitem]';

  constructor(page: AssembledPage) {
    this.page = page;
  }

  /** What a click on this path means to press; undefined for clicks on nothing, on a control, or on an entry of its list. */
  pressed(path: readonly PageElement[]): PageElement | undefined {
    const elements = path.filter((each) => each.nodeType === 1);
    const isControl = (each: PageElement): boolean =>
      each.matches('[role=option], [role=listbox], [role=combobox], [aria-haspopup=listbox], [role=radio], [role=checkbox], [role=switch]');
    const at = elements.findIndex((each) => each.matches(this.selector));
    if (at < 0 || elements.slice(0, at + 1).some(isControl)) return undefined;
    return elements[at];
  }

  /** Its name where that is unique among what is seen, else a selector; empty when there is neither. */
  name(element: PageElement): string {
    const name = this.#nameOf(element);
    const { roots } = this.page;
    const others = roots.all(this.selector).filter((each) => each.ownerDocument === element.ownerDocument && this.#isShown(each));
    if (name !== '' && !element.matches('summary') && others.filter((each) => this.#nameOf(each) === name).length === 1) return name;
    const selectors = this.#selectors(element);
    return selectors.find((each) => others.filter((other) => other.matches(each.slice(4))).length === 1) ?? '';
  }

  #isShown(element: PageElement): boolean {
    const { width, height } = element.getBoundingClientRect();
    return width > 0 && height > 0 && this.page.roots.isSeen(element);
  }

  #selectors(element: PageElement): readonly string[] {
    const attributes = ['data-testid', 'id', 'name', 'value', 'href', 'title'];
    const tag = element.tagName.toLowerCase();
    return attributes.flatMap((name) => {
      const value = element.getAttribute(name);
      return value === null || value === '' || /["\\\n]/.test(value) ? [] : [`css=${tag}[${name}="${value}"]`];
    });
  }

  #nameOf(element: PageElement): string {
    const { roots } = this.page;
    const { texts } = this.page.locator;
    const ids = texts.squeeze(element.getAttribute('aria-labelledby'));
    const referenced =
      ids === ''
        ? ''
        : texts.squeeze(
            ids
              .split(' ')
              .map((id) => roots.byId(element, id)?.textContent ?? '')
              .join(' '),
          );
    if (referenced !== '') return referenced;
    const own = texts.squeeze(element.getAttribute('aria-label'));
    if (own !== '') return own;
    const content = element.tagName === 'INPUT' ? (element.getAttribute('alt') ?? element.value ?? '') : this.#text(element);
    return texts.squeeze(content) || texts.squeeze(element.getAttribute('title'));
  }

  #text(node: PageNode): string {
    if (node.nodeType === 3) return node.nodeValue ?? '';
    if (node.nodeType !== 1) return '';
    const element = node as PageElement;
    if (element.matches('[aria-hidden=true], script, style') || !element.checkVisibility({ visibilityProperty: true })) return '';
    if (element.tagName === 'IMG') return ` ${element.getAttribute('alt') ?? ''} `;
    const children = element.shadowRoot?.childNodes ?? element.childNodes;
    return Array.from(children, (child) => this.#text(child)).join('');
  }
}
