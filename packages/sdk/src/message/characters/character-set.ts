import type { OutsideCharacter } from './din-91379.ts';

/** The character sets of older specialist applications. */
export type CharacterSet = 'ISO-8859-1' | 'ISO-8859-15' | 'windows-1252';

/** All of them. */
export const characterSets: readonly CharacterSet[] = ['ISO-8859-1', 'ISO-8859-15', 'windows-1252'];

const decoderLabels: Readonly<Record<Exclude<CharacterSet, 'ISO-8859-1'>, string>> = {
  'ISO-8859-15': 'iso-8859-15',
  'windows-1252': 'windows-1252',
};

const members = new Map<CharacterSet, ReadonlySet<number>>();

/** Whether a set has a character. Control characters other than tab and line ends count as not in it. */
export function isInCharacterSet(codePoint: number, set: CharacterSet): boolean {
  if (codePoint < 0x80) return (codePoint >= 0x20 && codePoint !== 0x7f) || codePoint === 0x09 || codePoint === 0x0a || codePoint === 0x0d;
  return upperHalf(set).has(codePoint);
}

/** The first character of a text that a set does not have. */
export function firstOutsideSet(text: string, set: CharacterSet): OutsideCharacter | undefined {
  for (let index = 0; index < text.length;) {
    const codePoint = text.codePointAt(index) ?? 0;
    if (!isInCharacterSet(codePoint, set)) return { index, codePoint };
    index += 1;
  }
  return undefined;
}

/** The characters of the bytes from 80 on; what decodes to a control character is a hole of the set. */
function upperHalf(set: CharacterSet): ReadonlySet<number> {
  const known = members.get(set);
  if (known) return known;
  const bytes = Uint8Array.from({ length: 0x80 }, (_, index) => 0x80 + index);
  const text = set === 'ISO-8859-1' ? Buffer.from(bytes).toString('latin1') : new TextDecoder(decoderLabels[set]).decode(bytes);
  const built = new Set([...text].map((character) => character.codePointAt(0) ?? 0).filter((codePoint) => codePoint >= 0xa0));
  members.set(set, built);
  return built;
}
