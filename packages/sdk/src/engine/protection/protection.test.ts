import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NotDelivered, Throttled } from '../../errors/families.ts';
import type { MappedRecord } from '../../model/record.ts';
import type { Attempt } from '../../target/attempt.ts';
import type { Channel } from '../../target/channel.ts';
import type { MemoryTarget } from '../../testing/memory-target.ts';
import { type Bench, messageFor, openBench } from '../engine.test-support.ts';
import { openingHours } from './opening-hours.ts';

const minute = 60_000;
const hour = 60 * minute;
const circuit = { failures: 5, firstMs: minute, maxMs: hour };

/** A channel that fails as told for the names it is told, and delivers everything else. */
function failing(target: MemoryTarget, fail: (name: string, attempt: Attempt) => Promise<void>): readonly Channel[] {
  const channel = target.channel('api');
  return [
    {
      ...channel,
      deliver: async (type, record, attempt) => {
        await fail(nameOf(record), attempt);
        return channel.deliver(type, record, attempt);
      },
    },
  ];
}

function nameOf(record: MappedRecord): string {
  return typeof record['name'] === 'string' ? record['name'] : '';
}

function put(bench: Bench, ...names: readonly string[]): void {
  bench.portal.put(...names.map((name) => ({ message: messageFor(name) })));
}

const savedNames = (bench: Bench): readonly string[] => bench.target.saved.map((one) => nameOf(one.record));
const attempts = (bench: Bench): number => bench.boundaries.filter((name) => name === 'delivery:claimed').length;
const down = new NotDelivered('AB_TARGET_UNREACHABLE', 'connection refused');

test('a target that fails five different submissions rests; one probe finds it down, the next one opens it for all', async () => {
  let isDown = true;
  await using bench = await openBench({
    target: { circuit, limits: { atOnce: 1 } },
    channels: (target) => failing(target, async () => (isDown ? Promise.reject(down) : undefined)),
  });
  put(bench, ...Array.from({ length: 12 }, (_, n) => `Hund ${n}`));
  await bench.run();
  expect(attempts(bench)).toBe(5);
  expect(await bench.ledger.targets.pauses()).toEqual([
    { target: 'registry', until: bench.clock.now() + minute, code: 'AB_TARGET_UNREACHABLE' },
  ]);
  bench.clock.advance(20_000);
  await bench.run();
  expect(attempts(bench)).toBe(5);
  bench.clock.advance(40_000);
  await bench.run();
  expect(attempts(bench)).toBe(6);
  expect((await bench.ledger.targets.pauses())[0]?.until).toBe(bench.clock.now() + 2 * minute);
  isDown = false;
  bench.clock.advance(hour);
  await bench.run();
  expect(savedNames(bench)).toHaveLength(12);
  expect(await bench.ledger.targets.pauses()).toEqual([]);
});

test('once a target is well again, what failed with it does not wait any longer', async () => {
  let isDown = true;
  await using bench = await openBench({
    target: { circuit: { ...circuit, failures: 2 }, limits: { atOnce: 1 } },
    retry: { firstMs: 20 * hour, maxMs: 20 * hour },
    channels: (target) => failing(target, async () => (isDown ? Promise.reject(down) : undefined)),
  });
  put(bench, 'Rex', 'Bella', 'Hasso');
  await bench.run();
  isDown = false;
  bench.clock.advance(minute);
  await bench.run();
  expect(savedNames(bench)).toEqual(['Hasso', 'Rex', 'Bella']);
});

test('while a probe is under way nothing else is sent to the target', async () => {
  const state = { isDown: true, inFlight: 0, most: 0 };
  await using bench = await openBench({
    target: { circuit: { ...circuit, failures: 2 } },
    channels: (target) =>
      failing(target, async () => {
        if (state.isDown) throw down;
        state.inFlight += 1;
        state.most = Math.max(state.most, target.saved.length === 0 ? state.inFlight : 0);
        await new Promise((resolve) => void setTimeout(resolve, 30));
        state.inFlight -= 1;
      }),
  });
  put(bench, 'a', 'b', 'c', 'd', 'e', 'f');
  await bench.run();
  state.isDown = false;
  bench.clock.advance(hour);
  await bench.run();
  expect(savedNames(bench)).toHaveLength(6);
  expect(state.most).toBe(1);
});

