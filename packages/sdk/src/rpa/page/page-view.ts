import type { PageElement, PageRoot } from './page-types.ts';

interface ViewedDocument extends PageRoot {
  readonly readyState: string;
  querySelectorAll(selector: string): ArrayLike<PageElement & { readonly sheet?: object | null }>;
}

declare const document: ViewedDocument;
declare const getComputedStyle: (element: PageElement) => { readonly display: string };

/** What a document holds of a selector. */
export interface Seen {
  readonly count: number;
  /** True when a person sees one of them. */
  readonly isShown: boolean;
}

/** Runs in the page: looks for CSS selectors with what the browser itself offers. Sent as text, so it uses nothing of its module but types. */
export class PageView {
  /** Waits until the document is read and its style sheets are there, at most so long. */
  async untilReady(withinMs: number): Promise<void> {
    const until = performance.now() + withinMs;
    while (!this.#isReady() && performance.now() < until) await new Promise((resolve) => setTimeout(resolve, 5));
  }

  /** Null for what only Playwright can tell: selectors of its own kinds, documents with shadow roots, boxes that stand for what is in them. */
  look(selectors: readonly string[]): (Seen | null)[] {
    const isPlain = !this.#hasShadow();
    return selectors.map((selector) => {
      const all = isPlain ? this.#all(selector) : null;
      const shown = all === null ? null : this.#firstShown(all);
      return all === null || shown === null ? null : { count: all.length, isShown: shown !== undefined };
    });
  }

  /** The text of the first place that a person sees; null when there is none, or only Playwright can tell. */
  text(selector: string): string | null {
    const all = this.#hasShadow() ? null : this.#all(selector);
    return all === null ? null : (this.#firstShown(all)?.innerText ?? null);
  }

  #isReady(): boolean {
    if (document.readyState !== 'interactive') return document.readyState === 'complete';
    const sheets = document.querySelectorAll('link[rel~=stylesheet]:not([disabled])');
    for (let at = 0; at < sheets.length; at += 1) if (sheets[at]?.sheet === null) return false;
    return true;
  }

  #hasShadow(): boolean {
    const elements = document.querySelectorAll('*');
    for (let at = 0; at < elements.length; at += 1) if (elements[at]?.shadowRoot !== null) return true;
    return false;
  }

  #all(selector: string): ArrayLike<PageElement> | null {
    try {
      return document.querySelectorAll(selector);
    } catch {
      return null;
    }
  }

  #firstShown(elements: ArrayLike<PageElement>): PageElement | undefined | null {
    for (let at = 0; at < elements.length; at += 1) {
      const element = elements[at] as PageElement;
      if (element.checkVisibility({ visibilityProperty: true })) {
        const { width, height } = element.getBoundingClientRect();
        if (width > 0 && height > 0) return element;
      } else if (getComputedStyle(element).display === 'contents') return null;
    }
    return undefined;
  }
}
