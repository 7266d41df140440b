import { expect, it } from 'vitest';
import { plot } from './plot.ts';

it('a curve that does not change is a full block', () => {
  expect(plot('heap', [5, 5, 5], { height: 2 })).toBe('heap: least 5.0, greatest 5.0\n  |###\n  |###\n  +---');
});

it('growth is seen', () => {
  expect(plot('heap', [1, 2, 3, 4], { width: 4, height: 4 })).toBe(
    'heap: least 1.0, greatest 4.0\n  |   #\n  |  ##\n  | ###\n  |####\n  +----',
  );
});

it('many values are drawn as few, by the greatest of each', () => {
  expect(plot('rss', [1, 9, 1, 1], { width: 2, height: 2 })).toContain('  |# \n');
});
