/**
 * The parts of a page that the page script uses. Named here, so that the globals of a browser do not leak into the rest of the package.
 */

/** What a field is to hold: text, a tick, or several options at once. */
export type FieldValue = string | boolean | readonly string[];

/** How a value is written into a field. */
export type WrittenAs = 'text' | 'date' | 'number' | 'money';

/** A difference that does not count when a field is compared. */
export type Sameness = 'case' | 'space' | 'umlauts' | 'punctuation' | 'date' | 'number' | 'leading-zeros';

/** A field to fill or to compare: its label as a person reads it, the value meant, and what else is known of it. */
export interface PageField {
  readonly label: string;
  readonly value: FieldValue;
  readonly also?: readonly string[] | undefined;
  readonly as?: WrittenAs | undefined;
  readonly same?: readonly Sameness[] | undefined;
  readonly pick?: string | undefined;
}

/** What became of one field inside the page; never its value. */
export type FieldState =
  | 'filled'
  | 'differs'
  | 'unknown'
  | 'ambiguous'
  | 'disagree'
  | 'behind-dialog'
  | 'by-hand'
  | 'no-option'
  | 'read-only'
  | 'too-long'
  | 'refused'
  | 'not-fillable';

/** The state of a field, and which of its locators found it: 0 is its label, more is a fallback. */
export interface FieldResult {
  readonly state: FieldState;
  readonly by: number;
}

/** How a control takes real input. */
export type ControlKind = 'text' | 'select' | 'radio' | 'checkbox' | 'pressed' | 'editable' | 'widget';

/** The part of a node that is used. */
export interface PageNode {
  readonly nodeType: number;
  nodeValue: string | null;
  readonly childNodes: ArrayLike<PageNode>;
  readonly previousSibling: PageNode | null;
  readonly nextSibling: PageNode | null;
  readonly parentElement: PageElement | null;
}

/** The part of a document or shadow root that is used. */
export interface PageRoot extends PageNode {
  readonly host?: PageElement | undefined;
  readonly defaultView?: PageWindow | null | undefined;
  readonly body?: PageElement | null | undefined;
  readonly designMode?: string | undefined;
  readonly title?: string | undefined;
  getElementById(id: string): PageElement | null;
  querySelectorAll(selector: string): ArrayLike<PageElement>;
}

/** The part of a document that editors need. */
export interface PageDocument extends PageRoot {
  readonly defaultView: PageWindow | null;
  elementFromPoint(x: number, y: number): PageElement | null;
  execCommand(command: string, showUi: boolean, value?: string): boolean;
  createRange(): { selectNodeContents(node: PageElement): void };
}

/** The part of a window that is used. */
export interface PageWindow {
  readonly frameElement: PageElement | null;
  readonly Event: typeof Event;
  readonly HTMLInputElement: { readonly prototype: object };
  readonly HTMLTextAreaElement: { readonly prototype: object };
  readonly scrollX: number;
  readonly scrollY: number;
  getComputedStyle(element: PageElement): { readonly position: string };
  getSelection(): { removeAllRanges(): void; addRange(range: unknown): void } | null;
}

/** The part of an element that is used. */
export interface PageElement extends PageNode {
  readonly tagName: string;
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly disabled: boolean;
  readonly readOnly: boolean;
  readonly required: boolean;
  readonly maxLength: number;
  readonly multiple: boolean;
  readonly textContent: string | null;
  readonly innerText: string;
  readonly isConnected: boolean;
  readonly isContentEditable: boolean;
  readonly ownerDocument: PageDocument;
  readonly shadowRoot: PageRoot | null;
  readonly contentDocument?: PageDocument | null;
  readonly previousElementSibling: PageElement | null;
  readonly nextElementSibling: PageElement | null;
  readonly children: ArrayLike<PageElement>;
  readonly cells?: ArrayLike<PageElement>;
  readonly cellIndex: number;
  readonly labels?: ArrayLike<PageElement> | null;
  readonly options: ArrayLike<PageElement>;
  readonly files?: ArrayLike<{ readonly name: string }> | null;
  readonly text: string;
  readonly form: { readonly noValidate: boolean } | null;
  readonly willValidate: boolean;
  readonly validity?: { readonly valid: boolean };
  readonly scrollHeight: number;
  readonly clientHeight: number;
  scrollTop: number;
  value: string;
  checked: boolean;
  selected: boolean;
  selectedIndex: number;
  getAttribute(name: string): string | null;
  hasAttribute(name: string): boolean;
  getRootNode(): PageRoot;
  getBoundingClientRect(): { left: number; top: number; right: number; bottom: number; width: number; height: number };
  compareDocumentPosition(other: PageElement): number;
  matches(selector: string): boolean;
  closest(selector: string): PageElement | null;
  querySelector(selector: string): PageElement | null;
  querySelectorAll(selector: string): ArrayLike<PageElement>;
  contains(other: PageNode): boolean;
  checkVisibility(options?: { visibilityProperty?: boolean; opacityProperty?: boolean }): boolean;
  dispatchEvent(event: Event): boolean;
  scrollIntoView(options?: { block?: 'nearest' | 'center' }): void;
  focus(options?: { preventScroll?: boolean }): void;
  blur(): void;
  click(): void;
}
