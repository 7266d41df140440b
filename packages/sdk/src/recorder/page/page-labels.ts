import type { AssembledPage } from '../../rpa/page/page-script.ts';
import type { NameKind } from '../../rpa/page/page-names.ts';
import type { FieldValue, PageElement } from '../../rpa/page/page-types.ts';

/** How a control is found again. */
export interface FoundLabel {
  readonly label: string;
  readonly isWeak: boolean;
}

/** Runs in the page: the label by which `fillByLabel` finds a control again. Each is tried before it is proposed. */
export class PageLabels {
  readonly page: AssembledPage;

  constructor(page: AssembledPage) {
    this.page = page;
  }

  of(control: PageElement, value: FieldValue): FoundLabel {
    const isFound = (label: string): boolean => this.#means(label, control, value);
    for (const [kind, name] of this.#candidates(control)) {
      const labels = [this.#withoutValue(control, name), name].filter((each) => each !== '');
      const found = labels.flatMap((each) => [each, ...this.#inGroups(control, each)]).find(isFound);
      if (found !== undefined) return { label: found, isWeak: !/^(label|aria|group)$/.test(kind) };
    }
    const name = control.getAttribute('name') ?? '';
    const byAttribute = [...(name === '' ? [] : [`name=${name}`]), ...(control.id === '' ? [] : [`css=#${control.id}`])];
    return { label: byAttribute.find(isFound) ?? '', isWeak: true };
  }

  /** The label of the tick boxes that belong together with this one; undefined when it stands alone or nothing finds them all. */
  ofTicks(control: PageElement): { readonly label: string; readonly members: readonly PageElement[] } | undefined {
    const { locator } = this.page;
    const name = control.getAttribute('name') ?? '';
    const members = locator.usable.filter((each) => each.type === 'checkbox' && each.getAttribute('name') === name);
    if (name === '' || control.type !== 'checkbox' || members.length < 2) return undefined;
    const candidates = [...this.#radioGroup(control), ...this.#named(control, ['cell'])].map(([, each]) => each);
    const label = candidates.find((each) => each !== '' && this.#meansAll(each, members));
    return label === undefined ? undefined : { label, members };
  }

  #meansAll(label: string, members: readonly PageElement[]): boolean {
    const located = this.page.locator.locate({ label, value: [] });
    return 'elements' in located && located.elements.length === members.length && members.every((each) => located.elements.includes(each));
  }

  #named(control: PageElement, kinds: readonly NameKind[]): [string, string][] {
    return kinds.flatMap((kind) => this.page.locator.names.of(control, kind).map((each): [string, string] => [kind, each]));
  }

  /** Widgets often take what they hold into their name. */
  #withoutValue(control: PageElement, name: string): string {
    const { controls, texts } = this.page.locator;
    const shown = controls.kindOf(control) === 'widget' ? texts.squeeze(this.page.values.shown(control)) : '';
    return shown !== '' && name.endsWith(` ${shown}`) ? texts.labelKey(name.slice(0, -shown.length)) : '';
  }

  #means(label: string, control: PageElement, value: FieldValue): boolean {
    const { locator } = this.page;
    if (typeof value !== 'object') {
      const picked = locator.pick({ label, value });
      return 'element' in picked && picked.element === control;
    }
    const located = locator.locate({ label, value });
    return 'elements' in located && located.elements.length === 1 && located.elements[0] === control;
  }

  #candidates(control: PageElement): readonly (readonly [string, string])[] {
    const { controls } = this.page.locator;
    const strong: readonly NameKind[] = ['label', 'aria'];
    const weak: readonly NameKind[] = ['placeholder', 'title', 'cell', 'near'];
    const named = (kinds: readonly NameKind[]): [string, string][] => this.#named(control, kinds);
    const all = controls.isRadio(control) ? [...this.#radioGroup(control), ...named(['cell'])] : [...named(strong), ...named(weak)];
    return all.filter(([, each]) => each !== '' && !each.includes(' > ') && !/^[a-z]+=/.test(each));
  }

  #radioGroup(radio: PageElement): [string, string][] {
    const { roots, locator } = this.page;
    const group = roots.closest(radio, 'fieldset, [role=radiogroup], [role=group]');
    const name = radio.getAttribute('name') ?? '';
    const members = name === '' ? [] : locator.usable.filter((each) => each.getAttribute('name') === name);
    const before = members.length > 1 ? locator.names.beforeGroup(members) : '';
    return [
      ...(group === null ? [] : [['group', locator.names.groupName(group)] as [string, string]]),
      ...(before === '' ? [] : [['near', before] as [string, string]]),
    ];
  }

  /** The label narrowed to the groups around it, the nearest first, then to the headings above it. */
  #inGroups(control: PageElement, label: string): readonly string[] {
    const { roots, locator } = this.page;
    const groups: string[] = [];
    for (let at = roots.closest(control, locator.names.groups); at !== null;) {
      const name = locator.names.groupName(at);
      if (name !== '' && name !== label) groups.push(name);
      const around = roots.parent(at);
      at = around === null ? null : roots.closest(around, locator.names.groups);
    }
    const headings = roots
      .all('h1, h2, h3, h4, h5, h6')
      .filter((each) => (each.compareDocumentPosition(control) & 4) !== 0)
      .map((each) => locator.texts.ofElement(each))
      .reverse();
    const nested = groups.length > 1 ? [[...groups].reverse().join(' > ')] : [];
    return [...groups, ...nested, ...headings].filter((each) => each !== '').map((each) => `${each} > ${label}`);
  }
}
