/** The values a log line may carry: counts, ids, codes, states, durations. Never content. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/** Writes log lines. `event` is a fixed English phrase; citizens' data goes neither into it nor into the fields. */
export interface Logger {
  debug(event: string, fields?: LogFields): void;
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
}
