import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import type { AnswerDeadline } from '../../model/answer-deadline.ts';
import type { Ledger } from '../contract.ts';
import { warningsDue } from '../deadlines.ts';
import { incoming } from './ledger.test-support.ts';
import { openSqliteLedger } from './sql-ledger.ts';

let ledger: Ledger;
beforeEach(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'deadlines-'));
  ledger = await openSqliteLedger(join(folder, 'ledger.sqlite'), randomBytes(32));
  onTestFinished(async () => {
    await ledger.close();
    await rm(folder, { recursive: true });
  });
});

const usual: AnswerDeadline = { at: 140, warnAt: [20, 70, 120], caseAt: 120 };

async function store(id: string, answerBy: AnswerDeadline = usual, portal = 'p'): Promise<string> {
  return (await ledger.intake.store(portal, { ...incoming(id), answerBy }, { now: 1 })).id;
}

test('the most urgent comes first, whatever came in first', async () => {
  const late = await store('late', { ...usual, at: 200 });
  const soon = await store('soon');
  await store('later', { ...usual, warnAt: [90] });
  expect(await ledger.deadlines.warned(75)).toEqual([
    { submission: soon, portal: 'p', answerBy: 140, warning: 2 },
    { submission: late, portal: 'p', answerBy: 200, warning: 2 },
  ]);
});

test('whenever runs take place, each warning that has come due is told once, and the highest alone', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(fc.integer({ min: 2, max: 150 }), { minLength: 1, maxLength: 4 }),
      fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 6 }),
      async (warnAt, runs) => {
        const id = await store(randomBytes(8).toString('hex'), { at: 300, warnAt, caseAt: 300 });
        const told: number[] = [];
        const times = runs.toSorted((one, other) => one - other);
        for (const now of times) {
          for (const { submission, warning } of await ledger.deadlines.warn(now)) if (submission === id) told.push(warning);
        }
        expect(told).toEqual([...new Set(told)].toSorted());
        expect(told.at(-1) ?? 0).toBe(warningsDue({ warnAt }, times.at(-1) ?? 0));
      },
    ),
    { numRuns: 25 },
  );
});

test('what was not read is a case, once, and only of the portal that is asked for', async () => {
  const mine = await store('a');
  const other = await store('b', usual, 'q');
  expect((await ledger.deadlines.close({ now: 120, over: 'case', portal: 'p' })).map(({ submission }) => submission)).toEqual([mine]);
  expect((await ledger.views.show(mine)).findings.map(({ code }) => code)).toEqual(['AB_PORTAL_DEADLINE']);
  await ledger.intake.answer(mine, { answer: 'retry', now: 121, by: 'clerk' });
  expect((await ledger.deadlines.close({ now: 130, over: 'case' })).map(({ submission }) => submission)).toEqual([other]);
  expect((await ledger.views.show(mine)).state).toBe('received');
});

test('a person who rejects a case ends the wait once the portal was told', async () => {
  const id = await store('a');
  await ledger.deadlines.close({ now: 120, over: 'case' });
  await ledger.intake.answer(id, { answer: 'reject', now: 125, by: 'clerk' });
  expect(await ledger.deadlines.warned(126)).toHaveLength(1);
  const [report] = await ledger.outbox.due({ now: 126, portals: ['p'], limit: 1 });
  await ledger.outbox.sent([{ id: report?.id ?? '' }], 127);
  expect(await ledger.deadlines.warned(128)).toEqual([]);
  expect((await ledger.audit.verify()).ok).toBe(true);
});
