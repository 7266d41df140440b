import { expect, test } from 'vitest';
import { exitCodes } from '../../exit-codes.ts';
import { type RunEnd, RunLoop } from './run-loop.ts';

/** Time and runs in the hands of a test. */
class Stage {
  now = 1_000_000;
  readonly begun: number[] = [];
  readonly sleeps: number[] = [];
  /** How long each run takes. */
  runMs = 0;
  exitCode: number = exitCodes.ok;
  readonly stop = new AbortController();
  readonly loop: RunLoop;
  #duringRun: (() => void) | undefined;
  #duringSleep: (() => void) | undefined;
  #runsLeft: number;

  constructor(runs: number, everyMs = 60_000) {
    this.#runsLeft = runs;
    this.loop = new RunLoop({
      everyMs,
      now: () => this.now,
      sleep: async (ms, signal) => {
        this.sleeps.push(ms);
        this.#duringSleep?.();
        if (!signal.aborted) this.now += ms;
      },
      run: async () => this.#run(),
    });
  }

  duringRun(act: () => void): this {
    this.#duringRun = act;
    return this;
  }

  duringSleep(act: () => void): this {
    this.#duringSleep = act;
    return this;
  }

  async play(): Promise<readonly number[]> {
    await this.loop.until(this.stop.signal);
    return this.begun.map((at) => at - 1_000_000);
  }

  #run(): RunEnd {
    const startedAt = this.now;
    this.begun.push(startedAt);
    this.#duringRun?.();
    this.now += this.runMs;
    this.#runsLeft -= 1;
    if (this.#runsLeft === 0) this.stop.abort();
    return { startedAt, endedAt: this.now, exitCode: this.exitCode };
  }
}

test('a run begins at once, and then in the interval of the schedule, however long each takes', async () => {
  const stage = new Stage(3);
  stage.runMs = 20_000;
  expect(await stage.play()).toEqual([0, 60_000, 120_000]);
});

test('a run that takes longer than the interval is followed at once, never by two at the same time', async () => {
  const stage = new Stage(3);
  stage.runMs = 90_000;
  expect(await stage.play()).toEqual([0, 90_000, 180_000]);
});

test('a run that is wanted a hundred times while one goes on is followed by one, and then by the schedule', async () => {
  const stage = new Stage(3);
  stage.duringRun(() => {
    if (stage.begun.length === 1) for (let times = 0; times < 100; times += 1) stage.loop.want();
  });
  expect(await stage.play()).toEqual([0, 0, 60_000]);
});

test('a run that is wanted while nothing goes on begins at once', async () => {
  const stage = new Stage(2).duringSleep(() => stage.loop.want());
  expect(await stage.play()).toEqual([0, 0]);
});

test('a clock that is put back does not make a pause longer than the interval', async () => {
  const stage = new Stage(2);
  stage.duringRun(() => (stage.now -= 5_000_000));
  await stage.play();
  expect(stage.sleeps).toEqual([60_000]);
});

test('what goes on and comes next is told', async () => {
  const stage = new Stage(2);
  const told: unknown[] = [];
  stage.duringRun(() => told.push([stage.loop.runningSince, stage.loop.nextAt]));
  stage.duringSleep(() => told.push([stage.loop.runningSince, stage.loop.nextAt]));
  await stage.play();
  expect(told).toEqual([
    [1_000_000, undefined],
    [undefined, 1_060_000],
    [1_060_000, undefined],
  ]);
});

test('only a run that was cut short counts as interrupted', async () => {
  const whole = new Stage(1);
  const cut = new Stage(1);
  cut.exitCode = exitCodes.interrupted;
  const idle = new Stage(2).duringSleep(() => idle.stop.abort());
  const ends = await Promise.all([whole, cut, idle].map((stage) => stage.loop.until(stage.stop.signal)));
  expect(ends.map(({ isInterrupted }) => isInterrupted)).toEqual([false, true, false]);
});
