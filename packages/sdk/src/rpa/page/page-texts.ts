import type { FieldValue, PageElement, PageField, PageNode, Sameness } from './page-types.ts';

/** Runs in the page: how texts are read, written and compared. */
export class PageTexts {
  squeeze(text: string | null | undefined): string {
    return (text ?? '').replace(/[\s\u00a0\u200b]+/g, ' ').trim();
  }

  /** A label without what does not name the field: colon, star, "(Pflichtfeld)". */
  labelKey(text: string | null | undefined): string {
    return this.squeeze(text)
      .replace(/[\s:*]+$/, '')
      .replace(/\s*\((Pflichtfeld|optional)\)$/i, '')
      .replace(/[\s:*]+$/, '')
      .replace(/^\*\s*/, '');
  }

  /** The text of a node without that of the controls inside it: a wrapped select brings its options along. */
  ownText(node: PageNode): string {
    if (node.nodeType === 3) return node.nodeValue ?? '';
    if (node.nodeType !== 1) return '';
    const element = node as PageElement;
    if (/^(SELECT|TEXTAREA|BUTTON|SCRIPT|STYLE|OPTION|INPUT|IFRAME|TEMPLATE)$/.test(element.tagName)) return '';
    if (element.matches('[role=combobox],[role=listbox],[contenteditable]:not([contenteditable=false])')) return '';
    return Array.from(node.childNodes, (child) => this.ownText(child)).join(' ');
  }

  ofElement(element: PageElement | null | undefined): string {
    return element == null ? '' : this.labelKey(this.ownText(element));
  }

  /** The text of an editor as a person sees it: its lines, without the blanks that markup makes. */
  ofEditor(element: PageElement): string {
    return element.innerText
      .split('\n')
      .map((line) => this.squeeze(line))
      .filter((line) => line !== '')
      .join('\n');
  }

  /** What a control must hold: text as typed, dates and numbers in the way of the field. */
  written(field: PageField, control: PageElement): string {
    const text = String(field.value);
    if (control.type === 'date') return this.isoDate(text) ?? text;
    if (field.as === 'date') return this.germanDate(text) ?? text;
    if (field.as === 'number' || field.as === 'money') return this.writtenNumber(text, field.as, control);
    return control.tagName === 'TEXTAREA' ? text.replace(/\r\n?/g, '\n') : text;
  }

  writtenNumber(text: string, as: 'number' | 'money', control: PageElement): string {
    const number = this.decimal(text);
    if (number === undefined) return text;
    const digits = as === 'money' ? this.twoPlaces(number) : number;
    return control.type === 'number' ? digits : digits.replace('.', ',');
  }

  /** Two decimal places when that loses nothing. */
  twoPlaces(number: string): string {
    const [whole = '', places = ''] = number.split('.');
    return places.replace(/0+$/, '').length > 2 ? number : `${whole}.${places.slice(0, 2).padEnd(2, '0')}`;
  }

  /** A number as messages write it (`1234.5`), or in the German way with a comma (`1.234,5`); else undefined. */
  decimal(text: string): string | undefined {
    const plain = text.trim();
    if (/^-?\d+(\.\d+)?$/.test(plain)) return plain;
    if (/^-?(\d{1,3}(\.\d{3})+|\d+)(,\d+)?$/.test(plain)) return plain.replaceAll('.', '').replace(',', '.');
    return undefined;
  }

  isoDate(text: string): string | undefined {
    const german = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(text.trim());
    if (german !== null) return `${german[3]}-${german[2]?.padStart(2, '0')}-${german[1]?.padStart(2, '0')}`;
    return /^\d{4}-\d{2}-\d{2}$/.test(text.trim()) ? text.trim() : undefined;
  }

  germanDate(text: string): string | undefined {
    const [year, month, day] = this.isoDate(text)?.split('-') ?? [];
    return day === undefined ? undefined : `${day}.${month}.${year}`;
  }

  /** True when two texts mean the same under the declared samenesses. */
  same(one: string, other: string, { as, same = [] }: Pick<PageField, 'as' | 'same'>): boolean {
    if (one === other) return true;
    const rules: readonly Sameness[] = [
      ...same,
      ...(as === 'date' ? (['date'] as const) : []),
      ...(as === 'number' || as === 'money' ? (['number'] as const) : []),
    ];
    return rules.length > 0 && this.reduced(one, rules) === this.reduced(other, rules);
  }

  reduced(text: string, rules: readonly Sameness[]): string {
    return rules.reduce((reduced, rule) => this.reducedBy(reduced, rule), this.squeeze(text));
  }

  reducedBy(text: string, rule: Sameness): string {
    if (rule === 'case') return text.toLocaleLowerCase('de');
    if (rule === 'space') return text.replaceAll(' ', '');
    if (rule === 'punctuation') return text.replace(/[^\p{L}\p{N}]/gu, '');
    if (rule === 'leading-zeros') return text.replace(/^0+(?=.)/, '');
    if (rule === 'date') return this.isoDate(text) ?? text;
    if (rule === 'number') return this.reducedNumber(text);
    return text.replace(/[äöüßÄÖÜẞ]/g, (each) => ({ ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss', Ä: 'Ae', Ö: 'Oe', Ü: 'Ue' })[each] ?? 'SS');
  }

  reducedNumber(text: string): string {
    const number = this.decimal(text.replace(/\s*(€|EUR)$/, ''));
    return number === undefined
      ? text
      : number
          .replace(/^(-?)0+(?=\d)/, '$1')
          .replace(/(\.\d*?)0+$/, '$1')
          .replace(/\.$/, '');
  }

  /** The options meant, of a field that takes several. */
  several(value: FieldValue): readonly string[] {
    return typeof value === 'object' ? value.map((each) => this.squeeze(each)) : [this.squeeze(String(value))];
  }
}
