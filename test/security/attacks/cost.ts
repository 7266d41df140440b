import { readFileSync, writeFileSync } from 'node:fs';

/** What something cost this process. */
export interface Cost {
  /** Time of the processor, in milliseconds: what others do on the machine does not count. */
  readonly cpuMs: number;
  readonly wallMs: number;
  /** The most memory that was held meanwhile, above what was held before; in MB. */
  readonly peakMb: number;
}

/** Runs something and says what it cost. */
export async function costOf<T>(act: () => Promise<T>): Promise<{ readonly cost: Cost; readonly result: T }> {
  forgetPeak();
  const before = peakKb('VmRSS');
  const cpu = process.cpuUsage();
  const started = performance.now();
  const result = await act();
  const wallMs = performance.now() - started;
  const { user, system } = process.cpuUsage(cpu);
  return { result, cost: { cpuMs: (user + system) / 1000, wallMs, peakMb: Math.max(0, peakKb('VmHWM') - before) / 1000 } };
}

/** Linux forgets the highest mark when asked; elsewhere the memory of now stands for it. */
function forgetPeak(): void {
  if (process.platform === 'linux') writeFileSync('/proc/self/clear_refs', '5');
}

function peakKb(what: 'VmRSS' | 'VmHWM'): number {
  if (process.platform !== 'linux') return process.memoryUsage.rss() / 1000;
  const found = new RegExp(`^${what}:\\s+(\\d+) kB`, 'm').exec(readFileSync('/proc/self/status', 'utf8'));
  return Number(found?.[1] ?? 0);
}
