/** The part of a node that masking uses. */
interface MaskNode {
  readonly nodeType: number;
  readonly nodeName: string;
  nodeValue: string | null;
  readonly isConnected: boolean;
  readonly childNodes: ArrayLike<MaskNode>;
  readonly shadowRoot?: MaskNode | null;
  readonly nextSibling: MaskNode | null;
  readonly labels?: ArrayLike<MaskNode> | null;
  readonly name?: string;
  getAttribute?(name: string): string | null;
  setAttribute?(name: string, value: string): void;
  removeAttribute?(name: string): void;
  readonly style?: { setProperty(name: string, value: string, priority: string): void };
  closest?(selector: string): MaskNode | null;
  querySelectorAll?(selector: string): ArrayLike<MaskNode>;
  readonly attributes?: ArrayLike<{ readonly name: string; value: string }>;
  readonly type?: string;
  value?: string;
  checked?: boolean;
  selectedIndex?: number;
}

interface Extent {
  readonly scrollWidth: number;
  readonly scrollHeight: number;
}

/** Where style sheets apply. */
interface StyledRoot {
  adoptedStyleSheets: readonly StyleSheet[];
}

interface StyleSheet {
  replaceSync(text: string): void;
}

declare const document: StyledRoot & { readonly documentElement: MaskNode & Extent; readonly scrollingElement: Extent | null };
declare const innerWidth: number;
declare const innerHeight: number;
declare const CSSStyleSheet: new () => StyleSheet;

/** How large a page is, and whether its window shows all of it. */
export interface PageExtent {
  readonly width: number;
  readonly height: number;
  readonly fits: boolean;
}

/** A place that was covered, and what stood there. */
interface Covered {
  readonly node: MaskNode;
  readonly what: 'nodeValue' | 'value';
  readonly before: string;
  readonly after: string;
}

/** What is to be put back. */
interface Kept {
  covered?: Covered[];
  links?: [MaskNode, string, string][];
  sheet?: StyleSheet;
}

/** Runs in the page: hides known values in whatever a person can read. Sent as text, so it uses nothing of its module but types. */
class PageMask {
  readonly pattern: RegExp | undefined;
  readonly block = '█████';

  constructor(pattern: string) {
    this.pattern = pattern === '' ? undefined : new RegExp(pattern, 'giu');
  }

  /**
   * Covers the values without leaving a trace: {@link uncover} puts back what was there. The style sheet is adopted: rules of the page that
   * forbid styles do not reach it. Says how large the page is then.
   */
  cover(style: string): PageExtent {
    this.uncover();
    const covered: Covered[] = [];
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(style);
    this.#kept.covered = covered;
    this.#kept.sheet = sheet;
    const options = this.#optionTexts();
    for (const root of this.#styledRoots()) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
    for (const node of this.#nodes(document.documentElement)) {
      const what = this.#isButton(node) ? 'value' : 'nodeValue';
      const before = node[what] ?? '';
      const after = options.has(node) ? this.block : node.nodeType === 3 || what === 'value' ? this.masked(before) : before;
      if (after === before) continue;
      node[what] = after;
      covered.push({ node, what, before, after });
    }
    const { scrollWidth: width, scrollHeight: height } = document.scrollingElement ?? document.documentElement;
    return { width, height, fits: width <= innerWidth && height <= innerHeight };
  }

  /** What was changed meanwhile stays as it is. */
  uncover(): void {
    const { covered = [], sheet } = this.#kept;
    for (const { node, what, before, after } of covered) if (node[what] === after) node[what] = before;
    for (const root of this.#styledRoots()) root.adoptedStyleSheets = root.adoptedStyleSheets.filter((each) => each !== sheet);
    delete this.#kept.covered;
    delete this.#kept.sheet;
  }

  /** Takes the addresses out of the links: a PDF carries them along, with values and sessions in them. */
  unlink(): void {
    const links: [MaskNode, string, string][] = [];
    for (const node of this.#nodes(document.documentElement)) {
      if (!/^(a|area)$/i.test(node.nodeName)) continue;
      for (const { name, value } of Array.from(node.attributes ?? [])) if (/^(xlink:)?href$/.test(name)) links.push([node, name, value]);
    }
    for (const [node, name] of links) node.removeAttribute?.(name);
    this.#kept.links = links;
  }

  /** Puts the addresses back. */
  relink(): void {
    for (const [node, name, value] of this.#kept.links ?? []) node.setAttribute?.(name, value);
    delete this.#kept.links;
  }

  /** Replaces the values for good, in texts and in attributes that are shown or read out, and empties the controls. */
  mask(): void {
    const options = this.#optionTexts();
    for (const node of this.#nodes(document.documentElement)) {
      if (node.nodeType === 3) node.nodeValue = options.has(node) ? this.block : this.masked(node.nodeValue ?? '');
      for (const attribute of this.#readable(node)) {
        const masked = this.masked(attribute.value);
        if (masked !== attribute.value) attribute.value = masked;
      }
      this.#hidePicture(node);
      if (/^(INPUT|TEXTAREA|SELECT)$/.test(node.nodeName)) this.#empty(node);
    }
  }

  /** What the page shows as HTML of its own: texts and structure, without scripts, addresses, comments and what controls hold. */
  snapshot(): string {
    return `<!doctype html>\n${this.#html(document.documentElement)}\n`;
  }

  /** A picture that the page made itself may show anything: a signature, a code, a name. */
  #hidePicture(node: MaskNode): void {
    const read = (name: string): string => node.getAttribute?.(name) ?? '';
    const isPicture = /^(img|image)$/i.test(node.nodeName) && [read('src'), read('href')].some((each) => /^(data|blob):/.test(each));
    if (isPicture || /^(canvas|video|object|embed)$/i.test(node.nodeName)) node.style?.setProperty('visibility', 'hidden', 'important');
    if (/(data|blob):/i.test(read('style'))) node.style?.setProperty('background-image', 'none', 'important');
  }

  masked(text: string): string {
    return this.pattern === undefined ? text : text.replace(this.pattern, this.block);
  }

  /** The texts of choices, all of them: were the chosen one covered alone, that would tell the choice. */
  #optionTexts(): Set<MaskNode> {
    const texts = new Set<MaskNode>();
    for (const node of this.#nodes(document.documentElement)) {
      if (!this.#isChoice(node)) continue;
      const around = node.nodeName === 'INPUT' ? Array.from(node.labels ?? []) : [node];
      const beside = node.nextSibling?.nodeType === 3 ? [node.nextSibling] : [];
      for (const each of [...around, ...beside]) {
        for (const inner of this.#nodes(each)) if (inner.nodeType === 3 && (inner.nodeValue ?? '').trim() !== '') texts.add(inner);
      }
    }
    return texts;
  }

  /** One of several: a radio button, a tick box among others of its group, an entry of a list. */
  #isChoice(node: MaskNode): boolean {
    const role = node.getAttribute?.('role') ?? '';
    if (node.type === 'radio' || role === 'radio' || role === 'option') return true;
    if (node.type !== 'checkbox' && role !== 'checkbox') return false;
    const group = node.closest?.('fieldset, [role=group]');
    return (group?.querySelectorAll?.('input[type=checkbox], [role=checkbox]').length ?? 0) > 1;
  }

  /** The document, and its shadow roots. */
  #styledRoots(): StyledRoot[] {
    const shadows = Array.from(this.#nodes(document.documentElement)).flatMap(({ shadowRoot }) => (shadowRoot == null ? [] : [shadowRoot]));
    return [document, ...(shadows as unknown as StyledRoot[])];
  }

  get #kept(): Kept {
    const name = Symbol.for('amtsbote.covered');
    const page = globalThis as unknown as Record<symbol, Kept>;
    return (page[name] ??= {});
  }

  *#nodes(node: MaskNode): Generator<MaskNode> {
    yield node;
    if (node.shadowRoot != null) yield* this.#nodes(node.shadowRoot);
    for (const child of Array.from(node.childNodes)) yield* this.#nodes(child);
  }

