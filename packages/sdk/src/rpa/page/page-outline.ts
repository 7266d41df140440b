import type { PageLocator } from './page-locator.ts';
import type { PageRoots } from './page-roots.ts';
import type { PageTexts } from './page-texts.ts';
import type { PageElement } from './page-types.ts';

/** A field of a screen as a person sees it, without what it holds. */
export interface ScreenField {
  readonly label: string;
  readonly kind: string;
  readonly required: boolean;
  /** The choices of a native select or of radio buttons. */
  readonly options?: readonly string[] | undefined;
}

/** What of a screen must stay as it is. */
export interface ScreenOutline {
  readonly fields: readonly ScreenField[];
  readonly buttons: readonly string[];
  readonly headings: readonly string[];
}

/** Runs in the page: the outline of a screen. */
export class PageOutline {
  readonly texts: PageTexts;
  readonly roots: PageRoots;
  readonly locator: PageLocator;

  constructor(parts: { texts: PageTexts; roots: PageRoots; locator: PageLocator }) {
    this.texts = parts.texts;
    this.roots = parts.roots;
    this.locator = parts.locator;
  }

  /** The outline of the part under this selector; of the whole page without one. Null when there is no such part. */
  of(selector: string | null): ScreenOutline | null {
    const parts = selector === null ? [] : this.roots.all(selector).filter((each) => this.roots.isSeen(each));
    const [part] = parts;
    if (selector !== null && part === undefined) return null;
    const inside = (each: PageElement): boolean => part === undefined || this.roots.isWithin(each, part);
    return {
      fields: this.#fields(this.locator.usable.filter(inside)),
      buttons: this.#texts('button, [role=button], input[type=submit], input[type=button]', inside),
      headings: this.#texts('h1, h2, h3, legend', inside),
    };
  }

  #fields(controls: readonly PageElement[]): ScreenField[] {
    const groups = new Set<string>();
    return controls.flatMap((control) => {
      if (!this.locator.controls.isRadio(control)) return [this.#field(control)];
      const group = this.#groupOf(control);
      if (groups.has(group)) return [];
      groups.add(group);
      const radios = controls.filter((each) => this.locator.controls.isRadio(each) && this.#groupOf(each) === group);
      const required = radios.some((each) => this.#isRequired(each));
      return [{ label: group, kind: 'radio', required, options: radios.map((each) => this.locator.names.optionTexts(each)[0] ?? '') }];
    });
  }

  #groupOf(radio: PageElement): string {
    const group = this.roots.closest(radio, 'fieldset, [role=radiogroup], [role=group]');
    const name = group === null ? '' : this.locator.names.groupName(group);
    return name || (this.locator.names.of(radio, 'cell').find((each) => each !== '') ?? radio.name);
  }

  #field(control: PageElement): ScreenField {
    const kind = this.locator.controls.kindOf(control);
    const named = kind === 'text' && control.tagName === 'INPUT' ? control.type : kind;
    const options = Array.from(kind === 'select' ? control.options : [], (each) => this.texts.squeeze(each.text));
    return {
      label: this.locator.names.best(control),
      kind: named,
      required: this.#isRequired(control),
      ...(kind === 'select' ? { options } : {}),
    };
  }

  /** Required by the browser's rules, by what is said to screen readers, or by a star. */
  #isRequired(control: PageElement): boolean {
    if (control.required || control.getAttribute('aria-required') === 'true') return true;
    const group = this.roots.closest(control, '[role=radiogroup]');
    if (group?.getAttribute('aria-required') === 'true') return true;
    const star = /^\s*\*|\*\s*:?\s*$|\(Pflichtfeld\)/i;
    return Array.from(control.labels ?? []).some((label) => star.test(this.texts.squeeze(this.texts.ownText(label))));
  }

  #texts(selector: string, inside: (each: PageElement) => boolean): string[] {
    const seen = this.roots.all(selector).filter((each) => inside(each) && this.roots.isSeen(each));
    const texts = seen.map((each) => this.texts.squeeze(each.getAttribute('aria-label') ?? (each.textContent || each.value)));
    return texts.filter((each) => each !== '');
  }
}
