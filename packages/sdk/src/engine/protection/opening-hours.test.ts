import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ClosedConfig, HoursConfig, OpenConfig } from '../../config/config.ts';
import { openingHours } from './opening-hours.ts';

const weekdays = { days: [1, 2, 3, 4, 5], fromMinute: 6 * 60, untilMinute: 20 * 60 };
const iso = (at: number): string => new Date(at).toISOString();

function until(config: Partial<HoursConfig>, at: string): string | undefined {
  const closing = openingHours({ timeZone: 'Europe/Berlin', open: [], closed: [], ...config }).closing(Date.parse(at));
  return closing && iso(closing.until);
}

test.each([
  ['a weekday at noon', '2026-11-23T11:00:00Z', undefined],
  ['the first minute', '2026-11-23T05:00:00Z', undefined],
  ['the minute before', '2026-11-23T04:59:00Z', '2026-11-23T05:00:00.000Z'],
  ['the end, which is outside', '2026-11-23T19:00:00Z', '2026-11-24T05:00:00.000Z'],
  ['Friday evening', '2026-11-20T20:00:00Z', '2026-11-23T05:00:00.000Z'],
  ['the weekend on which the clock is put forward', '2026-03-28T12:00:00Z', '2026-03-30T04:00:00.000Z'],
  ['the weekend on which the clock is put back', '2026-10-24T12:00:00Z', '2026-10-26T05:00:00.000Z'],
])('weekday hours at %s (%s)', (_, at, opening) => {
  expect(until({ open: [weekdays] }, at)).toBe(opening);
});

test('an hour that the clock leaves out is not open, and one that it shows twice is open twice', () => {
  const nightly = { open: [{ days: [0], fromMinute: 2 * 60, untilMinute: 2 * 60 + 45 }] };
  expect(until(nightly, '2026-03-29T00:30:00Z')).toBe('2026-04-05T00:00:00.000Z');
  expect(until(nightly, '2026-10-25T00:30:00Z')).toBeUndefined();
  expect(until(nightly, '2026-10-25T00:50:00Z')).toBe('2026-10-25T01:00:00.000Z');
  expect(until(nightly, '2026-10-25T01:30:00Z')).toBeUndefined();
});

test('hours that begin in what the clock leaves out are open from the change on', () => {
  const early = { open: [{ days: [0], fromMinute: 2 * 60 + 30, untilMinute: 5 * 60 }] };
  expect(until(early, '2026-03-29T00:30:00Z')).toBe('2026-03-29T01:00:00.000Z');
});

test('hours over midnight belong to the day on which they begin', () => {
  const night = { open: [{ days: [5], fromMinute: 22 * 60, untilMinute: 30 * 60 }] };
  expect(until(night, '2026-11-21T04:59:00Z')).toBeUndefined();
  expect(until(night, '2026-11-21T05:00:00Z')).toBe('2026-11-27T21:00:00.000Z');
});

test('a maintenance window goes before the hours and says why; behind it the hours count', () => {
  const closed: ClosedConfig = { from: Date.UTC(2026, 11, 24, 12), until: Date.UTC(2026, 11, 27, 6), why: 'Umzug' };
  const hours = openingHours({ timeZone: 'Europe/Berlin', open: [weekdays], closed: [closed] });
  expect(hours.closing(Date.parse('2026-12-24T10:59:00Z'))).toBeUndefined();
  const closing = hours.closing(Date.parse('2026-12-24T11:00:00Z'));
  expect(closing?.why).toBe('Umzug');
  expect(iso(closing?.until ?? 0)).toBe('2026-12-28T05:00:00.000Z');
  const always = openingHours({ timeZone: 'Europe/Berlin', open: [], closed: [closed] });
  expect(iso(always.closing(Date.parse('2026-12-25T00:00:00Z'))?.until ?? 0)).toBe('2026-12-27T05:00:00.000Z');
});

test('a window from or until an hour that comes twice closes as long as it may be meant', () => {
  const closed = { from: Date.UTC(2026, 9, 25, 2, 30), until: Date.UTC(2026, 9, 25, 2, 40) };
  expect(until({ closed: [closed] }, '2026-10-25T00:30:00Z')).toBe('2026-10-25T01:40:00.000Z');
});

