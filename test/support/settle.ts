import { setTimeout as wait } from 'node:timers/promises';
import type { SubmissionSummary } from '@amtsbote/sdk/runtime';
import { expect } from 'vitest';
import { runSync } from './child-sync.ts';
import type { Project } from './project.ts';
import type { Witness } from './witness.ts';

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

/** The witness holds exactly one record per submission, the ledger and the portal say the same, and nothing is left in the hot folder. */
export async function expectEachOnce(project: Project, witness: Witness, list: readonly SubmissionSummary[], dropped: number): Promise<void> {
  const deliveries = list.flatMap((submission) => submission.deliveries);
  expect(list.map(({ state }) => state)).toEqual(Array(dropped).fill('accepted'));
  expect(deliveries.map(({ state }) => state)).toEqual(Array(dropped).fill('delivered'));
  const records = await witness.records();
  expect(records.map((record) => `${record.fremdschluessel} ${record.aktenzeichen}`).toSorted()).toEqual(
    deliveries.map(({ key, reference }) => `${key} ${reference}`).toSorted(),
  );
  const receipts = list.flatMap(({ id }) => [`${id}.json`, `${id}.txt`]).toSorted();
  expect(await project.files('angenommen')).toEqual(receipts);
  expect(await project.files('eingang')).toEqual([]);
}

function isSettled(list: readonly SubmissionSummary[]): boolean {
  return list.length > 0 && list.every(({ state }) => state !== 'received' && state !== 'routed');
}
