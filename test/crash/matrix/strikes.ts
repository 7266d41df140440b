import { setTimeout as wait } from 'node:timers/promises';
import { type ChildSync, startSync, withClock } from '../../support/child-sync.ts';
import type { Project } from '../../support/project.ts';
import type { SeededRandom } from '../../support/seeded-random.ts';
import type { AccessKind } from './access-kinds.ts';
import type { SmallDisk } from './small-disk.ts';

/** One run, and what happens to it. */
export interface Strike {
  /** Comes so many milliseconds after so many boundaries. */
  readonly boundaries: number;
  readonly ms: number;
  readonly how: 'killed' | 'disk full';
  /** Two runs are started at once. */
  readonly together: boolean;
  /** How far the clock of the run is ahead. */
  readonly aheadMs: number;
  /** What is left free on a full disk, in bytes; or of a file, where no small disk can be made. */
  readonly freeBytes: number;
}

const dayMs = 86_400_000;
/** A run that is full may wait for a look-up; it is killed then. */
const patienceMs = 4_000;

/** One to three runs, each struck at a moment by boundaries passed, or by time. */
export function drawStrikes(random: SeededRandom, kind: AccessKind): readonly Strike[] {
  return Array.from({ length: 1 + random.below(3) }, () => {
    const byTime = random.chance(0.4);
    return {
      boundaries: byTime ? random.below(2) : random.below(kind.boundaries),
      ms: random.below(byTime ? kind.runMs : 30),
      how: random.chance(0.15) ? 'disk full' : 'killed',
      together: random.chance(0.15),
      aheadMs: random.chance(0.2) ? random.pick([-dayMs, dayMs]) : 0,
      freeBytes: random.below(48) * 1024,
    };
  });
}

/** Starts the run and strikes. Returns the story. */
export async function strike(project: Project, disk: SmallDisk | undefined, facts: Strike): Promise<string> {
  const { how, together, aheadMs, freeBytes } = facts;
  const largestFile = how === 'disk full' && disk === undefined ? freeBytes * 16 + 4096 : undefined;
  const start = (): Promise<ChildSync> => startSync(withClock(project, aheadMs), '', { largestFile });
  const runs = [await start(), ...(together ? [await start()] : [])];
  await momentOf(runs, facts);
  if (how === 'disk full') {
    await disk?.fillUpTo(freeBytes);
    await Promise.race([wait(patienceMs), Promise.all(runs.map(({ ended }) => ended))]);
  }
  for (const run of runs) run.process.kill('SIGKILL');
  const ends = await Promise.all(runs.map(endOf));
  await disk?.empty();
  const clock = aheadMs === 0 ? '' : `, clock ${aheadMs > 0 ? '+' : '-'}1 day`;
  return `${ends.join(' beside ')}${how === 'disk full' ? ', disk full' : ''}${clock}`;
}

async function momentOf(runs: readonly ChildSync[], { boundaries, ms }: Strike): Promise<void> {
  const ended = Promise.all(runs.map((run) => run.ended));
  const moment = Promise.race(runs.map((run) => run.passed(boundaries))).then(() => wait(ms));
  await Promise.race([moment, ended, wait(patienceMs)]);
}

async function endOf({ ended }: ChildSync): Promise<string> {
  const { signal, boundaries, stderr } = await ended;
  if (signal === null) return stderr === '' ? 'ended' : `ended with ${stderr}`;
  return `killed at ${boundaries.at(-1) ?? 'the start'}`;
}