test('a submission that always fails never lets its target rest alone, nor holds up the others', async () => {
  await using bench = await openBench({
    target: { circuit },
    retry: { attempts: 30 },
    channels: (target) => failing(target, async (name) => (name === 'Gift' ? Promise.reject(down) : undefined)),
  });
  put(bench, 'Gift');
  for (let run = 0; run < 12; run += 1) {
    put(bench, `Hund ${run}`);
    await bench.run();
    expect(await bench.ledger.targets.pauses()).toEqual([]);
    bench.clock.advance(hour);
  }
  expect(savedNames(bench)).toHaveLength(12);
  for (let run = 0; run < 12; run += 1) {
    await bench.run();
    bench.clock.advance(hour);
  }
  expect(await bench.ledger.targets.pauses()).toEqual([]);
});

test('a poison submission that is the first probe does not keep a mended target closed', async () => {
  let isDown = true;
  await using bench = await openBench({
    target: { circuit: { ...circuit, failures: 2 }, limits: { atOnce: 1 } },
    retry: { attempts: 30 },
    channels: (target) => failing(target, async (name) => (isDown || name === 'Gift' ? Promise.reject(down) : undefined)),
  });
  put(bench, 'Gift', 'Rex', 'Bella', 'Hasso');
  await bench.run();
  isDown = false;
  for (let run = 0; run < 4; run += 1) {
    bench.clock.advance(hour);
    await bench.run();
  }
  expect([...savedNames(bench)].toSorted()).toEqual(['Bella', 'Hasso', 'Rex']);
});

test('whatever one submission does, the next ones are delivered in the same run', async () => {
  const deeds: Readonly<Record<string, (attempt: Attempt) => Promise<unknown>>> = {
    throws: async () => Promise.reject(new TypeError('with a value of a citizen')),
    'throws at once': () => {
      throw new RangeError('with a value of a citizen');
    },
    'hangs in a step': (attempt) => attempt.step('open form', () => new Promise(() => undefined)),
    'hangs outside of steps': () => new Promise(() => undefined),
    'throws nothing': async () => {
      // oxlint-disable-next-line typescript/only-throw-error
      throw undefined;
    },
  };
  await using bench = await openBench({
    target: { circuit, limits: { atOnce: 1 }, deadlines: { attemptMs: 200, stepMs: 80, lookUpMs: 100 } },
    channels: (target) => failing(target, async (name, attempt) => void (await deeds[name]?.(attempt))),
  });
  put(bench, ...Object.keys(deeds), 'Rex', 'Bella');
  await bench.run();
  expect(savedNames(bench)).toEqual(['Rex', 'Bella']);
  const list = await bench.ledger.views.list({});
  const codes = list.flatMap(({ deliveries }) => deliveries.flatMap(({ findings }) => findings.map(({ code }) => code)));
  expect(codes.toSorted()).toEqual(['AB_DEADLINE', 'AB_DEADLINE', 'AB_DEFECT', 'AB_DEFECT', 'AB_DEFECT']);
  expect(JSON.stringify(list)).not.toContain('citizen');
});

test('a step that takes too long says which one, and what is past the commit point is looked up', async () => {
  await using bench = await openBench({
    target: { deadlines: { attemptMs: 5_000, stepMs: 50, lookUpMs: 100 } },
    channels: (target) => {
      const channel = target.channel('api');
      const hang = (): Promise<never> => new Promise(() => undefined);
      return [
        {
          ...channel,
          deliver: async (type, record, attempt) => {
            const delivered = await channel.deliver(type, record, attempt);
            if (attempt.number === 1) await attempt.step('read back', hang);
            return delivered;
          },
        },
      ];
    },
  });
  put(bench, 'Rex');
  await bench.run();
  const { attempts: made, deliveries } = await bench.only();
  expect(made[0]).toMatchObject({ outcome: 'unknown', steps: [{ name: 'prepare' }, { name: 'save' }, { name: 'read back', ok: false }] });
  expect(deliveries[0]?.state).toBe('delivered');
  expect(bench.target.saved).toHaveLength(1);
});

test('a look-up that hangs does not hold up the others', async () => {
  const hanging = new Set<string>();
  await using bench = await openBench({
    target: { limits: { atOnce: 1 }, deadlines: { attemptMs: 5_000, stepMs: 5_000, lookUpMs: 50 } },
    channels: (target) => {
      const channel = target.channel('api');
      return [
        {
          ...channel,
          find: async (type, key, signal) =>
            hanging.has(key) ? new Promise(() => undefined) : ((await channel.find?.(type, key, signal)) ?? []),
        },
      ];
    },
  });
  bench.target.faults.push('cut-after-saving', 'cut-after-saving');
  put(bench, 'Rex', 'Bella');
  bench.onBoundary = (name) => {
    const [first] = bench.target.saved;
    if (name === 'commit:answered' || name === 'delivery:claimed') hanging.add(first?.key ?? '');
  };
  await bench.run();
  const states = (await bench.ledger.views.list({})).map(({ deliveries }) => deliveries[0]?.state);
  expect(states.toSorted()).toEqual(['delivered', 'unknown']);
});

