import type { SplitRule } from '../mapping-file.ts';
import { boundedPattern, longestPatternText } from './bounded-pattern.ts';
import type { Refused } from './converted.ts';

/** What a text is taken apart into: pieces in their order, none where the text has no such part, or why it cannot be done. */
export type Splitting = (text: string) => readonly string[] | Refused;

/** A `split` rule at work. Throws `BoundedPatternError` for a pattern that is none or could take too long. */
export function splitting(rule: SplitRule): Splitting {
  if (rule.pattern !== undefined) return byPattern(rule.pattern, rule.group ?? 1);
  return bySeparator(rule.at ?? '', rule.part);
}

function bySeparator(separator: string, part: SplitRule['part']): Splitting {
  return (text) => {
    const pieces = text.split(separator).filter((piece) => piece.trim() !== '');
    if (part === undefined) return pieces;
    const piece = part === 'last' ? pieces.at(-1) : pieces[part - 1];
    return piece === undefined ? [] : [piece];
  };
}

function byPattern(source: string, group: number | string): Splitting {
  const pattern = boundedPattern(source);
  return (text) => {
    if (text.length > longestPatternText) {
      return {
        code: 'AB_FIELD_TOO_LONG',
        message: `is longer than the ${longestPatternText} characters that a \`split.pattern\` looks at`,
      };
    }
    const match = pattern.exec(text);
    if (!match) return { code: 'AB_FIELD_FORMAT', message: 'does not fit its `split.pattern`' };
    const piece = typeof group === 'number' ? match[group] : match.groups?.[group];
    return piece === undefined || piece.trim() === '' ? [] : [piece];
  };
}
