import { type CharacterClass, firstOutside } from '../../message/characters/din-91379.ts';
import { tellCharacters } from '../../message/characters/tell-characters.ts';
import type { TextCharacters, TextRule } from '../mapping-file.ts';
import type { Conversion } from './converted.ts';

const classes: Readonly<Record<TextCharacters, CharacterClass>> = {
  'din-91379-a': 'A',
  'din-91379-b': 'B',
  'din-91379-c': 'C',
  'din-91379-d': 'D',
  'din-91379-e': 'E',
  'string-latin': 'latin',
};

/** Text as it is, character for character, unless the rule asks for trimming or NFC. Too long is refused, never cut. */
export function textConversion(rule: TextRule): Conversion {
  const { max, nfc = false, trim = false, characters } = rule;
  return (text) => {
    const trimmed = trim ? text.trim() : text;
    const value = nfc ? trimmed.normalize('NFC') : trimmed;
    if (max !== undefined && isLonger(value, max)) {
      return { code: 'AB_FIELD_TOO_LONG', message: `is longer than ${max} characters` };
    }
    const outside = characters && firstOutside(value, classes[characters]);
    if (!outside) return { value };
    const told = tellCharacters([outside.codePoint]);
    return { code: 'AB_CHARACTER_LOSSY', message: `holds ${told} that is not among ${characters}` };
  };
}

function isLonger(text: string, max: number): boolean {
  return text.length > max && [...text].length > max;
}
