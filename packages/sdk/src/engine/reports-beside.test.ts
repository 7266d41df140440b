import { expect, test } from 'vitest';
import { type Bench, messageFor, openBench } from './engine.test-support.ts';

async function benchOf(count: number): Promise<Bench> {
  const bench = await openBench();
  bench.portal.put(...Array.from({ length: count }, (_, number) => ({ message: messageFor(`Rex ${number}`) })));
  return bench;
}

test('of many deliveries the first reports go out while the others are under way, and each goes out once', async () => {
  await using bench = await benchOf(100);
  await bench.run();
  const firstSent = bench.boundaries.indexOf('report:sent');
  expect(firstSent).toBeGreaterThan(0);
  expect(firstSent).toBeLessThan(bench.boundaries.lastIndexOf('delivery:claimed'));
  expect(bench.boundaries.filter((name) => name === 'report:sent')).toHaveLength(100);
  expect(bench.portal.reports).toHaveLength(100);
});

test('of few deliveries all reports go out behind the last one, together', async () => {
  await using bench = await benchOf(12);
  await bench.run();
  expect(bench.boundaries.indexOf('report:before')).toBeGreaterThan(bench.boundaries.lastIndexOf('delivery:receipt'));
  expect(bench.portal.reports).toHaveLength(12);
});

test('what the sending beside fails with ends the run behind the deliveries under way, and nothing is lost', async () => {
  await using bench = await benchOf(100);
  bench.onBoundary = (name) => {
    if (name === 'report:noted') throw new Error('the disk is gone');
  };
  await expect(bench.run()).rejects.toThrow('the disk is gone');
  bench.onBoundary = () => undefined;
  await bench.run();
  expect(bench.target.saved).toHaveLength(100);
  expect(new Set(bench.portal.reports.map(({ id }) => id)).size).toBe(100);
});
