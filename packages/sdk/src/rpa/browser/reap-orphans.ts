import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const mark = '--amtsbote-owner=';

/** An argument for a browser that tells which process it belongs to. Browsers do not mind arguments that they do not know. */
export async function ownerMark(proc = '/proc'): Promise<string> {
  return `${mark}${process.pid}.${(await startOf(process.pid, proc)) ?? 0}`;
}

/**
 * Ends browsers whose owner died without ending them (it was killed), and returns how many. Process numbers are used again, so an owner is
 * told by its start as well. Where there is no `/proc` nothing is done: there a browser ends with its pipe.
 */
export async function reapOrphans(proc = '/proc'): Promise<number> {
  const names = await readdir(proc).catch(() => []);
  const found = await Promise.all(names.filter((name) => /^\d+$/.test(name)).map((name) => orphan(Number(name), proc)));
  const orphans = found.filter((pid) => pid !== undefined);
  for (const pid of orphans) end(pid);
  return orphans.length;
}

async function orphan(pid: number, proc: string): Promise<number | undefined> {
  const line = await readFile(join(proc, String(pid), 'cmdline'), 'utf8').catch(() => '');
  const [, owner, started] = /(?:^|\0)--amtsbote-owner=(\d+)\.(\d+)(?:\0|$)/.exec(line) ?? [];
  if (owner === undefined || started === undefined) return undefined;
  return String(await startOf(Number(owner), proc)) === started ? undefined : pid;
}

/** When a process began, in ticks since the machine did; undefined when there is no such process. */
async function startOf(pid: number, proc: string): Promise<number | undefined> {
  const text = await readFile(join(proc, String(pid), 'stat'), 'utf8').catch(() => undefined);
  const start = Number(text?.slice(text.lastIndexOf(')') + 2).split(' ')[19]);
  return Number.isInteger(start) ? start : undefined;
}

/** A browser leads a group of processes of its own. */
function end(pid: number): void {
  for (const target of [-pid, pid]) {
    try {
      process.kill(target, 'SIGKILL');
      return;
    } catch {
      // Gone already, or not ours to end.
    }
  }
}
