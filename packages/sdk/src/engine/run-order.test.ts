import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { MemoryFault } from '../testing/memory-target.ts';
import { messageFor, openBench } from './engine.test-support.ts';

test('a target that loses every request is asked with growing pauses, and then a person', async () => {
  await using bench = await openBench();
  bench.target.faults.push(...Array.from({ length: 20 }, () => 'cut-before-saving' as const));
  bench.portal.put({ message: messageFor('Rex') });
  await bench.run();
  expect((await bench.only()).deliveries[0]).toMatchObject({ state: 'ready', attempts: 2, dueAt: bench.clock.now() + 30_000 });
  bench.clock.advance(3_600_000);
  await bench.run();
  expect((await bench.only()).deliveries[0]).toMatchObject({
    state: 'case',
    attempts: 3,
    findings: [{ code: 'AB_RETRIES_EXHAUSTED' }, { code: 'AB_OUTCOME_UNKNOWN' }],
  });
  expect(bench.target.saved).toEqual([]);
});

test('messages of one matter keep their order; a case blocks its successors in that matter only', async () => {
  await using bench = await openBench();
  bench.target.faults.push('foreign-error');
  bench.portal.put(
    { message: messageFor('A1'), matter: 'a' },
    { message: messageFor('A2'), matter: 'a' },
    { message: messageFor('B1'), matter: 'b' },
  );
  await bench.run();
  expect(bench.target.saved.map((one) => one.record['name'])).toEqual(['B1']);
  const blocked = (await bench.ledger.views.list({ state: 'case' }))[0]!;
  await bench.ledger.deliveries.change({ key: blocked.deliveries[0]!.key, to: 'ready', now: bench.clock.now(), by: 'anna' });
  await bench.run();
  expect(bench.target.saved.map((one) => one.record['name'])).toEqual(['B1', 'A1', 'A2']);
});

test('interrupted before its commit point, a delivery is ready again and the run ends', async () => {
  await using bench = await openBench();
  const stop = new AbortController();
  bench.onBoundary = (name) => {
    if (name === 'delivery:claimed') stop.abort();
  };
  bench.portal.put({ message: messageFor('Rex') });
  await bench.run({ signal: stop.signal });
  expect((await bench.only()).deliveries[0]!.state).toBe('ready');
  expect(bench.target.saved).toEqual([]);
  bench.onBoundary = () => undefined;
  await bench.run();
  expect(bench.target.saved).toHaveLength(1);
});

test('interrupted while its intent is written, nothing is sent, and it is ready again at no cost', async () => {
  await using bench = await openBench();
  const stop = new AbortController();
  bench.onBoundary = (name) => {
    if (name === 'gate:before') stop.abort();
  };
  bench.portal.put({ message: messageFor('Rex') });
  await bench.run({ signal: stop.signal });
  expect((await bench.only()).deliveries[0]).toMatchObject({ state: 'ready', attempts: 0, findings: [] });
  expect(bench.target.saved).toEqual([]);
  await bench.run();
  expect(bench.target.saved).toHaveLength(1);
});

test('a channel that goes on after it was told to end reaches no commit point', async () => {
  await using bench = await openBench({
    channels: (target) => {
      const channel = target.channel('api');
      return [
        {
          ...channel,
          deliver: (type, record, attempt) => channel.deliver(type, record, { ...attempt, signal: new AbortController().signal }),
        },
      ];
    },
  });
  const stop = new AbortController();
  bench.onBoundary = (name) => {
    if (name === 'step:prepare:end') stop.abort();
  };
  bench.portal.put({ message: messageFor('Rex') });
  await bench.run({ signal: stop.signal });
  expect(bench.target.saved).toEqual([]);
  expect((await bench.only()).deliveries[0]!.state).toBe('ready');
});

test('a dry run reaches the commit point and enters, acknowledges and reports nothing', async () => {
  await using bench = await openBench();
  const previews: string[] = [];
  bench.setDryRun({ preview: (_key, preview) => void previews.push(preview), evidence: () => undefined });
  bench.portal.put({ message: messageFor('Rex') });
  await bench.run();
  expect(previews).toEqual(['{"name":"Rex"}']);
  expect(bench.target.saved).toEqual([]);
  expect(bench.portal.held).toHaveLength(1);
  expect(bench.portal.reports).toEqual([]);
});

test('a living run keeps others out', async () => {
  await using bench = await openBench();
  expect(await bench.ledger.runs.begin(bench.clock.now())).toBe(true);
  await expect(bench.run()).rejects.toMatchObject({ code: 'AB_LEDGER_BUSY' });
  await bench.ledger.runs.end(bench.clock.now());
  await bench.run();
});

test('whatever goes wrong in whatever order, the target holds one record per submission, or a person is asked', async () => {
  const fault = fc.constantFrom<MemoryFault>(
    'unreachable',
    'cut-before-saving',
    'cut-after-saving',
    'foreign-error-after-saving',
    'commit-twice',
    'login-failed',
    'foreign-error',
  );
  await fc.assert(
    fc.asyncProperty(fc.array(fault, { maxLength: 12 }), fc.nat(3), async (faults, failingLooks) => {
      await using bench = await openBench({ channels: (target) => [target.channel('api'), target.channel('rpa')] });
      bench.target.faults.push(...faults);
      bench.target.failingLooks = failingLooks;
      bench.portal.put({ message: messageFor('Rex') }, { message: messageFor('Bella') });
      // A refused login pauses for a day at the longest, and behind each pause there is one probe.
      for (let run = 0; run < 30; run += 1) {
        await bench.run();
        const states = (await bench.ledger.views.list({})).flatMap(({ deliveries }) => deliveries.map(({ state }) => state));
        if (states.every((state) => state === 'delivered' || state === 'case')) break;
        bench.clock.advance(25 * 3_600_000);
      }
      for (const submission of await bench.ledger.views.list({})) {
        const [delivery] = submission.deliveries;
        const records = bench.target.saved.filter((one) => one.key === delivery!.key).length;
        expect(delivery!.state).toMatch(/^(delivered|case)$/);
        expect(records).toBe(delivery!.state === 'delivered' ? 1 : 0);
      }
    }),
    { numRuns: 40 },
  );
}, 60_000);
