import type { XmlXPath } from 'libxml2-wasm';
import type { Libxml2 } from './libxml2.ts';
import { pathPrefixFault } from './path-syntax.ts';

/** What a path must give: nodes (`path`, `each`, `ignore`) or anything that is true or false (`assert`). */
export type PathResult = 'nodes' | 'any';

/** Prefixes of paths: a namespace name, or `profile` for the namespace of the root element of the message at hand. */
export type Prefixes = Readonly<Record<string, string>>;

const profileKeyword = 'profile';
const mostNamespaces = 32;

/** An XPath 1.0 expression, compiled once and bound once per namespace of the root element. */
export class CompiledPath {
  readonly expression: string;
  readonly #libxml2: Libxml2;
  readonly #prefixes: Prefixes;
  readonly #followsRoot: boolean;
  readonly #bound = new Map<string, XmlXPath>();

  constructor(libxml2: Libxml2, expression: string, prefixes: Prefixes) {
    this.expression = expression;
    this.#libxml2 = libxml2;
    this.#prefixes = prefixes;
    this.#followsRoot = Object.values(prefixes).includes(profileKeyword);
  }

  /** The expression of the XML library for messages whose root element is in this namespace. Throws its errors. */
  bind(rootNamespace: string): XmlXPath {
    const key = this.#followsRoot ? rootNamespace : '';
    const known = this.#bound.get(key);
    if (known) return known;
    const compiled = this.#libxml2.XmlXPath.compile(this.expression, namespacesOf(this.#prefixesUsed(), key));
    this.#forgetOldest();
    this.#bound.set(key, compiled);
    return compiled;
  }

  /** Each prefix costs with each evaluation, so only those that stand in the expression are bound. */
  #prefixesUsed(): Prefixes {
    return Object.fromEntries(Object.entries(this.#prefixes).filter(([prefix]) => this.expression.includes(`${prefix}:`)));
  }

  /** A path of the same prefixes, for looking around in a message after a fault. */
  sibling(expression: string): CompiledPath {
    return new CompiledPath(this.#libxml2, expression, this.#prefixes);
  }

  #forgetOldest(): void {
    if (this.#bound.size < mostNamespaces) return;
    for (const [key, path] of this.#bound) {
      path.dispose();
      this.#bound.delete(key);
      return;
    }
  }
}

/**
 * Why an expression is no path of a mapping, in words, or undefined when it is one. Looks at syntax, prefixes,
 * functions and the kind of result; XPath 1.0 has no other errors.
 */
export function pathFault(libxml2: Libxml2, path: CompiledPath, facts: { prefixes: Prefixes; gives: PathResult }): string | undefined {
  const prefixFault = pathPrefixFault(path.expression, facts.prefixes);
  if (prefixFault) return prefixFault;
  const sample = libxml2.XmlDocument.fromString('<sample/>');
  try {
    const result = sample.root.eval(path.bind('urn:sample'));
    if (facts.gives === 'nodes' && !Array.isArray(result)) return 'it must select elements, attributes or texts';
    return undefined;
  } catch (error) {
    return xpathComplaint(error);
  } finally {
    sample.dispose();
  }
}

function namespacesOf(prefixes: Prefixes, rootNamespace: string): Record<string, string> {
  const named = Object.entries(prefixes).map(([prefix, name]) => [prefix, name === profileKeyword ? rootNamespace : name]);
  return Object.fromEntries(named) as Record<string, string>;
}

function xpathComplaint(error: unknown): string {
  const text = error instanceof Error ? error.message : '';
  const detail = /: (Unregistered function: [^\n]+|Undefined variable: [^\n]+|Invalid number of arguments|Invalid type)/.exec(text);
  return detail?.[1] ? `it is not valid XPath 1.0 (${detail[1]})` : 'it is not valid XPath 1.0';
}
