/** True for what a search shows when it found nothing, such as `Keine Treffer`. Texts with digits count hits or name records. */
export function saysNothing(text: string): boolean {
  return /\b(kein\w*|nicht\w*|nothing|no|none|empty|leer)\b/i.test(text) && !/\d/.test(text);
}
