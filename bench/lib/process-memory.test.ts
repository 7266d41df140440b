import { expect, test } from 'vitest';
import { below, parsePss, parseStat } from './process-memory.ts';

test('processes are found below one at any depth, by their name', () => {
  const process = (pid: number, parent: number, name: string) => ({ pid, parent, name });
  const processes = [process(2, 1, 'chrome'), process(3, 2, 'zygote'), process(4, 3, 'chrome'), process(5, 9, 'chrome')];
  expect(below(processes, 1, /chrom/)).toEqual([2, 4]);
  expect(below(processes, 7, /chrom/)).toEqual([]);
});

test('a name with brackets and blanks does not shift the parent', () => {
  expect(parseStat('12 (a) b (c) S 7 12 12 0')).toEqual({ pid: 12, parent: 7, name: 'a) b (c' });
});

test('memory is told in bytes, and what is not told is no number', () => {
  expect(parsePss('Rss:  900 kB\nPss:               12 kB\nPss_Dirty: 3 kB\n')).toBe(12_288);
  expect(parsePss('')).toBeNaN();
});
