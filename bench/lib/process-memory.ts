import { readdir, readFile } from 'node:fs/promises';

/** Who started a process, and what it is called. */
export interface ProcessEntry {
  readonly pid: number;
  readonly parent: number;
  readonly name: string;
}

/** The processes below one, at any depth, whose name the pattern matches. */
export function below(processes: readonly ProcessEntry[], ancestor: number, name: RegExp): readonly number[] {
  const children = processes.filter(({ parent }) => parent === ancestor);
  return children.flatMap((each) => [...(name.test(each.name) ? [each.pid] : []), ...below(processes, each.pid, name)]);
}

/** An entry of `/proc/PID/stat`. The name stands in brackets and may hold anything. */
export function parseStat(text: string): ProcessEntry {
  const [, pid, name = '', parent] = /^(\d+) \((.*)\) \S+ (\d+)/s.exec(text) ?? [];
  return { pid: Number(pid), parent: Number(parent), name };
}

/** The proportional set size that `/proc/PID/smaps_rollup` tells, in bytes: pages that several share count in parts. NaN without one. */
export function parsePss(text: string): number {
  return Number(/^Pss:\s+(\d+) kB$/m.exec(text)?.[1] ?? Number.NaN) * 1024;
}

/** What all browsers started by this process hold, in bytes. Linux only. */
export async function browserBytes(): Promise<number> {
  const folders = (await readdir('/proc')).filter((each) => /^\d+$/.test(each));
  const stats = await Promise.all(folders.map((pid) => readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')));
  const browsers = below(stats.map(parseStat), process.pid, /chrom|headless/i);
  const sizes = await Promise.all(
    browsers.map(async (pid) => parsePss(await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => ''))),
  );
  return sizes.filter((size) => !Number.isNaN(size)).reduce((sum, size) => sum + size, 0);
}
