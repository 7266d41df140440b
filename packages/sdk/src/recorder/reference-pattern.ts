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
