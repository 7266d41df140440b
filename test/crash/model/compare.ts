import { strict as assert } from 'node:assert';
import type { SubmissionSummary, SubmissionView } from '@amtsbote/sdk/runtime';
import type { Expected, ReferenceModel } from './reference-model.ts';
import type { World } from './world.ts';

/** Which states may stand for what must come of it, while it may still be under way. */
const underWay: Readonly<Record<Expected['outcome'], readonly string[]>> = {
  open: ['ready', 'unknown'],
  delivered: ['delivered', 'unknown', 'ready'],
  case: ['case', 'unknown', 'ready'],
  rejected: ['rejected'],
};

/** The table of the architecture, written down a second time. */
const mayFollow: Readonly<Record<string, readonly string[]>> = {
  ready: ['attempting', 'case', 'rejected'],
  attempting: ['committing', 'ready', 'case', 'rejected'],
  committing: ['delivered', 'unknown', 'ready', 'rejected'],
  unknown: ['delivered', 'ready', 'case'],
  delivered: [],
  rejected: ['case'],
  case: ['ready', 'delivered', 'rejected'],
};

/** Compares after a run: nothing lost, nothing doubled, no state that does not lead to what is expected. */
export async function compareUnderWay(model: ReferenceModel, world: World): Promise<void> {
  const list = await world.list();
  assert.equal(list.length, model.submissions.length, 'submissions');
  for (const [index, one] of model.submissions.entries()) {
    const real = at(list, index);
    assert.equal(real.duplicates, one.duplicates, `duplicates of ${one.name}`);
    countRecords(one, real, world);
    const state = real.deliveries[0]?.state;
    if (state === undefined) assert.ok(withoutDelivery(one).includes(real.state), `${one.name} is ${real.state}, not ${one.outcome}`);
    else assert.ok(underWay[one.outcome].includes(state), `the delivery of ${one.name} is ${state}, not ${one.outcome}`);
  }
}

/** Compares once nothing is under way: everything is as the reference says, told once, and provable. */
export async function compareSettled(model: ReferenceModel, world: World): Promise<void> {
  const runtime = await world.runtime();
  const list = await world.list();
  const final = { open: 'no such state', delivered: 'accepted', case: 'case', rejected: 'rejected' };
  for (const [index, one] of model.submissions.entries()) {
    const real = at(list, index);
    assert.equal(real.state, final[one.outcome], `state of ${one.name}`);
    const told = world.portal.reports.filter(({ submission }) => submission === real.id).map(({ kind }) => kind);
    assert.deepEqual(told, one.outcome === 'case' ? [] : [final[one.outcome]], `reports on ${one.name}`);
    checkHistory(await runtime.show(real.id));
  }
  const newest = await runtime.audit.newest();
  const audit = await runtime.audit.verify(newest);
  assert.deepEqual([audit.ok, audit.faults, audit.unsealed], [true, [], audit.unsealed], 'audit');
}

/** True when nothing happens any more without a person. */
export async function isSettled(world: World): Promise<boolean> {
  const { reportsWaiting } = await (await world.runtime()).status();
  const open = (await world.list()).some(({ state }) => state === 'received' || state === 'routed');
  return !open && reportsWaiting === 0 && world.portal.held.length === 0;
}

function withoutDelivery(one: Expected): readonly string[] {
  if (one.routed) return [];
  return { open: ['received'], delivered: ['accepted'], case: ['case', 'received'], rejected: ['rejected'] }[one.outcome];
}

function countRecords(one: Expected, { deliveries }: SubmissionSummary, { target }: World): void {
  const [delivery, second] = deliveries;
  assert.equal(second, undefined, `${one.name} has two deliveries`);
  const held = delivery === undefined ? 0 : target.count(delivery.key);
  assert.equal(held, one.saved, `records of ${one.name}`);
  assert.ok(held <= 1 + one.saidByPerson, `${one.name} stands ${held} times in the target, and no person said so`);
}

/** Every change of state in the history is one of the table, and begins where the one before ended. */
function checkHistory({ deliveries, events }: SubmissionView): void {
  for (const { key, state: last } of deliveries) {
    let state = 'ready';
    for (const { delivery, type, detail } of events) {
      if (delivery !== key || !Object.hasOwn(mayFollow, type) || (type === 'ready' && detail['from'] === undefined)) continue;
      if (detail['from'] !== undefined) assert.equal(detail['from'], state, 'the history has a gap');
      const via = detail['via'] === undefined ? [] : [String(detail['via'])];
      for (const next of [...via, type]) {
        assert.ok(mayFollow[state]?.includes(next), `a delivery went from ${state} to ${next}`);
        state = next;
      }
    }
    assert.equal(state, last, 'the history ends elsewhere than the delivery');
  }
}

function at(list: readonly SubmissionSummary[], index: number): SubmissionSummary {
  const real = list[index];
  assert.ok(real !== undefined, `submission ${index} is lost`);
  return real;
}
