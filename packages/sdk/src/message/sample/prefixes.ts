/** Readable prefixes for namespaces, the same for the same namespaces in the same order. */
export class Prefixes {
  readonly #byNamespace = new Map<string, string>([
    ['http://www.w3.org/XML/1998/namespace', 'xml'],
    ['http://www.w3.org/2001/XMLSchema-instance', 'xsi'],
    ['http://www.w3.org/2001/XMLSchema', 'xs'],
    ['http://www.w3.org/2000/09/xmldsig#', 'ds'],
  ]);
  readonly #used = new Set<string>();

  /** A name as it is written in the document. */
  name(namespace: string, localName: string): string {
    if (namespace === '') return localName;
    this.#used.add(namespace);
    const prefix = this.#byNamespace.get(namespace) ?? this.#newPrefix(namespace);
    return `${prefix}:${localName}`;
  }

  /** The prefixes used so far and their namespaces, in the order of their first use. */
  declarations(): readonly (readonly [prefix: string, namespace: string])[] {
    return [...this.#used]
      .map((namespace) => [this.#byNamespace.get(namespace) ?? '', namespace] as const)
      .filter(([prefix]) => prefix !== 'xml');
  }

  #newPrefix(namespace: string): string {
    const word = wordOf(namespace);
    const taken = new Set(this.#byNamespace.values());
    let prefix = word;
    for (let count = 2; taken.has(prefix); count++) prefix = `${word}${count}`;
    this.#byNamespace.set(namespace, prefix);
    return prefix;
  }
}

const saysNothing = /^(|x?sd|xml|raw|main|master|schema|schemata|spezifikation|standard|def|urn|https?|ns|www.*|v?\d+([._]\d+)*|\d{4}.*)$/;

/** The last part of a namespace that says something: `xbau` of `http://www.xleitstelle.de/xbau/2/6`. */
function wordOf(namespace: string): string {
  const parts = namespace
    .toLowerCase()
    .replace(/^\w+:\/\/[^/]*/, '')
    .split(/[/:#]/)
    .map((part) => part.replace(/[-_]?v?\d+([._]\d+)*$/, '').replace(/[^a-z0-9-]/g, ''));
  const word = parts.findLast((part) => /^[a-z]/.test(part) && !saysNothing.test(part) && !part.startsWith('xml'));
  return word ?? /^https?:\/\/(?:www\.)?([a-z][a-z-]+)\.\w+(?:[:/]|$)/i.exec(namespace)?.[1]?.toLowerCase() ?? 'ns';
}
