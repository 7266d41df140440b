import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { inLanes } from '../support/in-lanes.ts';
import { type Boundary, boundariesOfSources } from './failpoints/boundaries-of-sources.ts';
import { killedElsewhere, openStage, type StageName, stageNames } from './failpoints/stages.ts';

const kills = 3;
const inTurn = inLanes(3);

/** What a run of each stage passes that nobody kills. */
async function passedOn(name: StageName): Promise<readonly string[]> {
  const stage = await openStage(name);
  try {
    return (await stage.run()).boundaries;
  } finally {
    await stage.close();
  }
}

interface Failpoint {
  readonly stage: StageName;
  /** As `name#1`. */
  readonly boundary: string;
}

const passed = new Map(await Promise.all(stageNames.map(async (name) => [name, await passedOn(name)] as const)));
const boundaries = await boundariesOfSources();

/** Where a boundary is killed: on the first stage that passes it. */
function failpointFor({ pattern }: Boundary): Failpoint | undefined {
  for (const [stage, names] of passed) {
    const boundary = names.find((name) => pattern.test(name));
    if (boundary !== undefined) return { stage, boundary };
  }
  return undefined;
}

/** Kills three times in a row, with something new to do each time; what became of everything, beside what it must be. */
async function killInARow({ stage: name, boundary }: Failpoint): Promise<unknown> {
  const stage = await openStage(name);
  try {
    const signals: unknown[] = [];
    for (let kill = 0; kill < kills; kill += 1) signals.push((await stage.run(boundary)).signal);
    const list = await stage.settle();
    const records = (await stage.witness.records()).map(({ fremdschluessel }) => fremdschluessel);
    const delivered = list.flatMap(({ state, deliveries }) => (state === 'accepted' ? deliveries.map(({ key }) => key) : []));
    const { handedIn } = stage;
    return { signals, handedIn, left: list.length, delivered: delivered.length, records: records.length, keys: new Set(records).size };
  } finally {
    await stage.close();
  }
}

describe('every boundary of the engine, killed three times in a row', () => {
  const points = boundaries.flatMap((one) => failpointFor(one) ?? []);

  test.concurrent.each(points)('$boundary ($stage)', async (point) => {
    const end = (await inTurn(() => killInARow(point))) as { handedIn: number };
    const { handedIn } = end;
    const left = point.stage === 'purge' ? 0 : handedIn;
    const signals = Array(kills).fill('SIGKILL');
    expect(end).toEqual({ signals, handedIn, left, delivered: left, records: handedIn, keys: handedIn });
  });
});

test('no boundary stands in the sources that is never killed', async () => {
  const never = boundaries.filter((one) => failpointFor(one) === undefined).map(({ name }) => name);
  const found = await Promise.all(
    Object.entries(killedElsewhere).map(async ([prefix, file]) => {
      const text = await readFile(resolve(import.meta.dirname, '../..', file), 'utf8');
      return never.filter((name) => name.startsWith(prefix) && text.includes(name));
    }),
  );
  expect(never.filter((name) => !found.flat().includes(name))).toEqual([]);
});

test.each([
  ['persist', 'intake:before', 'intake:stored'],
  ['acknowledge', 'intake:stored', 'intake:acknowledged'],
  ['plan', 'plan:before', 'plan:done'],
  ['intent', 'gate:before', 'gate:opened'],
  ['effect through the API', 'gate:opened', 'rest:answered'],
  ['effect through the web UI', 'fence:journalled', 'fence:answered'],
  ['result and its event', 'delivery:before-receipt', 'delivery:receipt'],
  ['result of a look-up', 'look:done', 'look:written'],
  ['outbox', 'report:before', 'report:sent'],
  ['note of the outbox', 'report:sent', 'report:noted'],
  ['status', 'poll:before', 'poll:asked'],
  ['note of a status', 'poll:asked', 'poll:written'],
  ['deletion', 'purge:before', 'purge:rows'],
  ['deletion of files', 'purge:rows', 'purge:files'],
])('%s is killed before and after: at %s and %s', (_, before, after) => {
  const killed = boundaries.filter((one) => failpointFor(one) !== undefined).map(({ name }) => name);
  expect(killed).toEqual(expect.arrayContaining([before, after]));
});
