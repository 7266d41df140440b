import type { AssembledPage } from '../../rpa/page/page-script.ts';
import type { PageElement } from '../../rpa/page/page-types.ts';

/** What a page shows and is made of, to tell later what is new on it. Holds citizens' data: kept in memory only. */
export interface PageInventory {
  readonly url: string;
  readonly text: string;
  /** Test ids, ids, classes, roles and captions, such as `#treffer`. */
  readonly marks: readonly string[];
}

/** Where a text stands, and by what it is found. */
export interface TextPlace {
  readonly selector: string;
  /** What of the selector must be new for it to prove anything. */
  readonly mark: string;
}

/** Runs in the page: what it shows, and selectors of what is read from it. */
export class PagePlaces {
  readonly page: AssembledPage;

  constructor(page: AssembledPage) {
    this.page = page;
  }

  inventory(url: string): PageInventory {
    const elements = this.page.roots.all('*');
    const bodies = this.page.roots.roots.map((root) => {
      if (root.body != null) return root.body.innerText;
      return Array.from(root.childNodes, (each) => (each.nodeType === 1 ? (each as PageElement).innerText : each.nodeValue) ?? '').join(
        '\n',
      );
    });
    const marks = elements.flatMap((each) => this.#places(each).map((place) => place.mark));
    return { url, text: bodies.join('\n'), marks: [...new Set(marks)] };
  }

  /** Selectors of the smallest elements that show the text, the most telling first. */
  placesOf(text: string): readonly TextPlace[] {
    const shows = (each: PageElement): boolean =>
      !/^(HTML|HEAD|BODY|SCRIPT|STYLE|TITLE|OPTION)$/.test(each.tagName) && (each.textContent ?? '').includes(text);
    const all = this.page.roots.all('*').filter((each) => shows(each) && this.page.roots.isSeen(each));
    const smallest = all.filter((each) => !Array.from(each.children).some(shows));
    return smallest.flatMap((each) => {
      const around = each.parentElement;
      return [...this.#places(each), ...(around === null ? [] : this.#places(around))];
    });
  }

  /** Selectors of the rows in which the text stands. */
  rowsOf(text: string): readonly string[] {
    return this.placesOfRow(text).flatMap((row) => {
      const list = row.closest('table, ul, ol, dl, [role=table], [role=grid], [role=list]');
      const inner =
        row.tagName === 'TR' ? 'tbody tr' : row.hasAttribute('role') ? `[role=${row.getAttribute('role')}]` : row.tagName.toLowerCase();
      const named = list === null ? [] : this.#places(list).map(({ selector }) => selector);
      const classes = this.#classes(row);
      return [
        ...this.#severalRows(row),
        ...named.filter((each) => !each.startsWith('role=')).map((each) => `${each} ${inner}`),
        ...classes.map((each) => `${inner}.${each}`),
        inner,
      ];
    });
  }

  /** A record may take several rows of a table, in a body of its own. */
  #severalRows(row: PageElement): readonly string[] {
    const body = row.closest('tbody');
    return body !== null && body.children.length > 1 ? this.#classes(body).map((each) => `tbody.${each}`) : [];
  }

  /** Classes that tell what a row is, and not which one. */
  #classes(row: PageElement): readonly string[] {
    const all = (row.getAttribute('class') ?? '').split(/\s+/);
    return all.filter((each) => /^[A-Za-z][A-Za-z_-]*$/.test(each) && !/odd|even|first|last|active|hover|selected/i.test(each));
  }

  placesOfRow(text: string): readonly PageElement[] {
    const rows = this.page.roots.all('tr, li, dt, [role=row], [role=listitem], article');
    const hits = rows.filter((each) => this.page.roots.isSeen(each) && (each.textContent ?? '').includes(text));
    return hits.filter((each) => !hits.some((other) => other !== each && each.contains(other)));
  }

  /** Short texts of the page, each the whole of its element. */
  leafTexts(): readonly string[] {
    const leaves = this.page.roots.all('*').filter((each) => each.children.length === 0 && this.page.roots.isSeen(each));
    const texts = leaves
      .filter((each) => !/^(TITLE|META|LINK|SCRIPT|STYLE|OPTION|INPUT|TEXTAREA)$/.test(each.tagName))
      .map((each) => this.page.locator.texts.squeeze(each.textContent));
    return [...new Set(texts.filter((each) => each !== '' && each.length < 120))];
  }

  /** The way out of a session, if the page shows one. */
  exits(): readonly TextPlace[] {
    const isExit = (each: PageElement): boolean =>
      /^(abmelden|logout|log ?out|sign ?out|ausloggen|beenden)$/i.test(this.page.locator.texts.squeeze(each.textContent || each.value));
    const exits = this.page.roots
      .all('button, a[href], input[type=submit], input[type=button], [role=button], [role=menuitem]')
      .filter((each) => isExit(each));
    const seen = exits.filter((each) => this.page.roots.isSeen(each));
    const selectors = seen.length > 0 ? seen.map((each) => this.#byRole(each)) : exits.map((each) => this.#byText(each));
    return selectors.map((selector) => ({ selector, mark: selector }));
  }

  #byRole(element: PageElement): string {
    const role = element.getAttribute('role') ?? (element.tagName === 'A' ? 'link' : 'button');
    return `role=${role}[name="${this.page.locator.texts.squeeze(element.textContent || element.value)}"]`;
  }

  /** For what waits in a menu that is closed: roles are told of what is seen only. */
  #byText(element: PageElement): string {
    const tag = element.tagName.toLowerCase();
    const text = this.page.locator.texts.squeeze(element.textContent || element.value);
    return tag === 'input' ? `input[value="${text}"]` : `${tag}:text-is("${text}")`;
  }

  #places(element: PageElement): readonly TextPlace[] {
    const isStable = (value: string): boolean => value !== '' && !/\d{3}|[0-9a-f]{8}|["\\\s:]/.test(value);
    const testId = element.getAttribute('data-testid') ?? '';
    const role = element.getAttribute('role') ?? '';
    const tag = element.tagName.toLowerCase();
    const classes = (element.getAttribute('class') ?? '').split(/\s+/).filter((each) => /^[A-Za-z][A-Za-z_-]*$/.test(each));
    const marks = [
      ...(isStable(testId) ? [`[data-testid="${testId}"]`] : []),
      ...(isStable(element.id) ? [`#${element.id}`] : []),
      ...this.#besideCaption(element),
      ...(/^(status|alert)$/.test(role) ? [`role=${role}`] : []),
      ...classes.map((each) => `${tag}.${each}`),
    ];
    return marks.map((mark) => ({ selector: mark, mark }));
  }

  #besideCaption(element: PageElement): readonly string[] {
    const caption = element.previousElementSibling;
    if (!/^(DD|TD)$/.test(element.tagName) || caption === null || !/^(DT|TH|TD)$/.test(caption.tagName)) return [];
    const text = this.page.locator.texts.squeeze(caption.textContent);
    const isWord = text !== '' && text.length < 60 && !/["\\\d]/.test(text);
    return isWord ? [`${caption.tagName.toLowerCase()}:text-is("${text}") + ${element.tagName.toLowerCase()}`] : [];
  }
}
