import { type CircuitConfig, defaultCircuit, defaultDeadlines } from '../model/protection.ts';
import type { ClosedConfig, DeadlinesConfig, HoursConfig, OpenConfig, RetryConfig, StatusConfig } from './config.ts';
import type { ClosedFile, OpenFile, TargetFile } from './config-file.ts';
import { milliseconds } from './milliseconds.ts';

const dayNames = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const dayMinutes = 24 * 60;

/** When a target takes deliveries; undefined means always. */
export function hoursOf({ timeZone = 'Europe/Berlin', open = [], closed = [] }: TargetFile): HoursConfig | undefined {
  if (open.length === 0 && closed.length === 0) return undefined;
  return { timeZone, open: open.map(openOf), closed: closed.map(closedOf) };
}

/** When a target rests after failures. */
export function circuitOf({ circuit = {} }: TargetFile): CircuitConfig {
  const { failures, first, max } = circuit;
  return {
    failures: failures ?? defaultCircuit.failures,
    firstMs: first === undefined ? defaultCircuit.firstMs : milliseconds(first),
    maxMs: max === undefined ? defaultCircuit.maxMs : milliseconds(max),
  };
}

/** How long things may take at a target. */
export function deadlinesOf({ deadlines = {} }: TargetFile, retry: RetryConfig): DeadlinesConfig {
  const { attempt, step, lookUp } = deadlines;
  return {
    attemptMs: attempt === undefined ? retry.attemptMs : milliseconds(attempt),
    stepMs: step === undefined ? defaultDeadlines.stepMs : milliseconds(step),
    lookUpMs: lookUp === undefined ? defaultDeadlines.lookUpMs : milliseconds(lookUp),
  };
}

/** When a target is asked how its records fare; undefined means never. */
export function statusOf({ status = {} }: TargetFile): StatusConfig | undefined {
  if (status === 'never') return undefined;
  return { everyMs: milliseconds(status.every ?? '6h'), forMs: Number.parseInt(status.for ?? '365d', 10) * dayMinutes * 60_000 };
}

function openOf({ days, from, until }: OpenFile): OpenConfig {
  const fromMinute = minuteOf(from);
  const untilMinute = minuteOf(until);
  return { days: daysOf(days), fromMinute, untilMinute: untilMinute > fromMinute ? untilMinute : untilMinute + dayMinutes };
}

function daysOf(written = 'sun-sat'): readonly number[] {
  return written.split(',').flatMap((part) => {
    const [first = 0, last = first] = part
      .trim()
      .split('-')
      .map((name) => dayNames.indexOf(name));
    return Array.from({ length: ((last - first + 7) % 7) + 1 }, (_, index) => (first + index) % 7);
  });
}

function minuteOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}

function closedOf({ from, until, why }: ClosedFile): ClosedConfig {
  return { from: Date.parse(`${from}Z`), until: Date.parse(`${until}Z`), why };
}
