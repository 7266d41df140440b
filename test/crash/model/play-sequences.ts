import fc from 'fast-check';
import { commands, opening, playRun } from './commands.ts';
import { compareSettled, isSettled } from './compare.ts';
import { ReferenceModel } from './reference-model.ts';
import type { Look } from './simulated-target.ts';
import { World } from './world.ts';

const looks: readonly Look[] = ['authoritative', 'hint', 'none', 'key'];
const mostCommands = 25;
/** Every delivery has a few faults; a target that rests is due again after two days. */
const mostRuns = 60;
const restMs = 2 * 86_400_000;

/**
 * Plays sequences of what may happen against engine and ledger and against the reference, and compares after each run and at the end.
 *
 * @throws what fast-check says of the shortest sequence in which the two differ
 */
export async function playSequences(count: number, seed: number): Promise<void> {
  const property = fc.asyncProperty(fc.constantFrom(...looks), opening, commands(mostCommands), async (look, first, sequence) => {
    const world = await World.make(look);
    const model = new ReferenceModel(look);
    try {
      for (const one of first) await one.run(model, world);
      await fc.asyncModelRun(() => ({ model, real: world }), sequence);
      await settle(model, world);
      await compareSettled(model, world);
    } finally {
      await world.remove();
    }
  });
  await fc.assert(property, { numRuns: count, seed, endOnFailure: false });
}

async function settle(model: ReferenceModel, world: World): Promise<void> {
  world.target.failingLooks = 0;
  for (let runs = 0; runs < mostRuns; runs += 1) {
    await playRun(model, world, { dryRun: false, interruptAt: undefined });
    if (await isSettled(world)) return;
    world.clock.advance(restMs);
  }
  throw new Error(`not settled after ${mostRuns} runs`);
}
