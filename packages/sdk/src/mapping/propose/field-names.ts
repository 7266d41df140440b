import { normaliseFimId } from '../../message/fim-id.ts';
import { type FimName, fimNames } from './fim-names.ts';

/** What FIM's core set says of an element name: its own id, or the XÖV name of the same thing. */
export function fimNameOf(localName: string): FimName | undefined {
  const id = normaliseFimId(localName);
  return fimNames.find((one) => (id === undefined ? one.xoev.includes(localName) : one.id === id));
}

/**
 * A name for a field from the names on the way to it, nearest last: letters and digits of ASCII only, so that every target takes it. As
 * many names as it needs to be unique in its record. `title` speaks for elements that are named by ids.
 */
export function fieldName(way: readonly string[], taken: ReadonlySet<string>, title?: string): string {
  const words = way.map((name) => ownFimName(name) ?? name);
  if (title !== undefined) words[words.length - 1] = title;
  let name = '';
  for (let count = 1; count <= words.length; count++) {
    name = camelCase(words.slice(-count));
    if (!taken.has(name)) return name;
  }
  let number = 2;
  while (taken.has(`${name}${number}`)) number++;
  return `${name}${number}`;
}

/** FIM ids become the names of what they stand for; names of XÖV standards stay as they are. */
function ownFimName(name: string): string | undefined {
  return normaliseFimId(name) === undefined ? undefined : fimNameOf(name)?.field;
}

const umlauts: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', Ä: 'Ae', Ö: 'Oe', Ü: 'Ue', ß: 'ss', ẞ: 'SS' };

function camelCase(parts: readonly string[]): string {
  const words = parts
    .join(' ')
    .normalize('NFC')
    .replaceAll(/[äöüÄÖÜßẞ]/g, (letter) => umlauts[letter] ?? letter)
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '');
  const joined = words.map((word, index) => (index === 0 ? lowerStart(word) : word.charAt(0).toUpperCase() + word.slice(1))).join('');
  const named = /^[A-Za-z]/.test(joined) ? joined : `feld${joined}`;
  return named.slice(0, 64);
}

/** `PLZ` becomes `plz`, `IBANNummer` `ibanNummer`, `Kennung` `kennung`. */
function lowerStart(word: string): string {
  const capitals = /^[A-Z]+/.exec(word)?.[0] ?? '';
  if (capitals.length <= 1) return word.charAt(0).toLowerCase() + word.slice(1);
  if (capitals.length === word.length || /^[^a-z]+$/.test(word)) return word.toLowerCase();
  return capitals.slice(0, -1).toLowerCase() + word.slice(capitals.length - 1);
}
