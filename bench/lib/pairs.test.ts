import { expect, test } from 'vitest';
import { median, medianAbsoluteDeviation } from './median.ts';
import { interleavedPairs } from './pairs.ts';

test('the median and its deviation ignore an outlier', () => {
  expect(median([3, 1, 100])).toBe(3);
  expect(median([1, 2, 3, 4])).toBe(2.5);
  expect(median([])).toBeNaN();
  expect(medianAbsoluteDeviation([1, 2, 3, 4, 1000])).toBe(1);
});

test('pairs change their order, and the warm-up does not count', async () => {
  const order: string[] = [];
  const side = (name: string, ms: number) => async () => {
    order.push(name);
    return ms;
  };
  const measured = await interleavedPairs({
    ours: side('o', 2),
    baseline: side('b', 4),
    pairs: 3,
    warmUp: 1,
  });
  expect(order.join('')).toBe('boobboob');
  expect(measured.oursMs).toEqual([2, 2, 2]);
  expect(measured.ratio).toBe(0.5);
});