  /** Attributes that are shown or read out. A change of others could load something. */
  #readable(node: MaskNode): { readonly name: string; value: string }[] {
    return Array.from(node.attributes ?? []).filter(({ name }) => /^(title|alt|placeholder|value|label|aria-.*|data-.*)$/.test(name));
  }

  #isButton({ nodeName, type }: MaskNode): boolean {
    return nodeName === 'INPUT' && /^(submit|button|reset)$/.test(type ?? '');
  }

  #empty(control: MaskNode): void {
    if (this.#isButton(control) || /^(image|file)$/.test(control.type ?? '')) return;
    for (const attribute of Array.from(control.attributes ?? [])) if (/^(placeholder|value)$/.test(attribute.name)) attribute.value = '';
    if (control.nodeName === 'SELECT') control.selectedIndex = -1;
    else if (control.type === 'radio' || control.type === 'checkbox') control.checked = false;
    else control.value = '';
  }

  #html(node: MaskNode): string {
    if (node.nodeType === 3) return this.#escaped(this.masked(node.nodeValue ?? ''));
    if (node.nodeType === 11) return this.#inside(node);
    if (node.nodeType !== 1 || /^(SCRIPT|NOSCRIPT|LINK|META|BASE|IFRAME|FRAME|OBJECT|EMBED|TEMPLATE|IMG|CANVAS)$/i.test(node.nodeName))
      return '';
    const tag = node.nodeName.toLowerCase();
    const kept = Array.from(node.attributes ?? []).filter(({ name }) =>
      /^(class|id|for|type|role|scope|colspan|rowspan|lang|dir|open)$/.test(name),
    );
    const attributes = kept.map(({ name, value }) => ` ${name}="${this.#escaped(this.masked(value))}"`).join('');
    if (/^(input|br|hr|col|wbr|area)$/.test(tag)) return `<${tag}${attributes}>`;
    const held = /^(textarea|select)$/.test(tag) ? '' : this.#inside(node);
    const head = tag === 'head' ? '<meta charset="utf-8">' : '';
    return `<${tag}${attributes}>${head}${held}</${tag}>`;
  }

  #inside(node: MaskNode): string {
    const shadow = node.shadowRoot == null ? '' : this.#inside(node.shadowRoot);
    return shadow + Array.from(node.childNodes, (child) => this.#html(child)).join('');
  }

  #escaped(text: string): string {
    return text.replace(/[&<>"]/g, (each) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[each] ?? '&quot;');
  }
}

/** What can be done to a page; see {@link PageMask}. */
export type MaskAct = 'cover' | 'uncover' | 'mask' | 'snapshot' | 'unlink' | 'relink';

/**
 * One act, or several in a row, as an expression for the page that answers with the last one's result. Contains the values: never log it.
 *
 * @param pattern of `valuePattern`
 * @param style for `cover`, of `maskStyle`
 */
export function maskScript(acts: MaskAct | readonly MaskAct[], pattern: string, style = ''): string {
  const done = [acts].flat().map((act) => `done = mask.${act}(${JSON.stringify(style)});`);
  return `(() => {const __name = (each) => each;
const mask = new (${String(PageMask)})(${JSON.stringify(pattern)});
let done;
${done.join('\n')}
return done;})()`;
}
