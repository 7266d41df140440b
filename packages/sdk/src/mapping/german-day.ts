import type { EpochMs } from '../model/ids.ts';

let format: Intl.DateTimeFormat | undefined;

/** The day in Germany at a time, `yyyy-MM-dd`. */
export function germanDay(at: EpochMs): string {
  format ??= new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Berlin' });
  return format.format(at);
}
