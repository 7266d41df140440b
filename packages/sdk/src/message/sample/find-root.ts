import { nearestName } from '../nearest-name.ts';
import type { ElementDeclaration } from '../schema-model/schema-model.ts';

/** What a name of an element meant. */
export type FoundRoot =
  | { readonly kind: 'found'; readonly root: ElementDeclaration }
  /** Several namespaces have an element of this name. */
  | { readonly kind: 'ambiguous'; readonly names: readonly string[] }
  | { readonly kind: 'unknown'; readonly similar: readonly string[] };

const mostSimilar = 5;

/** Finds a root element by its local name, if only one namespace has it, or by `{namespace}name`. */
export function findRoot(roots: readonly ElementDeclaration[], name: string): FoundRoot {
  const matching = roots.filter((root) => root.name.localName === name || expandedText(root) === name);
  const [root, ...others] = matching;
  if (root === undefined) return { kind: 'unknown', similar: similarNames(roots, name) };
  return others.length === 0 ? { kind: 'found', root } : { kind: 'ambiguous', names: matching.map(expandedText) };
}

/** A name as `{namespace}name`, or the name alone when it has no namespace. */
export function expandedText({ name: { namespace, localName } }: Pick<ElementDeclaration, 'name'>): string {
  return namespace === '' ? localName : `{${namespace}}${localName}`;
}

function similarNames(roots: readonly ElementDeclaration[], name: string): readonly string[] {
  const names = [...new Set(roots.map((root) => root.name.localName))];
  const wanted = name.replace(/^\{[^}]*\}/, '').toLowerCase();
  const holding = wanted === '' ? [] : names.filter((one) => one.toLowerCase().includes(wanted));
  if (holding.length > 0) return holding.slice(0, mostSimilar);
  const nearest = nearestName(wanted, names);
  return nearest === undefined ? [] : [nearest];
}
