/** An XPath 1.0 expression, taken apart. Offsets count characters of the expression. */
export type XPathExpression =
  | XPathLocation
  | { readonly kind: 'union'; readonly parts: readonly XPathExpression[] }
  | { readonly kind: 'operation'; readonly operator: string; readonly parts: readonly XPathExpression[] }
  | { readonly kind: 'call'; readonly name: string; readonly parts: readonly XPathExpression[] }
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'variable' };

/** Steps from the root, from where the expression is evaluated, or from what another expression gives. */
export interface XPathLocation {
  readonly kind: 'location';
  readonly from: 'root' | 'context' | XPathFilter;
  readonly steps: readonly XPathStep[];
}

/** An expression in brackets or a function call in front of steps. */
export interface XPathFilter {
  readonly primary: XPathExpression;
  readonly predicates: readonly XPathExpression[];
}

export interface XPathStep {
  readonly axis: XPathAxis;
  readonly test: XPathTest;
  readonly predicates: readonly XPathExpression[];
  readonly start: number;
  readonly end: number;
}

/** The axes of XPath 1.0 that a mapping can use. */
export const xpathAxes = [
  'child',
  'descendant',
  'descendant-or-self',
  'self',
  'parent',
  'ancestor',
  'ancestor-or-self',
  'attribute',
  'following-sibling',
  'preceding-sibling',
  'following',
  'preceding',
] as const;

export type XPathAxis = (typeof xpathAxes)[number];

/** `localName` is `*` for any; `anyNamespace` is what `*[local-name()='…']` asks for. */
export type XPathTest =
  | { readonly kind: 'name'; readonly prefix: string | undefined; readonly localName: string; readonly anyNamespace?: true }
  | { readonly kind: 'node' | 'text' | 'other' };
