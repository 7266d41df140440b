import type { Node } from 'slimdom';

/** What is used of fontoxpath: its evaluation of XPath 3.1 on any document model. */
export interface XPathLike {
  readonly evaluateXPathToBoolean: (...evaluation: Evaluation) => boolean;
  readonly evaluateXPathToNodes: (...evaluation: Evaluation) => Node[];
  readonly registerCustomXPathFunction: (...definition: FunctionDefinition) => void;
}

/** How an expression is read. */
export interface XPathOptions {
  readonly language: 'XPath3.1';
  readonly namespaceResolver: (prefix: string) => string | null;
  readonly functionNameResolver: (name: LexicalName, arity: number) => ExpandedFunctionName | null;
  /** Handed to functions of ours, such as XSLT's `current()`. */
  readonly currentContext?: Node;
}

interface LexicalName {
  readonly prefix: string;
  readonly localName: string;
}

interface ExpandedFunctionName {
  readonly namespaceURI: string;
  readonly localName: string;
}

type Evaluation = [expression: string, context: Node, domFacade: null, variables: null, options: XPathOptions];
type FunctionDefinition = [
  name: ExpandedFunctionName,
  parameters: string[],
  result: string,
  act: (facts: { readonly currentContext?: Node }) => Node | undefined,
];

/** The XPath engine of the rules and its document model. */
export interface XPathEngine {
  readonly xpath: XPathLike;
  readonly dom: typeof import('slimdom');
}

const functions = 'http://www.w3.org/2005/xpath-functions';
const own = 'urn:amtsbote:schematron';
const standardNamespaces: Readonly<Record<string, string>> = {
  xs: 'http://www.w3.org/2001/XMLSchema',
  fn: functions,
  math: `${functions}/math`,
  map: `${functions}/map`,
  array: `${functions}/array`,
  xml: 'http://www.w3.org/XML/1998/namespace',
};

let loading: Promise<XPathEngine> | undefined;

/** Loads the engine once per process; only sets that bring rules need it. */
export function loadXPathEngine(): Promise<XPathEngine> {
  loading ??= load();
  return loading;
}

async function load(): Promise<XPathEngine> {
  const [fontoxpath, dom] = await Promise.all([import('fontoxpath/dist/fontoxpath.js'), import('slimdom')]);
  const { default: xpath } = fontoxpath as unknown as { readonly default: XPathLike };
  const current = { namespaceURI: own, localName: 'current' };
  xpath.registerCustomXPathFunction(current, [], 'node()', ({ currentContext }) => currentContext);
  return { xpath, dom };
}

/** How expressions of a rule file are read: its prefixes, XPath 3.1, and XSLT's `current()`. */
export function xpathOptions(namespaces: Readonly<Record<string, string>>): XPathOptions {
  const known = new Map(Object.entries({ ...standardNamespaces, ...namespaces }));
  return {
    language: 'XPath3.1',
    namespaceResolver: (prefix) => known.get(prefix) ?? null,
    functionNameResolver: ({ prefix, localName }, arity) => {
      if (prefix === '' && localName === 'current' && arity === 0) return { namespaceURI: own, localName };
      const namespaceURI = prefix === '' ? functions : known.get(prefix);
      return namespaceURI === undefined ? null : { namespaceURI, localName };
    },
  };
}

/** Expressions that the engine runs otherwise than XPath 2 wants, with the reason in words. */
const unsound: readonly (readonly [RegExp, string])[] = [
  [/(?<![\w.-])processing-instruction\s*\(/, 'processing instructions are not looked at'],
  [/(?<![\w.-])id(ref)?\s*\(/, 'elements are not found by their ID'],
  [/\bxs:decimal\s*\(|\bcast\s+as\s+xs:decimal/, 'it counts with exact decimals'],
  [/\bcastable\s+as\s+xs:date/, 'days that the calendar does not have are not seen'],
  [
    /\bnamespace::|\bin-scope-prefixes\s*\(|\bnamespace-uri-for-prefix\s*\(|\bresolve-QName\s*\(/,
    'declarations of namespaces are not looked at',
  ],
];

/** Why an expression would not be run as it is meant, or undefined. */
export function unsoundness(expression: string): string | undefined {
  return unsound.find(([pattern]) => pattern.test(expression))?.[1];
}

/** What an engine's error says without its text, which may quote the message: the code, such as `XPST0017`. */
export function errorCodeOf(error: unknown): string | undefined {
  return /\b(?:X[PQT](?:ST|TY|DY|DE|TE)|FO[A-Z]{2})\d{4}\b/.exec(error instanceof Error ? error.message : '')?.[0];
}
