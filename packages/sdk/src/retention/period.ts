import type { EpochMs } from '../model/ids.ts';

/** A period of retention as written: `30d`, `6w`, `18mo`, `10y`, or `forever`. */
export type Period = string;

/** The shape of a {@link Period}. */
export const periodPattern: RegExp = /^(?:(0|[1-9]\d{0,4})(d|w|mo|y)|forever)$/;

/**
 * The moment before which what began is over, seen from `now`: months and years by the calendar (a missing day becomes the last one of its
 * month), in UTC. Minus infinity for `forever`.
 */
export function cutoff(period: Period, now: EpochMs): EpochMs {
  const [, count = '', unit] = periodPattern.exec(period) ?? [];
  const amount = Number(count);
  switch (unit) {
    case 'd':
      return now - amount * day;
    case 'w':
      return now - amount * 7 * day;
    case 'mo':
      return monthsBefore(now, amount);
    case 'y':
      return monthsBefore(now, amount * 12);
    default:
      return Number.NEGATIVE_INFINITY;
  }
}

const day = 86_400_000;

function monthsBefore(now: EpochMs, months: number): EpochMs {
  const date = new Date(now);
  const wanted = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() - months);
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(wanted, last));
  return date.getTime();
}
