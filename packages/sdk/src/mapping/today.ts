let format: Intl.DateTimeFormat | undefined;

/** Today's date in Germany, `yyyy-MM-dd`. */
export function todayInGermany(): string {
  format ??= new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Berlin' });
  return format.format(new Date());
}
