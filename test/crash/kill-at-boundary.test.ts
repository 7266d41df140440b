import type { Fault } from '@amtsbote/simulators/musterverfahren';
import { describe, expect, test } from 'vitest';
import { processesLeft, runSync } from '../support/child-sync.ts';
import { expectEachOnce } from '../support/expect-each-once.ts';
import { inLanes } from '../support/in-lanes.ts';
import { dogMessage, tradeMessage } from '../support/messages.ts';
import { makeProject, type Project } from '../support/project.ts';
import { settle } from '../support/settle.ts';
import { startWitness, type Witness } from '../support/witness.ts';

type ChannelName = 'web UI' | 'API';

/** What is tried: one submission, one way, and what goes wrong on the way. */
interface Scenario {
  readonly channel: ChannelName;
  readonly fault?: Fault['kind'];
  /** A kill before the one that is tried: at the boundary of this name. */
  readonly firstKill?: string;
}

interface Stage {
  readonly project: Project;
  readonly witness: Witness;
  close(): Promise<void>;
}

const saving: Readonly<Record<ChannelName, string>> = {
  'web UI': '/hund/neu/speichern',
  API: '/api/gewerbeanmeldungen',
};

async function stageFor({ channel, fault, firstKill }: Scenario): Promise<Stage> {
  const witness = await startWitness();
  const project = await makeProject({ url: witness.url });
  await project.drop('einreichung.xml', channel === 'API' ? tradeMessage() : dogMessage());
  if (firstKill !== undefined) {
    expect(await runSync(project, `${firstKill}#1`)).toMatchObject({ signal: 'SIGKILL' });
  }
  if (fault !== undefined) await witness.arm({ kind: fault, match: { method: 'POST', path: saving[channel] }, times: 1 });
  const close = async (): Promise<void> => {
    await witness.close();
    await project.remove();
  };
  return { project, witness, close };
}

const known = new Map<string, Promise<readonly string[]>>();

/** The boundaries of a run that nobody kills, in their order. */
function boundariesOf(scenario: Scenario): Promise<readonly string[]> {
  const name = JSON.stringify(scenario);
  const listing = known.get(name) ?? listBoundaries(scenario);
  known.set(name, listing);
  return listing;
}

async function listBoundaries(scenario: Scenario): Promise<readonly string[]> {
  const stage = await stageFor(scenario);
  try {
    const { code, stderr, boundaries } = await runSync(stage.project);
    expect([code, stderr]).toEqual([0, '']);
    await expectEachOnce(stage.project, stage.witness, await settle(stage.project), 1);
    return boundaries;
  } finally {
    await stage.close();
  }
}

const inTurn = inLanes(3);

/** Kills at a boundary, runs again, and looks at what the witness holds. Returns where it was killed. */
async function killAndGoOn(scenario: Scenario, boundary: string): Promise<string | undefined> {
  const { project, witness, close } = await stageFor(scenario);
  try {
    const killed = await runSync(project, boundary);
    expect(killed.signal).toBe('SIGKILL');
    expect(await processesLeft(project)).toEqual([]);
    await expectEachOnce(project, witness, await settle(project), 1);
    expect(await processesLeft(project)).toEqual([]);
    return killed.boundaries.at(-1);
  } finally {
    await close();
  }
}

/** One test per boundary; with `from` only those from its first time on. */
async function killEverywhere(scenario: Scenario, from?: string): Promise<void> {
  const boundaries = await boundariesOf(scenario);
  const start = from === undefined ? 0 : boundaries.indexOf(`${from}#1`);
  expect(start).toBeGreaterThanOrEqual(0);
  test.concurrent.each(boundaries.slice(start))('at %s', async (boundary) => {
    expect(await inTurn(() => killAndGoOn(scenario, boundary))).toBe(boundary);
  });
}

describe('a delivery through the web UI, killed', async () => {
  await killEverywhere({ channel: 'web UI' });

  test('passes the boundaries between the held request and its release, and between release and answer', async () => {
    const fence = (await boundariesOf({ channel: 'web UI' })).filter((name) => /^(fence|gate):/.test(name));
    const names = ['fence:held', 'gate:before', 'gate:opened', 'fence:journalled', 'fence:released', 'fence:answered'];
    expect(fence).toEqual(names.map((name) => `${name}#1`));
  });
});

describe('a delivery through the API without an idempotency key, killed', async () => {
  await killEverywhere({ channel: 'API' });
});

describe.each<ChannelName>(['API', 'web UI'])(
  'a delivery through the %s whose connection was cut after saving, killed',
  async (channel) => {
    await killEverywhere({ channel, fault: 'cut-after' }, 'gate:opened');
  },
);

describe.each<[ChannelName, string]>([
  ['API', 'gate:opened'],
  ['API', 'rest:answered'],
  ['web UI', 'fence:answered'],
])('the recovery of a delivery through the %s that was killed at %s, killed again', async (channel, firstKill) => {
  await killEverywhere({ channel, firstKill });
});
