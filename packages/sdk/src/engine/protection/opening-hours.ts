import type { HoursConfig, OpenConfig } from '../../config/config.ts';
import type { EpochMs } from '../../model/ids.ts';
import { type LocalMs, type ZoneTime, zoneTime } from './zone-time.ts';

/** When a target takes deliveries. */
export interface OpeningHours {
  /** Until when it takes none; undefined when it is open. */
  closing(at: EpochMs): Closing | undefined;
}

/** A time in which a target takes no deliveries. */
export interface Closing {
  /** The first moment behind it at which the target is open: later than the time that was asked for. */
  readonly until: EpochMs;
  /** The operator's words for a maintenance window; undefined outside of the weekly hours. */
  readonly why?: string | undefined;
}

const minute = 60_000;
const day = 24 * 60 * minute;

/**
 * Opening hours by the wall clock of their zone: an hour that the clock shows twice is open twice, one that it leaves out is not open.
 * Maintenance windows go before weekly hours.
 */
export function openingHours(config: HoursConfig): OpeningHours {
  const zone = zoneTime(config.timeZone);
  let windows: readonly Window[] | undefined;
  return {
    closing: (at) => {
      windows ??= windowsOf(config, zone);
      return closingAt({ open: config.open, windows, zone }, at);
    },
  };
}

/** A maintenance window in time. */
interface Window {
  readonly from: EpochMs;
  readonly until: EpochMs;
  readonly why?: string | undefined;
}

function windowsOf({ closed }: HoursConfig, zone: ZoneTime): readonly Window[] {
  return closed.map(({ from, until, why }) => ({ from: zone.instant(from, 'earlier'), until: zone.instant(until, 'later'), why }));
}

interface Hours {
  readonly open: readonly OpenConfig[];
  readonly windows: readonly Window[];
  readonly zone: ZoneTime;
}

function closingAt({ open, windows, zone }: Hours, at: EpochMs): Closing | undefined {
  let t = at;
  let why: string | undefined;
  for (;;) {
    const window = windows.find(({ from, until }) => from <= t && t < until);
    if (window !== undefined) {
      if (t === at) ({ why } = window);
      t = window.until;
      continue;
    }
    if (isOpen(open, t + zone.offset(t))) break;
    t = nextChange(open, zone, t);
  }
  return t === at ? undefined : { until: t, why };
}

/** Without weekly hours a target is always open. */
function isOpen(open: readonly OpenConfig[], local: LocalMs): boolean {
  return open.length === 0 || [0, -1].some((days) => open.some((hours) => isWithin(hours, local, days)));
}

/** Whether hours that began this many days from the local day hold the time. */
function isWithin({ days, fromMinute, untilMinute }: OpenConfig, local: LocalMs, daysFrom: number): boolean {
  const start = dayOf(local, daysFrom);
  const since = local - start;
  return days.includes(new Date(start).getUTCDay()) && since >= fromMinute * minute && since < untilMinute * minute;
}

/** The next time at which hours begin, or at which the clock is changed before that. */
function nextChange(open: readonly OpenConfig[], zone: ZoneTime, t: EpochMs): EpochMs {
  const offset = zone.offset(t);
  const start = nextStart(open, t + offset) - offset;
  return zone.offset(start) === offset ? start : clockChange(zone, t, start);
}

function nextStart(open: readonly OpenConfig[], local: LocalMs): LocalMs {
  const starts = Array.from({ length: 8 }, (_, days) => dayOf(local, days)).flatMap((start) =>
    open.filter(({ days }) => days.includes(new Date(start).getUTCDay())).map(({ fromMinute }) => start + fromMinute * minute),
  );
  return Math.min(...starts.filter((start) => start > local));
}

/** The first millisecond of the other offset between two times. */
function clockChange(zone: ZoneTime, from: EpochMs, to: EpochMs): EpochMs {
  const before = zone.offset(from);
  let [low, high] = [from, to];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (zone.offset(middle) === before) low = middle;
    else high = middle;
  }
  return high;
}

function dayOf(local: LocalMs, days: number): LocalMs {
  return (Math.floor(local / day) + days) * day;
}
