import { mkdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCodes } from '@amtsbote/sdk';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCli } from '../support/cli.ts';
import { hasCorpus } from '../../packages/sdk/src/testing/corpus.ts';
import type { AttackSample } from './attacks/attack-sample.ts';
import { attackSamples } from './attacks/attack-samples.ts';
import { type ConnectionGuard, guardConnections, prototypeNames, snapshot } from './attacks/guards.ts';
import { openRange, type Played, type Range, readAttack } from './attacks/play-attacks.ts';

/** Issue limits: 2 s and 400 MB for the worst. The goals of `npm run bench -- attacks` are a tenth and a half of it. */
const mostCpuMs = 2000;
const mostMb = 400;
const least = 500;
/** Stands in the files around the project; what reads one of them would show it. */
const secret = 'Nachbarschaftsgeheimnis';

let guard: ConnectionGuard;
let range: Range;
let samples: readonly AttackSample[];
let prototypes: readonly string[];
let around: readonly string[];
const played = new Map<string, Played>();
const read = new Map<string, Played>();

beforeAll(async () => {
  guard = await guardConnections();
  range = await openRange();
  samples = attackSamples(guard.url);
  await layOutNeighbours(range.parent);
  prototypes = prototypeNames();
  around = await snapshot(range.parent, range.project.directory);
  for (const sample of samples) {
    const alone = await readAttack(sample);
    if (alone !== undefined) read.set(sample.name, alone);
    played.set(sample.name, await range.play(sample));
  }
}, 170_000);

afterAll(async () => {
  await range.close();
  await guard.close();
});

/** Where the names of attacks lead: beside the project, and above it. */
async function layOutNeighbours(parent: string): Promise<void> {
  for (const folder of ['etc', 'windows', 'tmp']) await mkdir(join(parent, folder));
  for (const name of ['entkommen', 'etc/passwd', 'etc/entkommen', 'windows/entkommen', 'tmp/entkommen']) {
    await writeFile(join(parent, name), secret);
    await utimes(join(parent, name), 1, 1);
  }
}

test.skipIf(!hasCorpus)(`there are at least ${least} attacks, each under a name of its own`, () => {
  expect(samples.length).toBeGreaterThanOrEqual(least);
  expect(played.size).toBe(samples.length);
});

describe('each attack', () => {
  test('becomes exactly one case or rejection, with a code of ours that is no defect', () => {
    const known = (code: string): boolean => Object.hasOwn(errorCodes, code) && code !== 'AB_DEFECT';
    const others = [...played.values()].filter(({ became }) => {
      const [first = '', second] = became;
      const [state = '', ...codes] = first.split(' ');
      return second !== undefined || !['case', 'rejected'].includes(state) || codes.length === 0 || !codes.every(known);
    });
    expect(others.map(({ name, became }) => [name, became])).toEqual([]);
  });

  test('is told by the code that it deserves', () => {
    const others = samples.filter(
      ({ name, codes }) => codes !== undefined && !codes.includes(played.get(name)?.became[0]?.split(' ')[1] ?? ''),
    );
    expect(others.map(({ name, codes }) => [name, codes, played.get(name)?.became])).toEqual([]);
  });

  test('is read, or refused with a code, by the reader alone', () => {
    const others = [...read.values()].filter(({ became }) => !/^(read whole|AB_(XML|JSON|MESSAGE)_[A-Z]+)$/.test(became[0] ?? ''));
    expect(others.map(({ name, became }) => [name, became])).toEqual([]);
    expect(read.size).toBeGreaterThan(200);
  });

  test(`takes less than ${mostCpuMs} ms and ${mostMb} MB, in the engine and in the reader alone`, () => {
    const all = [...played.values(), ...read.values()];
    const worst = (of: (one: Played) => number): string[] =>
      all
        .toSorted((one, other) => of(other) - of(one))
        .slice(0, 3)
        .map((one) => `${one.name}: ${Math.round(of(one))}`);
    console.log(
      `${samples.length} attacks; ms: ${worst(({ cost }) => cost.cpuMs).join(', ')}; MB: ${worst(({ cost }) => cost.peakMb).join(', ')}`,
    );
    expect(all.filter(({ cost }) => cost.cpuMs > mostCpuMs || cost.peakMb > mostMb).map(({ name, cost }) => [name, cost])).toEqual([]);
  });
});

describe('all attacks together', () => {
  test('begin no connection', () => {
    expect([guard.begun(), guard.reached()]).toEqual([0, 0]);
  });

  test('touch no file around the project, and show none', async () => {
    expect(around.length).toBeGreaterThan(5);
    expect(await snapshot(range.parent, range.project.directory)).toEqual(around);
    expect(JSON.stringify(await range.views())).not.toContain(secret);
  });

  test('leave the prototypes of all objects as they were', () => {
    expect(prototypeNames()).toEqual(prototypes);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  test('reach no terminal: what `list` and `show` print has no control character but the end of a line', async () => {
    const { project } = range;
    const said = [await runCli(project, ['list', '--limit', '5000']), await runCli(project, ['status'])];
    for (const { id, attachments } of await range.views()) {
      if (attachments.some(({ name }) => /[^ -~]/.test(name))) said.push(await runCli(project, ['show', id]));
    }
    expect(said.length).toBeGreaterThan(20);
    for (const { stdout, stderr } of said)
      expect(stdout + stderr).not.toMatch(/[\0-\t\v-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/);
  });
});

test('a connection, a touched file and a changed prototype would have been seen', async () => {
  const [begun, reached] = [guard.begun(), guard.reached()];
  await fetch(guard.url).catch(() => undefined);
  expect([guard.begun(), guard.reached()]).toEqual([begun + 1, reached + 1]);
  await writeFile(join(range.parent, 'tmp', 'entkommen'), secret);
  expect(await snapshot(range.parent, range.project.directory)).not.toEqual(around);
});
