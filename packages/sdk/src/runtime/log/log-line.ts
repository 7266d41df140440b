import { type LogFieldName, logFieldNames } from '../../model/log-fields.ts';
import type { LogLevel } from '../../model/logger.ts';

/** A line ready to be written, and how much of it was not allowed. */
export interface LogLine {
  readonly text: string;
  /** Fields left out because of their name or value. */
  readonly dropped: number;
}

const allowed: ReadonlySet<string> = new Set<LogFieldName>(logFieldNames);
/** Ids, codes, names of the configuration, times. No blank, no umlaut: nothing that a person would write. */
const plainWord = /^[A-Za-z0-9][A-Za-z0-9._:/+-]{0,99}$/;
const phrase = /^[a-z][a-z0-9 ,;:'/-]{0,119}$/i;

/**
 * One line of JSON: time, level, event, correlation id (the delivery key), and fields with allowed names and values. Pure. Everything else is
 * left out and counted, whatever it is: a mistake of a connector must not put a citizen's data into a log.
 */
export function logLine(at: number, { level, event, fields = {} }: LogEntry): LogLine {
  const kept: Record<string, string | number | boolean> = {};
  let dropped = phrase.test(event) ? 0 : 1;
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined) continue;
    if (allowed.has(name) && isHarmless(value)) kept[name] = value;
    else dropped += 1;
  }
  const { delivery } = kept;
  const line = {
    time: new Date(at).toISOString(),
    level,
    event: phrase.test(event) ? event : 'event without a fixed phrase',
    ...(delivery !== undefined && { correlation: delivery }),
    ...kept,
    ...(dropped > 0 && { dropped }),
  };
  return { text: `${JSON.stringify(line)}\n`, dropped };
}

/** What is to be logged; fields as they come. */
export interface LogEntry {
  readonly level: LogLevel;
  readonly event: string;
  readonly fields?: Readonly<Record<string, unknown>> | undefined;
}

function isHarmless(value: unknown): value is string | number | boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  return typeof value === 'boolean' || (typeof value === 'string' && plainWord.test(value));
}
