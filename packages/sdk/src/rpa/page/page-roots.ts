import type { PageDocument, PageElement, PageRoot } from './page-types.ts';

declare const document: PageDocument;

/**
 * Runs in the page: everything a person sees as one page. Open shadow roots and frames of the same origin belong to it; what is of
 * another origin is out of reach and asked for on its own.
 */
export class PageRoots {
  readonly roots: readonly PageRoot[] = this.#below(document);

  all(selector: string): PageElement[] {
    return this.roots.flatMap((root) => Array.from(root.querySelectorAll(selector)));
  }

  /** The editable bodies of editor frames. */
  editors(): PageElement[] {
    return this.roots.flatMap((root) => {
      const { body, defaultView } = root;
      return body != null && defaultView?.frameElement != null && this.isEditor(root) ? [body] : [];
    });
  }

  isEditor({ body, designMode }: PageRoot): boolean {
    return designMode === 'on' || body?.isContentEditable === true;
  }

  /** The element around this one, out of shadow roots and frames, too. */
  parent(element: PageElement): PageElement | null {
    if (element.parentElement !== null) return element.parentElement;
    const root = element.getRootNode();
    return root.host ?? root.defaultView?.frameElement ?? null;
  }

  closest(element: PageElement | null, selector: string): PageElement | null {
    for (let at = element; at !== null; at = this.outside(at)) {
      const found = at.closest(selector);
      if (found !== null) return found;
    }
    return null;
  }

  /** The host or frame that an element lies in. */
  outside(element: PageElement): PageElement | null {
    const root = element.getRootNode();
    return root.host ?? root.defaultView?.frameElement ?? null;
  }

  isWithin(element: PageElement, container: PageElement): boolean {
    for (let at: PageElement | null = element; at !== null; at = this.outside(at)) if (container.contains(at)) return true;
    return false;
  }

  byId(near: PageElement, id: string): PageElement | null {
    return near.getRootNode().getElementById?.(id) ?? near.ownerDocument.getElementById(id);
  }

  /** The dialog in front of everything else, when one is open that keeps a person from the rest. */
  frontDialog(): PageElement | undefined {
    const modal = this.all('dialog:modal, [aria-modal=true]').filter((each) => this.isSeen(each));
    return modal[modal.length - 1];
  }

  isSeen(element: PageElement): boolean {
    if (!element.checkVisibility({ visibilityProperty: true })) return false;
    const frame = element.ownerDocument.defaultView?.frameElement;
    return frame == null || this.isSeen(frame);
  }

  #below(root: PageRoot): readonly PageRoot[] {
    const found: PageRoot[] = [root];
    for (const element of Array.from(root.querySelectorAll('*'))) {
      if (element.shadowRoot !== null) found.push(...this.#below(element.shadowRoot));
      if (/^I?FRAME$/.test(element.tagName) && element.contentDocument != null) found.push(...this.#below(element.contentDocument));
    }
    return found;
  }
}
