import { strict as assert } from 'node:assert';
import type { SubmissionSummary } from '@amtsbote/sdk/runtime';
import type { MemorySubmission } from '@amtsbote/sdk/testing';
import fc from 'fast-check';
import { compareUnderWay } from './compare.ts';
import type { Expected, Put, ReferenceModel } from './reference-model.ts';
import { faultsBefore, faultsInAct, type TargetFault } from './simulated-target.ts';
import type { World } from './world.ts';

type Command = fc.AsyncCommand<ReferenceModel, World>;
type Answer = 'delivered' | 'retry' | 'reject';

const names = ['Rex', 'Bella', 'Hasso'];
const dayMs = 86_400_000;
const puts = new WeakMap<MemorySubmission, Put>();

/** What may happen in a sequence. */
export function commands(mostCommands: number): fc.Arbitrary<Iterable<Command>> {
  const name = fc.constantFrom(...names);
  const index = fc.nat({ max: 9 });
  const faults = [...faultsBefore, ...faultsInAct];
  const running = fc.record({ dryRun: fc.constant(false), interruptAt: fc.constant(undefined) }).map(run);
  return fc.commands(
    [
      fc
        .tuple(name, fc.nat({ max: 2 }), fc.boolean())
        .map(([who, version, readable]) => put(who, { version, readable: readable || version < 2 })),
      fc.tuple(name, name).map(([who, otherId]) => put(who, { version: 0, readable: true, id: otherId })),
      fc.tuple(name, fc.constantFrom(...faults)).map(([who, fault]) => arm(who, fault)),
      fc.tuple(name, fc.constantFrom(...faultsInAct)).map(([who, fault]) => arm(who, fault)),
      running,
      running,
      fc.nat({ max: 40 }).map((interruptAt) => run({ dryRun: false, interruptAt })),
      fc.constant(run({ dryRun: true, interruptAt: undefined })),
      fc.integer({ min: -dayMs, max: dayMs }).map(jump),
      fc.constantFrom(5_000, 120_000, 3 * 3_600_000).map(jump),
      fc.tuple(index, fc.constantFrom<Answer>('delivered', 'retry', 'reject')).map(([which, what]) => answer(which, what)),
      index.map(enterByHand),
      index.map(retryNow),
      fc.constantFrom<keyof World['portal']['faults']>('receive', 'report', 'acknowledge').map(portalFails),
      fc.constant(command('look-ups fail twice', async (_, world) => void (world.target.failingLooks = 2))),
      fc.constant(command('keys are rotated', (_, world) => world.rotateKeys())),
      fc.constant(command('the program begins anew', (_, world) => world.reopen())),
    ],
    { maxCommands: mostCommands, size: 'max' },
  );
}

/** How each sequence begins: every name is in the portal, with faults before it. */
export const opening: fc.Arbitrary<readonly Command[]> = fc
  .array(fc.tuple(fc.constantFrom(...names), fc.constantFrom(...faultsInAct, ...faultsBefore)), { minLength: 3, maxLength: 8, size: 'max' })
  .map((faults) => [
    ...names.map((who) => put(who, { version: 0, readable: true })),
    ...faults.map(([who, fault]) => arm(who, fault)),
    run({ dryRun: false, interruptAt: undefined }),
  ]);

function command(name: string, act: (model: ReferenceModel, world: World) => Promise<void>): Command {
  return { check: () => true, run: act, toString: () => name };
}

function put(name: string, { version, readable, id = name }: { version: number; readable: boolean; id?: string }): Command {
  const about = version === 0 ? name : `${name} ${version}`;
  const content = `<antrag xmlns="urn:example:antrag"><name>${about}</name>${readable ? '</antrag>' : ''}`;
  return command(`put ${about} as ${id}${readable ? '' : ', broken'}`, async (_, world) => {
    const submission = { id, message: content };
    puts.set(submission, { id, name: about, content, readable });
    world.portal.put(submission);
  });
}

function arm(name: string, fault: TargetFault): Command {
  return command(`${fault} for ${name}`, async (_, { target }) => {
    target.faults.set(name, [...(target.faults.get(name) ?? []), fault]);
  });
}

function portalFails(which: keyof World['portal']['faults']): Command {
  return command(`the portal fails at ${which}`, async (_, world) => void world.portal.faults[which].push(new Error('the portal fails')));
}

function jump(ms: number): Command {
  return command(`the clock jumps by ${Math.round(ms / 1000)} s`, async (_, world) => world.clock.advance(ms));
}

interface RunFacts {
  readonly dryRun: boolean;
  /** Ctrl-C at this boundary of the run. */
  readonly interruptAt: number | undefined;
}

