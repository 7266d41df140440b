import type { TextRule } from '../mapping-file.ts';
import type { Conversion } from './converted.ts';

/** Text as it is, character for character, unless the rule asks for trimming or NFC. Too long is refused, never cut. */
export function textConversion(rule: TextRule): Conversion {
  const { max, nfc = false, trim = false } = rule;
  return (text) => {
    const trimmed = trim ? text.trim() : text;
    const value = nfc ? trimmed.normalize('NFC') : trimmed;
    if (max !== undefined && isLonger(value, max)) {
      return { code: 'AB_FIELD_TOO_LONG', message: `is longer than ${max} characters` };
    }
    return { value };
  };
}

function isLonger(text: string, max: number): boolean {
  return text.length > max && [...text].length > max;
}
