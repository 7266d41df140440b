/**
 * Characters in words for a finding: signs by their code points, letters and digits by their number only. The letters of a name in another
 * script, one after the other, would be the name.
 *
 * @example
 * tellCharacters([0x2014, 0x418, 0x432]); // 'U+2014 and 2 letters'
 */
export function tellCharacters(codePoints: readonly number[]): string {
  const letters = codePoints.filter(isPartOfWords);
  const signs = [...new Set(codePoints.filter((code) => !isPartOfWords(code)))].map(codePointName);
  const counted = letters.length === 0 ? [] : [letters.length === 1 ? 'a letter' : `${letters.length} letters`];
  return [...signs, ...counted].join(' and ');
}

function isPartOfWords(code: number): boolean {
  return /[\p{L}\p{M}\p{N}]/u.test(String.fromCodePoint(code));
}

function codePointName(code: number): string {
  return `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}
