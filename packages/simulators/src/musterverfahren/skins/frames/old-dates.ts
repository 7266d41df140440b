/** A date as it was typed, as it is stored; what is no date stays as it is. */
export function toIsoDate(typed: string): string {
  return typed.replace(/^(\d{2})\.(\d{2})\.(\d{4})$/, '$3-$2-$1');
}

/** A stored date as it is shown. */
export function toGermanDate(stored: string): string {
  return stored.replace(/^(\d{4})-(\d{2})-(\d{2})$/, '$3.$2.$1');
}
