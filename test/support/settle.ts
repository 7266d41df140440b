import { setTimeout as wait } from 'node:timers/promises';
import type { SubmissionSummary } from '@amtsbote/sdk/runtime';
import { runSync, withClock } from './child-sync.ts';
import type { Project } from './project.ts';

const mostRuns = 6;
const mostLateRuns = 10;

/** Runs `sync` anew until nothing is under way any more, and returns what became of everything. */
export async function settle(project: Project): Promise<readonly SubmissionSummary[]> {
  for (let run = 1; ; run += 1) {
    const { code, stderr } = await runSync(project);
    const list = await submissionsOf(project);
    if (isSettled(list)) return list;
    if (run === mostRuns) throw new Error(`not settled after ${mostRuns} runs (${code}, ${stderr}): ${JSON.stringify(list)}`);
    await wait(1000);
  }
}

/**
 * What was being read whenever a process was killed is left to a person, who has it read again: that is the only answer given here, and
 * what comes of it must be as right as without. The clock of each run is later than all before.
 */
export async function settleWithPerson(project: Project, aheadMs: number): Promise<readonly SubmissionSummary[]> {
  const list = await settleLate(project, aheadMs);
  const died = list.filter(({ state, findings }) => state === 'case' && findings.some(({ code }) => code === 'AB_READING_DIED'));
  if (died.length === 0) return list;
  const runtime = await project.open();
  try {
    for (const { id } of died) await runtime.resolve(id, { answer: 'retry', by: 'anna' });
  } finally {
    await runtime.close();
  }
  return settleLate(project, 2 * aheadMs);
}

async function settleLate(project: Project, aheadMs: number): Promise<readonly SubmissionSummary[]> {
  for (let run = 1; ; run += 1) {
    const { code, stderr } = await runSync(withClock(project, aheadMs + run * 3_600_000));
    const list = await submissionsOf(project);
    if (isSettled(list)) return list;
    if (run === mostLateRuns) throw new Error(`not settled after ${mostLateRuns} runs (${code}, ${stderr}): ${JSON.stringify(list)}`);
    await wait(100);
  }
}

/** All submissions of a project. */
export async function submissionsOf(project: Project): Promise<readonly SubmissionSummary[]> {
  const runtime = await project.open();
  try {
    return await runtime.list({ limit: 1000 });
  } finally {
    await runtime.close();
  }
}

function isSettled(list: readonly SubmissionSummary[]): boolean {
  return list.length > 0 && list.every(({ state }) => state !== 'received' && state !== 'routed');
}