test('what a target asks for when it is throttling holds for all, costs no attempt, and is waited for when it is short', async () => {
  let left = 1;
  let askedMs = 20_000;
  const times: number[] = [];
  await using bench = await openBench({
    target: { circuit, limits: { atOnce: 1 } },
    channels: (target) =>
      failing(target, async (_name, attempt) => {
        times.push(attempt.clock.now());
        if (left-- > 0) throw new Throttled('AB_TARGET_THROTTLED', 'HTTP 429', { retryAfterMs: askedMs });
      }),
  });
  const start = bench.clock.now();
  put(bench, 'Rex', 'Bella');
  await bench.run();
  expect(times[1]).toBe(start + 20_000);
  expect(savedNames(bench).toSorted()).toEqual(['Bella', 'Rex']);
  [left, askedMs] = [1, 2 * hour];
  bench.clock.advance(hour);
  put(bench, 'Hasso');
  const throttledAt = bench.clock.now();
  await bench.run();
  expect((await bench.ledger.targets.pauses())[0]).toEqual({
    target: 'registry',
    until: throttledAt + 2 * hour,
    code: 'AB_TARGET_THROTTLED',
  });
  bench.clock.advance(2 * hour);
  await bench.run();
  const deliveries = (await bench.ledger.views.list({})).flatMap((one) => one.deliveries);
  expect(deliveries.map(({ state, attempts: made }) => [state, made])).toEqual(Array.from({ length: 3 }, () => ['delivered', 1]));
});

test('outside of its hours a target is not asked, and no attempt is spent; with its next opening it is', async () => {
  const open = [{ days: [1, 2, 3, 4, 5], fromMinute: 6 * 60, untilMinute: 20 * 60 }];
  await using bench = await openBench({ target: { hours: openingHours({ timeZone: 'Europe/Berlin', open, closed: [] }) } });
  bench.clock.set(Date.parse('2026-11-21T12:00:00Z'));
  put(bench, 'Rex');
  await bench.run();
  expect(attempts(bench)).toBe(0);
  expect((await bench.only()).deliveries[0]).toMatchObject({ state: 'ready', attempts: 0 });
  const opening = Date.parse('2026-11-23T05:00:00Z');
  expect(bench.events.find(({ type }) => type === 'target-waits')).toMatchObject({ untilMs: opening, code: 'AB_TARGET_CLOSED' });
  bench.clock.set(opening - 1);
  bench.events.length = 0;
  await bench.run();
  expect((await bench.only()).deliveries[0]).toMatchObject({ state: 'delivered', attempts: 1 });
});

test('an outcome that is not known is not looked up in a target that is closed or rests', async () => {
  let closed = false;
  await using bench = await openBench({
    target: { hours: { closing: (at) => (closed ? { until: at + hour } : undefined) } },
    retry: { waitForUnknownMs: 0 },
  });
  bench.target.faults.push('cut-after-saving');
  put(bench, 'Rex');
  await bench.run();
  closed = true;
  bench.clock.advance(hour);
  const looks = (): number => bench.boundaries.filter((name) => name === 'look:before').length;
  const before = looks();
  await bench.run();
  expect(looks()).toBe(before);
  closed = false;
  await bench.run();
  expect((await bench.only()).deliveries[0]?.state).toBe('delivered');
});

test('however often runs start, a target gets no more deliveries in any minute than it takes', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 5 }),
      fc.array(fc.tuple(fc.nat(5), fc.nat(70_000)), { minLength: 3, maxLength: 8 }),
      fc.nat(40_000),
      async (perMinute, runs, waitForUnknownMs) => {
        const times: number[] = [];
        await using bench = await openBench({
          target: { limits: { perMinute } },
          retry: { waitForUnknownMs },
          channels: (target) => failing(target, async (_name, attempt) => void times.push(attempt.clock.now())),
        });
        let name = 0;
        for (const [count, pause] of runs) {
          put(bench, ...Array.from({ length: count }, () => `Hund ${(name += 1)}`));
          await bench.run();
          bench.clock.advance(pause);
        }
        for (const [index, time] of times.entries()) {
          const later = times[index + perMinute];
          if (later !== undefined) expect(later - time).toBeGreaterThanOrEqual(minute);
        }
        for (let run = 0; run < 60 && times.length < name; run += 1) {
          bench.clock.advance(minute);
          await bench.run();
        }
        expect(times).toHaveLength(name);
      },
    ),
    { numRuns: 8 },
  );
}, 60_000);
