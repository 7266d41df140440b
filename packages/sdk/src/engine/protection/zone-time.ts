import type { EpochMs } from '../../model/ids.ts';

/** A time on the wall clock of a zone, as milliseconds since 1970 as if the zone were UTC. */
export type LocalMs = number;

/** Wall clock and time of one zone. */
export interface ZoneTime {
  /** What must be added to a time to get the wall clock. */
  offset(at: EpochMs): number;
  /**
   * When the wall clock shows this. A time that comes twice when the clock is put back is taken as the `earlier` or the `later`
   * one; one that is left out when it is put forward, as a time that far before or behind the change.
   */
  instant(local: LocalMs, prefer: 'earlier' | 'later'): EpochMs;
}

const second = 1_000;
const day = 86_400_000;

/**
 * The wall clock of a zone such as `Europe/Berlin`. Its table of changes is loaded at the first use.
 *
 * @throws RangeError at the first use when there is no such zone
 */
export function zoneTime(timeZone: string): ZoneTime {
  let format: Intl.DateTimeFormat | undefined;
  const offset = (at: EpochMs): number => {
    format ??= formatOf(timeZone);
    const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
    const of = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
    const local = Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'));
    return local - Math.floor(at / second) * second;
  };
  const instant = (local: LocalMs, prefer: 'earlier' | 'later'): EpochMs => {
    const candidates = [local - offset(local - day), local - offset(local + day)];
    const shown = candidates.filter((at) => at + offset(at) === local);
    return Math[prefer === 'earlier' ? 'min' : 'max'](...(shown.length > 0 ? shown : candidates));
  };
  return { offset, instant };
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
}
