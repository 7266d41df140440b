import fc from 'fast-check';
import { expect, test } from 'vitest';
import { purgeKinds } from '../model/purge-kind.ts';
import { cutoff } from './period.ts';
import { defaultPeriods, RetentionPlan } from './retention-plan.ts';

const now = Date.UTC(2026, 10, 22, 12);
const day = 86_400_000;

test.each([
  ['30d', '2026-10-23T12:00:00.000Z'],
  ['6w', '2026-10-11T12:00:00.000Z'],
  ['18mo', '2025-05-22T12:00:00.000Z'],
  ['10y', '2016-11-22T12:00:00.000Z'],
])('%s before now', (period, expected) => {
  expect(new Date(cutoff(period, now)).toISOString()).toBe(expected);
});

test('months and years without the day end on their last one', () => {
  expect(new Date(cutoff('1mo', Date.UTC(2026, 2, 31))).toISOString()).toBe('2026-02-28T00:00:00.000Z');
  expect(new Date(cutoff('1y', Date.UTC(2028, 1, 29))).toISOString()).toBe('2027-02-28T00:00:00.000Z');
  expect(cutoff('forever', now)).toBe(Number.NEGATIVE_INFINITY);
});

const all = { kept: purgeKinds, routes: [] };

test('each kind goes at its own time, from when the submission was final and reported', () => {
  const plan = new RetentionPlan({ periods: defaultPeriods, routes: {} }, now);
  expect(plan.due({ ...all, settledAt: now - 89 * day })).toEqual([]);
  expect(plan.due({ ...all, settledAt: now - 90 * day })).toEqual(['content']);
  expect(plan.due({ ...all, settledAt: now - 366 * day })).toEqual(['content', 'evidence', 'metadata']);
  expect(plan.due({ ...all, settledAt: now - 11 * 366 * day })).toEqual(purgeKinds);
  expect(plan.due({ kept: ['history', 'hashes'], routes: [], settledAt: now - 366 * day })).toEqual([]);
});

test('of several routes the longest period holds; a route that is not there any more has those of the project', () => {
  const routes = { short: { content: '1d' }, long: { content: '5y' } };
  const plan = new RetentionPlan({ periods: defaultPeriods, routes }, now);
  const settledAt = now - 95 * day;
  expect(plan.due({ ...all, routes: ['short'], settledAt: now - 2 * day })).toEqual(['content']);
  expect(plan.due({ ...all, routes: ['short', 'long'], settledAt })).toEqual([]);
  expect(plan.due({ ...all, routes: ['gone'], settledAt })).toEqual(['content']);
});

const period = fc.oneof(
  fc.integer({ min: 0, max: 4000 }).map((days) => `${days}d`),
  fc.constant('forever'),
);
const periods = fc.record({ content: period, evidence: period, metadata: period, history: period, hashes: period });

test('whatever is written, nothing outlives the history but the hashes, the facts stay with the content, and candidates miss nothing', () => {
  const property = fc.property(periods, periods, fc.integer({ min: 0, max: 5000 }), (common, own, days) => {
    const plan = new RetentionPlan({ periods: common, routes: { r: own } }, now);
    const settledAt = now - days * day;
    const due = plan.due({ ...all, routes: ['r'], settledAt });
    if (due.includes('history')) expect(due).toEqual(expect.arrayContaining(['content', 'evidence', 'metadata']));
    if (due.includes('hashes')) expect(due).toContain('history');
    if (due.includes('metadata')) expect(due).toContain('content');
    for (const kind of due) expect(settledAt).toBeLessThanOrEqual(plan.latest[kind]);
  });
  fc.assert(property, { numRuns: 500 });
});
