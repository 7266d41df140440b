import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { isAmtsboteError } from '../../errors/amtsbote-error.ts';
import type { EpochMs } from '../../model/ids.ts';
import type { RunLedger } from '../contract.ts';
import { writeCheckpoint } from './checkpoints.ts';
import type { LedgerContext } from './context.ts';
import { waitAnewIfSet } from './clock-was-set.ts';

/**
 * The run lock. It outlives a crash: a holder is gone when its process is, told by process id, start time of the process and boot
 * id of the machine, so that neither a reused process id nor a restart keeps or breaks the lock.
 */
export class SqlRuns implements RunLedger {
  readonly #context: LedgerContext;
  #run: number | undefined;
  #isAfterDeath = false;

  constructor(context: LedgerContext) {
    this.#context = context;
  }

  get isAfterDeath(): boolean {
    return this.#isAfterDeath;
  }

  /** A holder that is stopped in the middle of a write is a living holder. */
  async begin(now: EpochMs, sinceBootMs?: number): Promise<boolean> {
    try {
      return await this.#begin(now, sinceBootMs);
    } catch (error) {
      if (isAmtsboteError(error) && error.code === 'AB_LEDGER_BUSY') return false;
      throw error;
    }
  }

  async #begin(now: EpochMs, sinceBootMs?: number): Promise<boolean> {
    return this.#context.writes.run(async (tx) => {
      const open = await tx.selectFrom('runs').selectAll().where('ended_at', 'is', null).execute();
      if (open.some(isAlive)) return false;
      if (open.length > 0) await tx.updateTable('runs').set({ ended_at: now }).where('ended_at', 'is', null).execute();
      const boot = bootId();
      if (sinceBootMs !== undefined) await waitAnewIfSet(tx, { now, boot, sinceBootMs });
      const inserted = await tx
        .insertInto('runs')
        .values({
          started_at: now,
          ended_at: null,
          pid: process.pid,
          host: hostname(),
          boot,
          process_start: startOf(process.pid) ?? '',
          since_boot_ms: sinceBootMs ?? null,
        })
        .executeTakeFirst();
      this.#run = Number(inserted.insertId);
      this.#isAfterDeath = open.length > 0;
      // Another holder of the lock may have purged history since.
      this.#context.history.forget();
      return true;
    });
  }

  async end(now: EpochMs): Promise<void> {
    const run = this.#run;
    if (run === undefined) return;
    await this.#context.writes.run(async (tx) => {
      await writeCheckpoint(this.#context, tx, now);
      await tx.updateTable('runs').set({ ended_at: now }).where('id', '=', run).execute();
    });
    this.#run = undefined;
  }
}

interface Holder {
  readonly pid: number;
  readonly host: string;
  readonly boot: string;
  readonly process_start: string;
}

/** A holder on another host counts as alive: from here it cannot be proved dead. */
function isAlive(holder: Holder): boolean {
  if (holder.host !== hostname()) return true;
  if (holder.boot !== bootId()) return false;
  const start = startOf(holder.pid);
  if (start !== undefined) return start === holder.process_start;
  return process.platform !== 'linux' && answersSignal(holder.pid);
}

function answersSignal(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function bootId(): string {
  return readOr('/proc/sys/kernel/random/boot_id', 'unknown').trim();
}

/** Field 22 of /proc/PID/stat: clock ticks from boot to the start of the process. Undefined when there is no such process. */
function startOf(pid: number): string | undefined {
  const stat = readOr(`/proc/${pid}/stat`, '');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const state = fields[0];
  if (state === '' || state === 'Z' || state === 'X') return undefined;
  return fields[19];
}

function readOr(file: string, otherwise: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return otherwise;
  }
}
