import { basename } from 'node:path';
import type { ScannedSchema } from '../compile/scan-schema.ts';

/** What a set may be called: it is the name of a folder. */
export const setNamePattern: RegExp = /^(?!(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$))[a-z0-9](?:[a-z0-9._-]{0,98}[a-z0-9])?$/i;

const generic = new Set([
  'def',
  'xsd',
  'schema',
  'schemata',
  'standard',
  'spezifikation',
  'raw',
  'main',
  '-',
  'xoev',
  'xml',
  'spec',
  'datentyp',
]);

/** A name made of the standard and version of the namespace with the most files, such as `xbau-2.6`; else that of the source. */
export function suggestSetName(schemas: readonly ScannedSchema[], source: string): string {
  const counts = new Map<string, number>();
  for (const { namespace } of schemas) counts.set(namespace, (counts.get(namespace) ?? 0) + 1);
  const [first, second] = [...counts].toSorted(([, a], [, b]) => b - a);
  const clear = first !== undefined && (second === undefined || first[1] > second[1]);
  const named = clear ? nameOfNamespace(first[0], versionOf(schemas, first[0])) : undefined;
  return named ?? (slug(basename(source).replace(/\.(zip|xsd|xml)$/i, '')) || 'schema-set');
}

function nameOfNamespace(namespace: string, version: string | undefined): string | undefined {
  const parts = namespace.split(/[/:#]+/);
  const at = parts.findLastIndex((part) => /^x[a-z]{2,}[a-z0-9_-]*$/i.test(part) && !generic.has(part.toLowerCase()) && part !== 'xoev-de');
  const host = /(?:^|[/.])(x[a-z]{3,})\.[a-z]+(?:\/|$)/i.exec(namespace)?.[1];
  const standard = at < 0 ? host : parts[at];
  if (standard === undefined) return undefined;
  const after = at < 0 ? [] : parts.slice(at + 1);
  const words = after.filter((part) => !isVersion(part) && !generic.has(part.toLowerCase()));
  const numbers = (at < 0 ? parts : after).filter(isVersion).map((part) => part.replace(/^v/i, '').replaceAll('_', '.'));
  const known = version ?? (numbers.length > 0 ? numbers.join('.') : undefined);
  const plain = version === undefined ? standard : standard.replace(/\d+$/, '');
  const name = slug([plain, ...words].join('-'));
  return known === undefined || name.endsWith(known) ? name : slug(`${name}-${known}`);
}

/** The version that most files of a namespace agree on. */
function versionOf(schemas: readonly ScannedSchema[], namespace: string): string | undefined {
  const versions = schemas.filter((schema) => schema.namespace === namespace).map(({ version }) => version?.trim());
  const usable = versions.filter((version) => version !== undefined && /^\d[\w.-]*$/.test(version));
  return usable.toSorted((a, b) => usable.filter((one) => one === b).length - usable.filter((one) => one === a).length)[0];
}

function isVersion(part: string): boolean {
  return /^v?\d[\d._]*$/i.test(part);
}

const letters: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss' };

function slug(text: string): string {
  return text
    .normalize('NFC')
    .toLowerCase()
    .replaceAll(/[äöüß]/g, (letter) => letters[letter] ?? letter)
    .replaceAll(/[^a-z0-9.]+/g, '-')
    .replaceAll(/^[-.]+|[-.]+$/g, '')
    .slice(0, 100);
}
