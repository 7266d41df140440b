/**
 * The form of a reference as an expression: letters and signs as they are, digits as digits. Runs that begin with a zero or look like a
 * year keep their length, others may grow.
 */
export function referencePattern(reference: string): string {
  return reference
    .split(/(\d+)/)
    .map((part) => (/^\d+$/.test(part) ? digits(part) : part.replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`)))
    .join('');
}

/**
 * The form of a reference inside a text that shows it. A bare number is told from others by the word before it, unless somebody typed that
 * word: then by standing alone.
 */
export function patternWithin(text: string, reference: string, typed: readonly string[]): string {
  const pattern = referencePattern(reference);
  if (!/^\d+$/.test(reference)) return pattern;
  if (text.trim() === reference) return `^${pattern}$`;
  if (new RegExp(`^${reference}(?!\\d)`).test(text.trim())) return `^${pattern}`;
  const [, word, sign = ''] = new RegExp(`([\\p{L}.:]{2,})\\s*(#?)\\s*${reference}(?!\\d)`, 'u').exec(text) ?? [];
  const isOwn = word !== undefined && !typed.some((each) => each.includes(word));
  return isOwn ? String.raw`${word.replaceAll('.', String.raw`\.`)}\s*${sign}(${pattern})` : String.raw`(?<!\d)${pattern}(?!\d)`;
}

function digits(run: string): string {
  const isYear = /^(19|20)\d\d$/.test(run);
  return isYear || run.startsWith('0') ? String.raw`\d{${run.length}}` : String.raw`\d+`;
}

/** Words that may be the reference of a new record: with digits, shown now, not shown before, and not what was typed. */
export function possibleReferences(shown: string, before: string, typed: readonly string[]): readonly string[] {
  const words = shown.match(/(?<![\p{L}\p{N}])[\p{L}\p{N}]+(?:[-/._][\p{L}\p{N}]+)*(?![\p{L}\p{N}])/gu) ?? [];
  const isDate = (word: string): boolean => /^\d{1,2}\.\d{1,2}\.\d{4}$|^\d{4}-\d{2}-\d{2}$|^\d{1,2}\.\d{1,2}$/.test(word);
  const fresh = words.filter(
    (word) => /\d{2}/.test(word) && !isDate(word) && !before.includes(word) && !typed.some((each) => each.includes(word)),
  );
  return [...new Set(fresh)];
}
