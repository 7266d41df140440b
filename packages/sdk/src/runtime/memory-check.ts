import type { CheckResult } from '../model/check.ts';

/** What may write the memory of a process into a file. */
export interface ProcessFacts {
  /** Options of Node.js, from the command line and from `NODE_OPTIONS`. */
  readonly nodeOptions: readonly string[];
  /** Whether Node.js writes reports by itself, by its options or otherwise. */
  readonly reports: boolean;
}

/** Options that write keys and contents to disk, or let others look at them: heaps, reports with the environment, debuggers. */
const telling = /^--(heapsnapshot|heap-prof|cpu-prof|report-(on|uncaught)|abort-on-uncaught|inspect|diagnostic-dir|trace-event)/;

/** Whether this process would write its memory, with keys and messages in it, into a file. */
export function memoryCheck({ nodeOptions, reports }: ProcessFacts): CheckResult {
  const found = nodeOptions.filter((option) => telling.test(option)).map((option) => option.replace(/=.*$/, ''));
  const name = 'memory stays in the process';
  if (found.length === 0 && !reports) return { name, ok: true };
  return {
    name,
    ok: false,
    detail: found.length > 0 ? found.join(' ') : 'reports of Node.js',
    hint: 'Leave these options out where real submissions are: what they write holds keys, secrets and messages.',
  };
}

/** The facts of this process. */
export function processFacts(): ProcessFacts {
  const { report, execArgv, env } = process;
  return {
    nodeOptions: [...execArgv, ...(env['NODE_OPTIONS'] ?? '').split(/\s+/)],
    reports: report.reportOnFatalError || report.reportOnUncaughtException || report.reportOnSignal,
  };
}