function run(facts: RunFacts): Command {
  const ctrlC = facts.interruptAt === undefined ? '' : `, Ctrl-C at boundary ${facts.interruptAt}`;
  return command(facts.dryRun ? 'dry run' : `run${ctrlC}`, (model, world) => playRun(model, world, facts));
}

/** One run on both sides, and the comparison. */
export async function playRun(model: ReferenceModel, world: World, { dryRun, interruptAt }: RunFacts): Promise<void> {
  const { portal, target } = world;
  const held = [...portal.held];
  const seen = target.seen.length;
  const failing = portal.faults.receive.length;
  if (dryRun || interruptAt !== undefined) portal.faults.acknowledge.length = 0;
  const before = dryRun ? await everything(world) : undefined;
  await syncUntil(world, { dryRun, interruptAt });
  if (dryRun) {
    assert.deepEqual(await everything(world), before, 'a dry run changed something');
    return;
  }
  const failed = portal.faults.receive.length < failing;
  const taken = interruptAt === undefined ? held : held.filter((one) => !portal.held.includes(one));
  for (const one of failed ? [] : taken) model.takeIn(putOf(one));
  const owners = new Map((await world.list()).flatMap(({ deliveries }, index) => deliveries.map(({ key }) => [key, index] as const)));
  for (const { key, came } of target.seen.slice(seen)) model.attempted(expectedAt(model, owners.get(key)), came);
  await compareUnderWay(model, world);
}

async function syncUntil(world: World, { dryRun, interruptAt }: RunFacts): Promise<void> {
  const controller = new AbortController();
  let boundaries = 0;
  world.onBoundary = () => {
    if (boundaries === interruptAt) controller.abort();
    boundaries += 1;
  };
  world.target.isCalm = interruptAt !== undefined;
  try {
    await (await world.runtime()).sync({ dryRun, signal: controller.signal });
  } finally {
    world.onBoundary = () => undefined;
    world.target.isCalm = false;
  }
}

/** What a dry run must leave as it is; look-ups and faults of the portal may be used up. */
async function everything(world: World): Promise<unknown> {
  const { portal, target } = world;
  return structuredClone([await world.list(), portal.held, portal.reports.length, portal.acknowledged, target.saved]);
}

function answer(which: number, what: Answer): Command {
  return command(`a person answers ${what} to ${which}`, async (model, world) => {
    const found = await submissionAt(model, world, which);
    const answers = found?.real.deliveries[0]?.answers ?? found?.real.answers ?? [];
    if (found === undefined || answers.length === 0) return;
    const { one, real } = found;
    world.target.failingLooks = 0;
    assert.equal(one.outcome, 'case', `${one.name} asks for an answer`);
    assert.deepEqual(answers.toSorted(), model.answersTo(one).toSorted(), `answers to ${one.name}`);
    const resolving = (await world.runtime()).resolve(real.id, {
      answer: what,
      by: 'anna',
      reason: 'looked',
      reference: 'BY-HAND',
      code: 'X010',
    });
    if (!answers.includes(what) || !model.answered(one, what)) await assert.rejects(resolving, { code: 'AB_ANSWER_NOT_ALLOWED' });
    else await resolving;
    await compareUnderWay(model, world);
  });
}

function enterByHand(which: number): Command {
  return command(`a person enters ${which} by hand`, async (model, world) => {
    const found = await submissionAt(model, world, which);
    const delivery = found?.real.deliveries[0];
    if (found === undefined || delivery?.state !== 'case' || !delivery.answers.includes('retry')) return;
    world.target.save(delivery.key);
    model.enteredByHand(found.one);
  });
}

function retryNow(which: number): Command {
  return command(`a person has ${which} tried now`, async (model, world) => {
    const found = await submissionAt(model, world, which);
    if (found?.real.deliveries[0]?.state !== 'ready') return;
    await (await world.runtime()).retry(found.real.id);
    await compareUnderWay(model, world);
  });
}

async function submissionAt(
  model: ReferenceModel,
  world: World,
  which: number,
): Promise<{ readonly one: Expected; readonly real: SubmissionSummary } | undefined> {
  const list = await world.list();
  const index = which % Math.max(1, list.length);
  const real = list[index];
  return real === undefined ? undefined : { one: expectedAt(model, index), real };
}

function expectedAt(model: ReferenceModel, index: number | undefined): Expected {
  const one = index === undefined ? undefined : model.submissions[index];
  assert.ok(one !== undefined, 'the ledger has a submission that nobody put');
  return one;
}

function putOf(submission: MemorySubmission): Put {
  const known = puts.get(submission);
  assert.ok(known !== undefined);
  return known;
}
