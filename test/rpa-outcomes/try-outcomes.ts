import { afterAll, afterEach, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { SkinAccess } from '../support/open-skin.ts';
import { type Desk, openDesk, type RunOutcome } from './desk.ts';
import { type Outcome, outcomes } from './outcomes.ts';

const mostRuns = 4;

/** Registers the outcomes that are tried on one way; most of them share a desk. */
export function tryOutcomes(access: SkinAccess): void {
  let shared: Desk;
  beforeAll(async () => {
    shared = await openDesk(access);
    // The screens are looked at before the first delivery: the others are like any in a run.
    await shared.drop();
    await shared.run();
  });
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail') return;
    await shared.close();
    shared = await openDesk(access);
  });
  afterAll(() => shared.close());

  const here = outcomes.filter(({ skins }) => skins.includes(access.skin));
  test.each(here)(`${access.skin}, ${access.kind}: $happens`, async (outcome) => {
    const desk = outcome.own === undefined ? shared : await openDesk(access, outcome.own);
    if (desk !== shared) onTestFinished(() => desk.close());
    await happensAsTold(desk, outcome);
  });

  test(`${access.skin}, ${access.kind}: a session that ends just before any one request of a delivery ends as told, and in one record`, async () => {
    const count = await requestsOfDelivery(shared);
    expect(count).toBeGreaterThan(4);
    for (let at = 1; at <= count; at += 1) {
      const first = await runWithoutSessionAt(shared, at);
      expect({ at, told: isTold(first) ? first : undefined }).toEqual({ at, told: first });
      expect({ at, ...(await settled(shared)) }).toMatchObject({ at, state: 'delivered', records: 1 });
    }
  });
}

/** Lets it happen to one submission, compares what comes of it with what is told, and has it end well. */
export async function happensAsTold(desk: Desk, outcome: Outcome): Promise<void> {
  const { state, code, records, stays, mend } = outcome;
  await desk.drop();
  const before = desk.sent('saves');
  await outcome.arrange(desk);
  const first = await desk.run();
  const saves = desk.sent('saves') - before;
  await desk.arm();
  await mend?.(desk);
  expect({ ...first, saves: saves <= 1 }).toEqual({ state, code, records, saves: true });
  if (stays === true) return staysAsItIs(desk, first);
  if (state === 'case') await desk.retry();
  if (code === 'AB_SCREEN_CHANGED') await desk.runtime.doctor();
  expect(await settled(desk)).toMatchObject({ state: 'delivered', records: 1 });
}

/** Also minutes later there is no second try. */
async function staysAsItIs(desk: Desk, first: RunOutcome): Promise<void> {
  const before = desk.sent('logins');
  for (let run = 0; run < 2; run += 1) expect(await desk.run(60_000)).toEqual(first);
  expect(before).toBe(1);
  expect(desk.sent('logins')).toBe(before);
}

async function settled(desk: Desk): Promise<RunOutcome> {
  for (let run = 1; ; run += 1) {
    const outcome = await desk.run();
    if (outcome.state === 'delivered' || run === mostRuns) return outcome;
  }
}

/** How many requests a delivery makes that a session is needed for. */
async function requestsOfDelivery(desk: Desk): Promise<number> {
  let count = 0;
  desk.network.onRequest(async (path) => void (count += needsSession(path) ? 1 : 0));
  await desk.drop();
  await desk.run();
  desk.network.onRequest(undefined);
  return count;
}

async function runWithoutSessionAt(desk: Desk, at: number): Promise<RunOutcome> {
  let count = 0;
  desk.network.onRequest(async (path) => {
    if (!needsSession(path)) return;
    count += 1;
    if (count === at) await desk.arm({ kind: 'session-lost', times: 1 });
  });
  await desk.drop();
  const outcome = await desk.run();
  desk.network.onRequest(undefined);
  await desk.arm();
  return outcome;
}

function needsSession(path: string): boolean {
  return !/\.(?:css|js|svg|ico)(?:\?|$)/.test(path);
}

/** What the table says of sessions that end. */
function isTold({ state, code, records }: RunOutcome): boolean {
  const ofSessions = outcomes.filter(({ happens }) => happens.startsWith('the session ends'));
  return ofSessions.some((told) => told.state === state && told.code === code && told.records === records);
}
