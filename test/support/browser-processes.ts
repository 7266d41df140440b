import { readdirSync, readFileSync } from 'node:fs';

/** The processes of the browsers that one process has started. Linux only; elsewhere none. */
interface BrowserProcesses {
  readonly browsers: readonly number[];
  /** Those that draw tabs. */
  readonly tabs: readonly number[];
}

/** Finds them by the mark that tells whom a browser belongs to, and their descendants. At once, so that a moment can be met. */
function browserProcesses(owner: number = process.pid): BrowserProcesses {
  if (process.platform !== 'linux') return { browsers: [], tabs: [] };
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => ({ pid: Number(name), line: textOf(name, 'cmdline'), parent: parentOf(name) }));
  const browsers = all.filter(({ line }) => line.includes(`--amtsbote-owner=${owner}.`) && !line.includes('--type=')).map(({ pid }) => pid);
  const family = new Set(browsers);
  for (let before = 0; before < family.size;) {
    before = family.size;
    for (const { pid, parent } of all) if (family.has(parent)) family.add(pid);
  }
  const tabs = all.filter(({ pid, line }) => family.has(pid) && line.includes('--type=renderer')).map(({ pid }) => pid);
  return { browsers, tabs };
}

/** Ends all browsers of a process, or only what draws their tabs, as a crash does. Returns how many processes were ended. */
export function crash(what: 'browsers' | 'tabs', owner: number = process.pid): number {
  const pids = browserProcesses(owner)[what];
  for (const pid of pids) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  }
  return pids.length;
}

function parentOf(pid: string): number {
  const stat = textOf(pid, 'stat');
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
}

function textOf(pid: string, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}
