import type { PageLocator } from './page-locator.ts';
import type { PageRoots } from './page-roots.ts';
import type { PageTexts } from './page-texts.ts';
import type { FieldResult, PageElement, PageField } from './page-types.ts';
import type { PageValues } from './page-values.ts';

/** Messages of a page about what was entered. */
export interface PageComplaints {
  readonly count: number;
  readonly labels: readonly string[];
}

/** Runs in the page: what it shows to be read. */
export class PageRecord {
  readonly texts: PageTexts;
  readonly roots: PageRoots;
  readonly locator: PageLocator;
  readonly values: PageValues;

  constructor(parts: { texts: PageTexts; roots: PageRoots; locator: PageLocator; values: PageValues }) {
    this.texts = parts.texts;
    this.roots = parts.roots;
    this.locator = parts.locator;
    this.values = parts.values;
  }

  /** Compares what the page shows, as a record page does: cells, descriptions, or controls. */
  compare(fields: readonly PageField[]): FieldResult[] {
    const captions = this.roots.all('dt, th, td');
    const names = captions.map((each) => this.texts.ofElement(each));
    return fields.map((field) => {
      const name = this.texts.labelKey(field.label);
      const shown = captions.flatMap((each, at) => {
        const value = names[at] === name ? each.nextElementSibling : null;
        return value?.matches('dd, td') === true && this.roots.isSeen(value) ? [value] : [];
      });
      if (shown.length > 1) return { state: 'ambiguous', by: 0 };
      const [first] = shown;
      if (first !== undefined) return { state: this.#showsSame(first, field) ? 'filled' : 'differs', by: 0 };
      const held = this.values.compare([field])[0] ?? { state: 'unknown', by: 0 };
      return held.state === 'unknown' ? this.#besideWords(field, name) : held;
    });
  }

  /** Pages without tables and lists of descriptions: what follows the words of the label, in an element of its own or as bare text. */
  #besideWords(field: PageField, name: string): FieldResult {
    if (name === '' || field.label.includes('=')) return { state: 'unknown', by: 0 };
    const words = this.roots.all('div, span, p, b, strong, em, label, h1, h2, h3, h4, h5, h6').filter((each) => this.#says(each, name));
    const outer = words.filter((each) => each.parentElement === null || !words.includes(each.parentElement));
    const shown = outer.map((each) => this.#after(each)).filter((each) => each !== null);
    const [first] = shown;
    if (first === undefined) return { state: 'unknown', by: 0 };
    if (shown.length > 1) return { state: 'ambiguous', by: 0 };
    const isSame = typeof first === 'string' ? this.#meansSame([first], field) : this.#showsSame(first, field);
    return { state: isSame ? 'filled' : 'differs', by: 0 };
  }

  #says(element: PageElement, name: string): boolean {
    const text = element.textContent ?? '';
    return text.length < 3 * name.length + 50 && this.texts.ofElement(element) === name && this.roots.isSeen(element);
  }

  /** The element after a caption, or the bare text right behind it. */
  #after(caption: PageElement): PageElement | string | null {
    const bare: string[] = [];
    for (let next = caption.nextSibling; next !== null; next = next.nextSibling) {
      if (next.nodeType === 1) {
        if (bare.length > 0) break;
        const element = next as PageElement;
        return this.roots.isSeen(element) ? element : null;
      }
      const text = this.texts.squeeze(next.nodeValue).replace(/^:\s*/, '');
      if (next.nodeType === 3 && text !== '') bare.push(text);
    }
    return bare.length === 0 ? null : bare.join(' ');
  }

  /** Styles may write a text in another way than it is, and only what is drawn has its lines. */
  #showsSame(element: PageElement, field: PageField): boolean {
    const entries =
      typeof field.value === 'object' ? Array.from(element.querySelectorAll('li'), (each) => this.texts.squeeze(each.textContent)) : [];
    if (entries.length > 0) return entries.toSorted().join() === this.texts.several(field.value).toSorted().join();
    return this.#meansSame([element.textContent ?? '', element.innerText ?? ''], field);
  }

  #meansSame(texts: readonly string[], field: PageField): boolean {
    const { value } = field;
    return texts.some((each) => {
      const text = this.texts.squeeze(each);
      if (value === true) return /^(ja|x|true|1|✓|☑)$/i.test(text);
      if (value === false) return /^(nein|false|0|-|–|☐)?$/i.test(text);
      if (typeof value === 'object') {
        const several = text.split(/\s*[,;]\s*/).filter((part) => part !== '');
        return several.toSorted().join() === this.texts.several(value).toSorted().join();
      }
      return this.texts.same(text, this.texts.squeeze(value), { as: field.as, same: ['date', ...(field.same ?? [])] });
    });
  }

  /** The labels of the fields that messages of the page belong to; never the messages. */
  complaints(selector: string): PageComplaints {
    const isSaid = (each: PageElement): boolean => this.roots.isSeen(each) && this.texts.squeeze(each.textContent) !== '';
    const messages = this.roots.all(selector).filter(isSaid);
    const controls = this.locator.usable;
    const named = messages.flatMap((message) => {
      const links = Array.from(message.querySelectorAll('a[href^="#"]'), (each) =>
        this.roots.byId(each, (each.getAttribute('href') ?? '').slice(1)),
      );
      const near = controls.filter((each) => message.parentElement?.contains(each) ?? false);
      const belonging = [...links, ...controls.filter((each) => this.#isDescribedBy(each, message)), ...(near.length === 1 ? near : [])];
      return belonging.length > 0 ? belonging : this.#spokenOf(message);
    });
    const marked = messages.length === 0 ? [] : controls.filter((each) => each.getAttribute('aria-invalid') === 'true');
    const labels = [...named, ...marked].map((each) => (each === null ? '' : this.locator.names.best(each)));
    return { count: messages.length, labels: [...new Set(labels.filter((label) => label !== ''))] };
  }

  /** The controls whose names a message says. */
  #spokenOf(message: PageElement): PageElement[] {
    const text = this.texts.squeeze(message.textContent);
    const says = (name: string): boolean => {
      const at = text.indexOf(name);
      return at >= 0 && !/[\p{L}\p{N}]/u.test(`${text[at - 1] ?? ''}${text[at + name.length] ?? ''}`);
    };
    return this.locator.usable.filter((each) => {
      const name = this.locator.names.best(each);
      return name.length > 2 && says(name);
    });
  }

  #isDescribedBy(control: PageElement, { id }: PageElement): boolean {
    const ids = `${control.getAttribute('aria-describedby')} ${control.getAttribute('aria-errormessage')}`;
    return id !== '' && ids.split(' ').includes(id);
  }
}
