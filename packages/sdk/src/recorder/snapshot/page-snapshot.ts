/** A part of a page, as the snapshot uses it. */
interface SnapNode {
  readonly nodeType: number;
  nodeValue: string | null;
  readonly childNodes: ArrayLike<SnapNode>;
  readonly parentElement: SnapElement | null;
  readonly nextSibling: SnapNode | null;
  readonly textContent: string | null;
  remove(): void;
}

interface SnapElement extends SnapNode {
  readonly tagName: string;
  readonly content?: SnapNode;
  readonly shadowRoot: SnapElement | null;
  readonly value?: string;
  readonly nextElementSibling: SnapElement | null;
  readonly attributes: ArrayLike<{ readonly name: string; readonly value: string }>;
  innerHTML: string;
  getAttribute(name: string): string | null;
  setAttribute(name: string, value: string): void;
  removeAttribute(name: string): void;
  matches(selector: string): boolean;
  closest(selector: string): SnapElement | null;
  querySelector(selector: string): SnapElement | null;
  querySelectorAll(selector: string): ArrayLike<SnapElement>;
  getHTML(options: { shadowRoots: readonly SnapElement[] }): string;
}

interface SnapDocument extends SnapElement {
  readonly documentElement: SnapElement;
  readonly styleSheets: ArrayLike<{ readonly cssRules: ArrayLike<{ readonly cssText: string }> }>;
}

declare const document: SnapDocument;
declare const DOMParser: new () => { parseFromString(html: string, type: string): SnapDocument };

/**
 * Runs in the page: the page as still, anonymous HTML. What names things stays (labels, buttons, headings, options); everything else
 * keeps its shape only. Sent to the browser as text: it uses nothing of its module but types.
 */
export class PageSnapshot {
  readonly kept: string =
    'label, legend, th, dt, caption, button, summary, h1, h2, h3, h4, h5, h6, option, optgroup, title, figcaption, nav, [role=tab], [role=button], [role=menuitem], [role=columnheader], [role=heading], [role=navigation], [slot=label]';
  readonly dropped: string =
    'script, noscript, link, base, iframe[src], object, embed, video, audio, source, style, meta, template:not([shadowrootmode])';
  readonly attributes: RegExp =
    /^(id|name|class|for|type|role|placeholder|data-testid|col-?span|rowspan|disabled|readonly|required|maxlength|pattern|multiple|checked|selected|autocomplete|method|action|href|value|lang|dir|hidden|tabindex|open|label|title|alt|shadowrootmode|slot|inert|contenteditable|enctype|scope|headers|width|height|aria-[a-z]+)$/;
  readonly words: Set<string> = new Set();

  html(): string {
    const roots = this.#shadows(document);
    const styles = [document, ...roots].flatMap((root) => this.#styles(root as unknown as SnapDocument));
    const copy = new DOMParser().parseFromString(document.documentElement.getHTML({ shadowRoots: roots }), 'text/html');
    this.#drop(copy);
    this.#collect(copy);
    this.#walk(copy.documentElement);
    const lang = document.documentElement.getAttribute('lang') ?? 'de';
    const guard = `<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; form-action 'self'">`;
    const head = copy.documentElement.querySelector('head')?.innerHTML ?? '';
    const body = copy.documentElement.querySelector('body, frameset')?.innerHTML ?? '';
    return `<!doctype html>\n<html lang="${lang.replaceAll(/[^A-Za-z-]/g, '')}">\n<head>${guard}${head}<style>\n${styles.join('\n')}\n</style></head>\n<body>${body}</body>\n</html>\n`;
  }

  /** The path with the numbers of records taken out. */
  path(url: string): string {
    const { pathname, search } = new URL(url);
    const query =
      search === ''
        ? ''
        : `?${search.slice(1).replaceAll(/=([^&]*)/g, (_, value: string) => `=${this.#shape(decodeURIComponent(value))}`)}`;
    return `${pathname.replaceAll(/\d/g, '0')}${query}`;
  }

  #shadows(root: SnapElement): SnapElement[] {
    const own = Array.from(root.querySelectorAll('*')).flatMap((each) => (each.shadowRoot === null ? [] : [each.shadowRoot]));
    return [...own, ...own.flatMap((each) => this.#shadows(each))];
  }

  #styles({ styleSheets }: SnapDocument): string[] {
    return Array.from(styleSheets).flatMap((sheet) => {
      try {
        return Array.from(sheet.cssRules, ({ cssText }) => cssText.replaceAll(/url\([^)]*\)/g, 'none').replaceAll('</', '')).filter(
          (each) => !each.startsWith('@import') && !each.startsWith('@font-face'),
        );
      } catch {
        return [];
      }
    });
  }

  #parts(root: SnapElement): SnapElement[] {
    const all = Array.from(root.querySelectorAll('*'));
    return [
      ...all,
      ...all.flatMap((each) => (each.tagName === 'TEMPLATE' && each.content !== undefined ? this.#parts(each.content as SnapElement) : [])),
    ];
  }

  #drop(root: SnapElement): void {
    for (const each of this.#parts(root)) if (each.matches(this.dropped) && !each.matches('title')) each.remove();
  }

  /** Words of the data: they are hidden wherever else they stand. */
  #collect(root: SnapElement): void {
    for (const each of this.#parts(root)) {
      const value =
        each.tagName === 'INPUT' && !/^(submit|button|reset|radio|checkbox)$/.test(each.getAttribute('type') ?? '')
          ? (each.getAttribute('value') ?? '')
          : '';
      const isCell =
        /^(TD|DD|TEXTAREA|OUTPUT)$/.test(each.tagName) &&
        each.querySelector('input, select, textarea, button') === null &&
        !this.#isCaption(each);
      for (const word of `${value} ${isCell ? (each.textContent ?? '') : ''}`.match(/\p{Lu}[\p{L}-]{2,}/gu) ?? []) this.words.add(word);
    }
  }

  #walk(node: SnapNode): void {
    if (node.nodeType === 8) return node.remove();
    if (node.nodeType === 3) {
      node.nodeValue = this.#isKept(node) ? this.#named(node) : this.#shape(node.nodeValue ?? '');
      return;
    }
    const element = node as SnapElement;
    if (node.nodeType === 1) this.#attributes(element);
    for (const child of Array.from(
      element.tagName === 'TEMPLATE' && element.content !== undefined ? element.content.childNodes : node.childNodes,
    ))
      this.#walk(child);
  }

