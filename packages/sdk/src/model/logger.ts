import type { LogFieldName } from './log-fields.ts';

/** How much a log line matters. */
export type LogLevel = 'debug' | 'info' | 'warn';

/** The values a log line may carry: counts, ids, codes, states, durations. Never content. */
export type LogFields = Readonly<Partial<Record<LogFieldName, string | number | boolean | undefined>>>;

/** Writes log lines. `event` is a fixed English phrase; citizens' data goes neither into it nor into the fields. */
export interface Logger {
  debug(event: string, fields?: LogFields): void;
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
}