const minute = 60_000;
const someTime = fc.integer({ min: Date.UTC(2025, 0, 1) / minute, max: Date.UTC(2028, 0, 1) / minute }).map((minutes) => minutes * minute);
const someHours: fc.Arbitrary<OpenConfig> = fc
  .record({
    days: fc.subarray([0, 1, 2, 3, 4, 5, 6], { minLength: 1 }),
    fromMinute: fc.integer({ min: 0, max: 1439 }),
    lasting: fc.integer({ min: 1, max: 1439 }),
  })
  .map(({ days, fromMinute, lasting }) => ({ days, fromMinute, untilMinute: fromMinute + lasting }));
const someWindow: fc.Arbitrary<ClosedConfig> = fc
  .record({ from: someTime, hours: fc.integer({ min: 1, max: 300 }) })
  .map(({ from, hours }) => ({ from, until: from + hours * 60 * minute }));
const someConfig: fc.Arbitrary<HoursConfig> = fc.record({
  timeZone: fc.constantFrom('Europe/Berlin', 'UTC', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu'),
  open: fc.array(someHours, { maxLength: 3 }),
  closed: fc.array(someWindow, { maxLength: 3 }),
});
/** Days around which the clock is changed, so that they are met. */
const nearChange = fc
  .record({ day: fc.constantFrom('2026-03-28', '2026-10-24', '2027-03-27', '2026-03-07', '2026-10-31'), minutes: fc.nat(4_320) })
  .map(({ day, minutes }) => Date.parse(day) + minutes * minute);

/** Whether the wall clock shows an open time: by the text of another formatter, without any of the arithmetic that is tested. */
function isOpenOnTheWall({ open, timeZone }: HoursConfig, at: number): boolean {
  const text = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(at);
  const day = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'].indexOf(text.slice(0, 3));
  const [hours = 0, minutes = 0] = text.slice(-5).split(':').map(Number);
  const now = hours * 60 + minutes;
  return open.some(
    ({ days, fromMinute, untilMinute }) =>
      (days.includes(day) && now >= fromMinute && now < untilMinute) || (days.includes((day + 6) % 7) && now + 1440 < untilMinute),
  );
}

test('the next opening is never in the past and always inside an open hour; a closed target is closed all the way to it', () => {
  fc.assert(
    fc.property(someConfig, fc.oneof(someTime, nearChange), fc.nat(1_000), (config, at, share) => {
      const hours = openingHours(config);
      const closing = hours.closing(at);
      if (closing === undefined) {
        expect(config.open.length === 0 || isOpenOnTheWall(config, at)).toBe(true);
        return;
      }
      expect(closing.until).toBeGreaterThan(at);
      expect(hours.closing(closing.until)).toBeUndefined();
      expect(config.open.length === 0 || isOpenOnTheWall(config, closing.until)).toBe(true);
      const between = at + Math.floor(((closing.until - 1 - at) * share) / 1_000);
      expect(hours.closing(between)?.until).toBe(closing.until);
    }),
    { numRuns: 3_000 },
  );
});

test('nothing is open within a maintenance window', () => {
  fc.assert(
    fc.property(someConfig, someWindow, fc.nat(1_000), (config, window, share) => {
      const berlin = { ...config, timeZone: 'Europe/Berlin', closed: [...config.closed, window] };
      const local = window.from + Math.floor(((window.until - 1 - window.from) * share) / 1_000);
      // Winter time is one hour behind the wall clock, summer time two: whichever shows this local time lies within.
      const shown = [local - 60 * minute, local - 120 * minute].filter((at) => wallOf(at) === local - (local % minute));
      for (const at of shown) expect(openingHours(berlin).closing(at)).toBeDefined();
    }),
    { numRuns: 1_000 },
  );
});

function wallOf(at: number): number {
  const text = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Berlin', dateStyle: 'short', timeStyle: 'short' }).format(at);
  return Date.parse(`${text.replace(' ', 'T')}Z`);
}
