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
    expect(await letHappen(desk, outcome)).toEqual(told(outcome));
  });

  test(`${access.skin}, ${access.kind}: a session that ends just before any step of a delivery ends as told, and in one record`, async () => {
    const steps = await stepsOfDelivery(shared);
    expect(steps.length).toBeGreaterThan(4);
    for (const step of steps) {
      const first = await runWithoutSessionAt(shared, step);
      expect({ step, ...first, told: isTold(first) }).toEqual({ step, ...first, told: true });
      expect({ step, ...(await settled(shared)) }).toMatchObject({ step, state: 'delivered', records: 1 });
    }
  });
}

/** What came of something that happened to one submission. */
interface Came {
  readonly first: RunOutcome;
  /** Whether more than one saving request left in that run. */
  readonly clickedTwice: boolean;
  /** What it came to in the end, and how often anybody logged in where that is what it is about. */
  readonly end: RunOutcome & { readonly logins?: number };
}

/** What must come of it. */
export function told({ state, code, records, stays }: Outcome): Came {
  const first = { state, code, records };
  const end = stays === true ? { ...first, logins: 1 } : { state: 'delivered', code: '–', records: 1 };
  return { first, clickedTwice: false, end };
}

/** Lets it happen to one submission, and has it end well, or sees that it stays as it is. */
export async function letHappen(desk: Desk, outcome: Outcome): Promise<Came> {
  await desk.drop();
  const before = desk.sent('saves');
  await outcome.arrange(desk);
  const first = await desk.run();
  const clickedTwice = desk.sent('saves') - before > 1;
  await desk.arm();
  await outcome.mend?.(desk);
  if (outcome.stays === true) return { first, clickedTwice, end: await minutesLater(desk) };
  if (first.state === 'case') await desk.retry();
  if (first.code === 'AB_SCREEN_CHANGED') await desk.runtime.doctor();
  return { first, clickedTwice, end: await settled(desk) };
}

async function minutesLater(desk: Desk): Promise<Came['end']> {
  await desk.run(60_000);
  return { ...(await desk.run(60_000)), logins: desk.sent('logins') };
}

async function settled(desk: Desk): Promise<RunOutcome> {
  for (let run = 1; ; run += 1) {
    const outcome = await desk.run();
    if (outcome.state === 'delivered' || run === mostRuns) return outcome;
  }
}

/** The requests of a delivery, each kind once: a page that checks each field by itself asks the same again and again. */
async function stepsOfDelivery(desk: Desk): Promise<readonly string[]> {
  const before = desk.network.seen.length;
  await desk.drop();
  await desk.run();
  return [...new Set(desk.network.seen.slice(before).map(stepOf))].filter((step) => !/\.(?:css|js|svg|ico)$/.test(step));
}

/** The session ends just before the first request of this kind. */
async function runWithoutSessionAt(desk: Desk, step: string): Promise<RunOutcome> {
  let isOver = false;
  desk.network.onRequest(async (request) => {
    if (isOver || stepOf(request) !== step) return;
    isOver = true;
    await desk.arm({ kind: 'session-lost', times: 1 });
  });
  await desk.drop();
  const outcome = await desk.run();
  desk.network.onRequest(undefined);
  await desk.arm();
  return outcome;
}

/** What differs from delivery to delivery is left out: the session in the address, the draft, the number of the record. */
function stepOf(request: string): string {
  return request
    .replace(/\?.*/, '')
    .replace(/HU-[\d-]+/, '*')
    .replace(/entwuerfe\/[^/]+/, 'entwuerfe/*');
}

/** What the table says of sessions that end. */
function isTold({ state, code, records }: RunOutcome): boolean {
  const ofSessions = outcomes.filter(({ happens }) => happens.startsWith('the session ends'));
  return ofSessions.some((each) => each.state === state && each.code === code && each.records === records);
}
