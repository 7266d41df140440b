const anything = '\u0000';

/**
 * The expression by which a dialog is known again. What it says of the record at hand, numbers and what was typed, stands for anything: it
 * must fit the next record, and name nobody.
 */
export function dialogPattern(message: string, typed: readonly string[]): string {
  const longestFirst = typed.filter((each) => each.trim().length > 1).toSorted((one, other) => other.length - one.length);
  return longestFirst
    .reduce((text, value) => text.replaceAll(value, anything), message)
    .replaceAll(/\S*\d\S*/g, anything)
    .replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`)
    .replaceAll(/\u0000+/g, '.+');
}
