/** Hides what controls and cells of values hold: default deny. Marked regions (`data-amtsbote-mask`) are hidden as a whole. */
export const maskStyle = `
input, textarea, select, option, [contenteditable]:not([contenteditable=false]) {
  color: transparent !important; -webkit-text-fill-color: transparent !important; text-shadow: none !important;
  caret-color: transparent !important; filter: blur(6px) !important;
  background: repeating-linear-gradient(135deg, #d8d8d8 0 4px, #f0f0f0 4px 8px) !important; }
select { width: 14em !important; max-width: 100% !important; }
input::placeholder, textarea::placeholder { color: transparent !important; -webkit-text-fill-color: transparent !important; }
input[type=radio], input[type=checkbox] { appearance: none !important; width: 1em; height: 1em; border: 1px solid #888 !important; }
input[type=submit], input[type=button], input[type=reset] {
  color: inherit !important; -webkit-text-fill-color: currentcolor !important; filter: none !important; background: #eee !important; }
dd, dd *, td, td * { color: transparent !important; -webkit-text-fill-color: transparent !important; text-shadow: none !important; }
dd, td { background: repeating-linear-gradient(135deg, #d8d8d8 0 4px, #f0f0f0 4px 8px) !important; }
::highlight(amtsbote-mask) { color: transparent !important; -webkit-text-fill-color: transparent; background-color: #bbb !important; }
dd::highlight(amtsbote-mask), dd *::highlight(amtsbote-mask), td::highlight(amtsbote-mask), td *::highlight(amtsbote-mask) {
  background-color: transparent !important; }
[data-amtsbote-mask], [data-amtsbote-mask] * { visibility: hidden !important; }
`;

interface MaskNode {
  readonly nodeType: number;
  nodeValue: string | null;
  readonly childNodes: ArrayLike<MaskNode>;
}

interface MaskControl {
  readonly tagName: string;
  readonly type: string;
  value: string;
  checked: boolean;
  selectedIndex: number;
  removeAttribute(name: string): void;
}

declare const document: {
  readonly documentElement: MaskNode;
  querySelectorAll(selector: string): ArrayLike<MaskControl>;
};

/**
 * Replaces the given values in everything a person can read on the page, and empties its controls. Changes the page for
 * good: for the last look at it. Long values are found inside text, short ones (under 4 characters) as whole words only.
 */
function maskPage(values: readonly string[]): void {
  const known = valuePattern(values);
  const visit = (node: MaskNode): void => {
    if (node.nodeType === 3 && known !== undefined) node.nodeValue = (node.nodeValue ?? '').replace(known, '█████');
    for (const child of Array.from(node.childNodes)) visit(child);
  };
  visit(document.documentElement);
  for (const control of Array.from(document.querySelectorAll('input, textarea, select'))) {
    if (/^(submit|button|reset|image|file)$/.test(control.type)) continue;
    control.removeAttribute('placeholder');
    if (control.tagName === 'SELECT') control.selectedIndex = -1;
    else if (control.type === 'radio' || control.type === 'checkbox') control.checked = false;
    else control.value = '';
  }
}

/** The values as one pattern: long ones found inside text, short ones (under 4 characters) as whole words only. */
function valuePattern(values: readonly string[]): RegExp | undefined {
  const escaped = [...values]
    .sort((a, b) => b.length - a.length)
    .map((value) => {
      const text = value
        .trim()
        .replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
        .replace(/\s+/g, '\\s+');
      return value.trim().length < 4 ? `(?<![\\p{L}\\p{N}])${text}(?![\\p{L}\\p{N}])` : text;
    });
  return escaped.length === 0 ? undefined : new RegExp(escaped.join('|'), 'giu');
}

interface CoverRange {
  setStart(node: MaskNode, offset: number): void;
  setEnd(node: MaskNode, offset: number): void;
}

declare const CSS: { readonly highlights: { set(name: string, highlight: unknown): void; delete(name: string): void } };
declare const Highlight: new (...ranges: readonly CoverRange[]) => unknown;
declare const Range: new () => CoverRange;

/** Covers the given values wherever the page shows them, without changing the page. */
function coverPage(values: readonly string[]): void {
  const known = valuePattern(values);
  const ranges: CoverRange[] = [];
  const visit = (node: MaskNode): void => {
    if (node.nodeType === 3 && known !== undefined) {
      for (const match of (node.nodeValue ?? '').matchAll(known)) {
        const range = new Range();
        range.setStart(node, match.index);
        range.setEnd(node, match.index + match[0].length);
        ranges.push(range);
      }
    }
    for (const child of Array.from(node.childNodes)) visit(child);
  };
  visit(document.documentElement);
  CSS.highlights.set('amtsbote-mask', new Highlight(...ranges));
}

/** The masking as one expression for the page. Contains the values: never log it. */
export function maskScript(values: readonly string[]): string {
  return inPage(maskPage, values);
}

/** The covering as one expression for the page. Contains the values: never log it. */
export function coverScript(values: readonly string[]): string {
  return inPage(coverPage, values);
}

/** Ends the covering. */
export const uncoverScript = `CSS.highlights.delete('amtsbote-mask')`;

function inPage(act: typeof maskPage | typeof coverPage, values: readonly string[]): string {
  const sources = [String(valuePattern), String(act)].join('\n');
  return `(() => {const __name = (each) => each;\n${sources}\nreturn ${act.name}(${JSON.stringify(values)});})()`;
}
