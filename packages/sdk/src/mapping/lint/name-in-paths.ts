import type { ExpandedName } from '../../message/schema-model/schema-model.ts';

/** A name as a mapping writes it: with its prefix, without one in no namespace, or with the namespace where no prefix is declared. */
export function nameInPaths({ namespace, localName }: ExpandedName, prefixes: ReadonlyMap<string, string>): string {
  if (namespace === '') return localName;
  for (const [prefix, name] of prefixes) if (name === namespace) return `${prefix}:${localName}`;
  return `{${namespace}}${localName}`;
}
