import type { PageLocator } from './page-locator.ts';
import type { PageRoots } from './page-roots.ts';
import type { PageTexts } from './page-texts.ts';
import type { FieldResult, PageElement, PageField } from './page-types.ts';

/** What of a screen must be as described. */
export interface ScreenQuestion {
  /** Fields that are filled, or known and left alone. */
  readonly fields: readonly PageField[];
  /** The part of the page that counts; the whole page without one. */
  readonly within: string | null;
}

/** What a screen is like, without anything that it holds. */
export interface ScreenAnswer {
  /** `filled` means found, in the order of the question. */
  readonly results: readonly FieldResult[];
  /** Labels of fields that nobody asked for. */
  readonly others: readonly string[];
  /** Those of them that must be filled and are empty. */
  readonly othersRequired: readonly string[];
  readonly buttons: readonly string[];
}

/** Runs in the page: whether a screen is as described. */
export class PageOutline {
  readonly texts: PageTexts;
  readonly roots: PageRoots;
  readonly locator: PageLocator;

  constructor(parts: { texts: PageTexts; roots: PageRoots; locator: PageLocator }) {
    this.texts = parts.texts;
    this.roots = parts.roots;
    this.locator = parts.locator;
  }

  /** Compares the screen with what is known of it. Null when the part that counts is not there. */
  check({ fields, within }: ScreenQuestion): ScreenAnswer | null {
    const part = within === null ? undefined : this.roots.all(within).find((each) => this.roots.isSeen(each));
    if (within !== null && part === undefined) return null;
    const isInside = (each: PageElement): boolean => part === undefined || this.roots.isWithin(each, part);
    const located = fields.map((field) => this.locator.locate(field));
    const known = new Set(located.flatMap((each) => ('elements' in each ? each.elements : [])));
    const others = this.locator.usable.filter((each) => isInside(each) && !known.has(each));
    return {
      results: located.map((each) => ({ state: 'state' in each ? each.state : 'filled', by: each.by })),
      others: this.#labels(others),
      othersRequired: this.#labels(others.filter((each) => this.#isRequired(each) && this.#isEmpty(each, others))),
      buttons: this.#texts('button, [role=button], a[href], input[type=submit], input[type=button]', isInside),
    };
  }

  #labels(controls: readonly PageElement[]): string[] {
    const labels = controls.map((each) => (this.locator.controls.isRadio(each) ? this.#groupOf(each) : this.locator.names.best(each)));
    return [...new Set(labels)];
  }

  #isEmpty(control: PageElement, others: readonly PageElement[]): boolean {
    const { controls } = this.locator;
    if (controls.isRadio(control)) return !others.some((each) => each.name === control.name && each.checked);
    if (controls.isCheckbox(control)) return !control.checked && control.getAttribute('aria-checked') !== 'true';
    return controls.isNative(control) && control.value === '';
  }

  #groupOf(radio: PageElement): string {
    const group = this.roots.closest(radio, 'fieldset, [role=radiogroup], [role=group]');
    const name = group === null ? '' : this.locator.names.groupName(group);
    return name || (this.locator.names.of(radio, 'cell').find((each) => each !== '') ?? radio.name);
  }

  /** Required by the browser's rules, by what is said to screen readers, or by a star. */
  #isRequired(control: PageElement): boolean {
    if (control.required || control.getAttribute('aria-required') === 'true') return true;
    const group = this.roots.closest(control, '[role=radiogroup]');
    if (group?.getAttribute('aria-required') === 'true') return true;
    const star = /^\*|\*\s*:?$|:\s*\*|\(Pflichtfeld\)/i;
    return this.locator.names.captions(control).some((caption) => star.test(caption));
  }

  #texts(selector: string, inside: (each: PageElement) => boolean): string[] {
    const seen = this.roots.all(selector).filter((each) => inside(each) && this.roots.isSeen(each));
    const texts = seen.map((each) => this.texts.squeeze(each.getAttribute('aria-label') ?? (each.textContent || each.value)));
    return texts.filter((each) => each !== '');
  }
}
