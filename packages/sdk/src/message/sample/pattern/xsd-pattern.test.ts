import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readMessage } from '../../read-message.ts';
import { loadSchema } from '../../schema-set/schema.ts';
import { createRandom } from '../random.ts';
import { compilePattern } from './xsd-pattern.ts';

const patterns = [
  '[0-9]{5}',
  '[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}',
  '[0-9|A-F|a-f]{8}[_]?.*[\\.]?.*',
  '[-a-zA-Z0-9ÄÖÜäöüß _!=+~,;.#°§$%()\\[\\]]+\\.[a-zA-Z0-9]+',
  '([ -~]|[¡-¬]|M̂|n̂)*',
  '.{1,100}',
  '\\p{Lu}\\p{Ll}*( \\p{L}{2,4})?',
  '[\\p{IsBasicLatin}-[aeiou\\s]]{3}',
  '[^0-9-[x]]{2}',
  '[\\i-[:]][\\c-[:]]*',
  '\\d{2}\\.\\d{2}\\.\\d{4}',
  '(a|bc|)(d|e+){2,3}f?',
  '\\S+(\\s\\S+)*',
  '[+\\-]?\\w{2,}',
  '((a*)*b?)*c',
  '^$|x',
  '',
];

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'patterns-'));
});
afterAll(() => rm(folder, { recursive: true }));

test.each(patterns)('every text made for %s is valid for libxml2 and matches', async (pattern) => {
  const schema = join(folder, `${patterns.indexOf(pattern)}.xsd`);
  await writeFile(
    schema,
    `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="r"><xs:complexType><xs:sequence>
    <xs:element name="v" maxOccurs="unbounded"><xs:simpleType><xs:restriction base="xs:string"><xs:pattern value="${escaped(pattern)}"/></xs:restriction></xs:simpleType></xs:element>
    </xs:sequence></xs:complexType></xs:element></xs:schema>`,
  );
  const compiled = compilePattern(pattern);
  const texts = Array.from({ length: 200 }, (_, seed) => compiled.sample(createRandom(seed), seed % 40));
  expect(texts.filter((text) => text === undefined || !compiled.matches(text))).toEqual([]);
  using message = await readMessage(Buffer.from(`<r>${texts.map((text) => `<v>${escaped(text ?? '')}</v>`).join('')}</r>`), {
    mediaType: 'application/xml',
  });
  expect((await loadSchema(schema)).validate(message)).toEqual({ verdict: 'valid', findings: [] });
});

describe('a pattern', () => {
  test.each([
    ['[a-z-[aeiou]]+', 'bcd', 'bad'],
    ['a{2,3}', 'aaa', 'aaaa'],
    ['a{2,}', 'aaaa', 'a'],
    ['^a$', '^a$', 'a'],
    ['[^a]', 'b', 'a'],
    ['\\d\\D', '1a', 'aa'],
    ['(ab|a)(bc|c)?', 'abbc', 'abb'],
    ['[\\-a]', '-', 'b'],
    ['[a\\]]', ']', 'b'],
    ['.', 'ä', '\n'],
    ['\\p{IsLatin-1Supplement}', 'ü', 'u'],
    ['x*', '', 'y'],
  ])('%s takes %j and refuses %j', (pattern, good, bad) => {
    expect(compilePattern(pattern).matches(good)).toBe(true);
    expect(compilePattern(pattern).matches(bad)).toBe(false);
  });

  test.each(['(', ')', '[', '[]', 'a{2', 'a{3,2}', '*', '\\', '\\p{Nowhere}', '[b-a]', '\\pL'])('%s cannot be read', (pattern) => {
    expect(() => compilePattern(pattern)).toThrow(/the pattern/);
  });

  test('agrees with the regular expressions of JavaScript where they mean the same', () => {
    const atom = fc.constantFrom('a', 'b', '[ab]', '[^a]', '(a|bb)', '(ab)', '()');
    const piece = fc.tuple(atom, fc.constantFrom('', '?', '*', '+', '{2}', '{1,2}')).map((parts) => parts.join(''));
    const pattern = fc
      .array(fc.array(piece, { maxLength: 3 }), { minLength: 1, maxLength: 3 })
      .map((all) => all.map((one) => one.join('')).join('|'));
    fc.assert(
      fc.property(pattern, fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 6 }), (source, text) => {
        expect(compilePattern(source).matches(text)).toBe(new RegExp(`^(?:${source})$`, 'u').test(text));
      }),
      { numRuns: 2000 },
    );
  });

  test('has the length asked for where that is possible', () => {
    for (const [pattern, length] of [
      ['[a-z]*', 12],
      ['(ab)+', 8],
      ['[A-Z]{3}-\\d{1,9}', 9],
      ['a|b{20}', 20],
    ] as const) {
      for (let seed = 0; seed < 50; seed++) expect(compilePattern(pattern).sample(createRandom(seed), length)).toHaveLength(length);
    }
  });

  test('takes no longer for a nested repetition than for another', () => {
    const started = performance.now();
    expect(compilePattern('((a*)*)*b').matches('a'.repeat(2_000))).toBe(false);
    expect(performance.now() - started).toBeLessThan(2_000);
  });

  test('without any text has none', () => {
    expect(compilePattern('[a-[a]]').sample(createRandom(1), 3)).toBeUndefined();
  });
});

function escaped(text: string): string {
  return text.replace(/[&<>"\r\n\t]/g, (character) => `&#${character.codePointAt(0)};`);
}