  #isKept(node: SnapNode): boolean {
    const around = node.parentElement;
    if (around === null) return false;
    if (around.closest('textarea, output') !== null) return false;
    if (around.closest(this.kept) !== null && around.closest('td a, dd a') === null) return true;
    if (around.closest('td') !== null && this.#isCaption(around.closest('td') as SnapElement)) return true;
    let next = node.nextSibling;
    while (next !== null && next.nodeType !== 1) next = next.nextSibling;
    return next !== null && (next as SnapElement).matches('input, select, textarea');
  }

  /** A cell that names the one behind it. */
  #isCaption(cell: SnapElement): boolean {
    const next = cell.nextElementSibling;
    return (
      cell.tagName === 'TD' &&
      (next?.querySelector('input, select, textarea') ?? null) !== null &&
      cell.querySelector('input, select, textarea') === null
    );
  }

  #attributes(element: SnapElement): void {
    for (const { name, value } of Array.from(element.attributes)) {
      if (!this.attributes.test(name)) element.removeAttribute(name);
      else if (name === 'href' || name === 'action') element.setAttribute(name, this.#address(value));
      else if (name === 'value') element.setAttribute(name, this.#value(element, value));
      else if (/^(placeholder|title|alt|label|aria-label|aria-description|aria-valuetext|aria-roledescription)$/.test(name))
        element.setAttribute(name, this.#text(value));
      else if (/^(id|name|for|class)$/.test(name) && /\d{3}/.test(value)) element.setAttribute(name, value.replaceAll(/\d/g, '0'));
    }
  }

  #address(value: string): string {
    if (/^(mailto|tel|javascript|data|https?):/i.test(value) || value.startsWith('//')) return '#';
    return value.startsWith('/') ? this.path(`http://x${value}`) : value.replaceAll(/\d/g, '0').replace(/\?.*$/, '');
  }

  /** What buttons say and choices mean stays; what was typed does not. */
  #value(element: SnapElement, value: string): string {
    const isName = element.matches(
      'option, button, input[type=submit], input[type=button], input[type=reset], input[type=radio], input[type=checkbox]',
    );
    if (isName) return this.#text(value);
    return element.matches('input[type=date]') ? '' : this.#shape(value);
  }

  #named(node: SnapNode): string {
    const isChoice = node.parentElement?.closest('option, label') !== null;
    return isChoice ? this.#withoutNumbers(node.nodeValue ?? '') : this.#text(node.nodeValue ?? '');
  }

  #text(text: string): string {
    return this.#withoutNumbers(text).replaceAll(/\p{Lu}[\p{L}-]{2,}/gu, (word) => (this.words.has(word) ? this.#shape(word) : word));
  }

  #withoutNumbers(text: string): string {
    return text.replaceAll(/\S+@\S+|\d{1,2}\.\s?\d{1,2}\.\s?\d{2,4}|\S*\d{3}\S*/g, (each) => this.#shape(each));
  }

  #shape(text: string): string {
    return text
      .replaceAll(/\p{Lu}/gu, 'X')
      .replaceAll(/\p{L}/gu, (each) => (each === 'X' ? 'X' : 'x'))
      .replaceAll(/\p{N}/gu, '0');
  }
}
