import type { SubmissionSummary } from '@amtsbote/sdk/runtime';
import { expect } from 'vitest';
import type { Project } from './project.ts';
import type { Witness } from './witness.ts';

/** The witness holds exactly one record per submission, the ledger and the portal say the same, and nothing is left in the hot folder. */
export async function expectEachOnce(
  project: Project,
  witness: Witness,
  list: readonly SubmissionSummary[],
  dropped: number,
): Promise<void> {
  const deliveries = list.flatMap((submission) => submission.deliveries);
  expect(list.map(({ state }) => state)).toEqual(Array(dropped).fill('accepted'));
  expect(deliveries.map(({ state }) => state)).toEqual(Array(dropped).fill('delivered'));
  const records = await witness.records();
  expect(records.map((record) => `${record.fremdschluessel} ${record.aktenzeichen}`).toSorted()).toEqual(
    deliveries.map(({ key, reference }) => `${key} ${reference}`).toSorted(),
  );
  const receipts = list.map(({ id }) => `${id}.json`).toSorted();
  expect(await project.files('angenommen')).toEqual(receipts);
  expect(await project.files('eingang')).toEqual([]);
}
