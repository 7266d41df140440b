import { closeSync, constants, openSync, writeSync } from 'node:fs';
import type { Logger, LogLevel } from '../../model/logger.ts';
import { type LogEntry, logLine } from './log-line.ts';

/** A logger that counts what it could not say. */
export interface CountingLogger extends Logger {
  /** Lines that could not be written. */
  readonly lost: number;
  /** Fields that were not allowed. */
  readonly dropped: number;
}

/** Where and what to log. */
export interface FileLogOptions {
  readonly file: string;
  /** Lines below are left out. Default `info`. */
  readonly level?: LogLevel | undefined;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

const order: readonly LogLevel[] = ['debug', 'info', 'warn'];

/**
 * Appends JSON lines to a private file, opened anew for each line: it may be renamed at any time (`logrotate`), and no signal is needed. A
 * line that cannot be written is counted; logging never stops a run.
 * Why no library: docs/decisions/0019-a-log-writer-of-our-own.md.
 */
export function fileLogger({ file, level = 'info', now }: FileLogOptions): CountingLogger {
  let lost = 0;
  let dropped = 0;
  const write = (entry: LogEntry): void => {
    if (order.indexOf(entry.level) < order.indexOf(level)) return;
    const line = logLine(now(), entry);
    dropped += line.dropped;
    if (!append(file, line.text)) lost += 1;
  };
  return {
    debug: (event, fields) => write({ level: 'debug', event, fields }),
    info: (event, fields) => write({ level: 'info', event, fields }),
    warn: (event, fields) => write({ level: 'warn', event, fields }),
    get lost() {
      return lost;
    },
    get dropped() {
      return dropped;
    },
  };
}

const appending = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT;

function append(file: string, text: string): boolean {
  try {
    const handle = openSync(file, appending, 0o600);
    try {
      const bytes = Buffer.from(text, 'utf8');
      return writeSync(handle, bytes) === bytes.length;
    } finally {
      closeSync(handle);
    }
  } catch {
    return false;
  }
}
