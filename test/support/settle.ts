import { setTimeout as wait } from 'node:timers/promises';
import type { SubmissionSummary } from '@amtsbote/sdk/runtime';
import { runSync } from './child-sync.ts';
import type { Project } from './project.ts';

const mostRuns = 6;

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
