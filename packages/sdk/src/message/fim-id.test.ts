import fc from 'fast-check';
import { expect, test } from 'vitest';
import { longFimId, normaliseFimId, sameFimId } from './fim-id.ts';

test('eight and eleven digits name the same element', () => {
  expect(normaliseFimId('F60000000227')).toBe('F60000227');
  expect(normaliseFimId('F60000227')).toBe('F60000227');
  expect(longFimId('F60000227')).toBe('F60000000227');
  expect(normaliseFimId('S05000001287')).toBe('S05001287');
  expect(normaliseFimId('s00000114')).toBe('S00000114');
  expect(sameFimId('F60000227', 'F60000000227')).toBe(true);
  expect(sameFimId('F60000227', 'G60000227')).toBe(false);
});

test('an id of a range that version 2 does not know has no short form', () => {
  expect(normaliseFimId('G05113000718')).toBe('G05113000718');
  expect(sameFimId('G05113000718', 'G05000718')).toBe(false);
});

test('the two forms lead back to each other', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[SGFR]([0-9]{8}|[0-9]{11})$/), (id) => {
      const short = normaliseFimId(id) ?? '';
      const long = longFimId(id) ?? '';
      expect([normaliseFimId(long), longFimId(short), normaliseFimId(short)]).toEqual([short, long, short]);
      expect([short, long]).toContain(id);
      expect(sameFimId(short, long)).toBe(true);
    }),
  );
});

test('what is no id of FIM is none', () => {
  for (const text of ['', 'F6000022', 'F600002270', '60000227', 'X60000227', 'F60000227V1.1', ' F60000227', 'F٦٠٠٠٠٢٢٧']) {
    expect([normaliseFimId(text), longFimId(text), sameFimId(text, text)]).toEqual([undefined, undefined, false]);
  }
});
