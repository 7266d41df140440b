/** True for what a search shows when it found nothing, such as `Keine Treffer` or `0 Treffer`. Other digits count hits or name records. */
export function saysNothing(text: string): boolean {
  if (/\d/.test(text)) return /^[^\d.,]*\b0\b[^\d.,]*$/.test(text);
  return /\b(kein\w*|nicht\w*|nothing|no|none|empty|leer)\b/i.test(text);
}
