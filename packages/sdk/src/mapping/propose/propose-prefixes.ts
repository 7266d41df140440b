import type { Part } from './part.ts';

/** A prefix for every namespace of the parts: `x` for that of the root element, for others a word of their name. */
export function proposePrefixes(root: Part): ReadonlyMap<string, string> {
  const prefixes = new Map<string, string>();
  const taken = new Set<string>(['xml']);
  for (const namespace of namespacesOf(root)) {
    if (namespace === '' || namespace === xmlNamespace) continue;
    const wanted = namespace === root.name.namespace ? 'x' : wordOf(namespace);
    let prefix = wanted;
    for (let number = 2; taken.has(prefix); number++) prefix = `${wanted}${number}`;
    taken.add(prefix);
    prefixes.set(namespace, prefix);
  }
  return prefixes;
}

/** Bound to the prefix `xml` everywhere. */
export const xmlNamespace = 'http://www.w3.org/XML/1998/namespace';

function namespacesOf(part: Part): ReadonlySet<string> {
  const found = new Set<string>([part.name.namespace]);
  for (const inner of part.parts) for (const namespace of namespacesOf(inner)) found.add(namespace);
  return found;
}

/** The last part of a namespace that is a word, not a version: `g2g` of `…/basisnachricht/g2g/1_1`. */
function wordOf(namespace: string): string {
  const words = namespace.split(/[/:#]+/).filter((word) => /^[a-z][a-z0-9-]{0,20}$/i.test(word) && !/^v?\d/i.test(word));
  return words.at(-1)?.toLowerCase() ?? 'n';
}
