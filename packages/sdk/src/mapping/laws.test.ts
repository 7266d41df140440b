import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readMessage } from '../message/read-message.ts';
import type { RecordValue } from '../model/record.ts';
import type { Mapping, MappingResult } from './mapping.ts';
import { parseMapping } from './parse-mapping.ts';

const separator = '⁂';
const rules = `
message: { root: r, namespace: urn:r }
prefixes: { r: profile }
record: r
blocks: { person: { fields: { name: { path: r:a }, code: { path: r:b, codes: { values: { x: 'value of x' }, default: 'default' } } } } }
fields:
  text: { path: ./r:a }
  date: { path: ./r:b, date: { in: ddMMyyyy, out: dd.MM.yyyy } }
  part: { path: ./r:c, split: { at: ' ', part: last }, text: { trim: true } }
  fits: { path: ./r:c/@n, split: { pattern: '([^ ]*) ?(.*)', group: 2 } }
  parts: { each: ./r:c, split: { at: ' ' } }
  joined: { join: [{ path: ./r:a }, { value: written }, { path: ./r:b/@n }, { constant: office }], separator: '${separator}' }
  padded: { path: ./r:a/@n, number: { digits: 6 } }
  chosen: { choose: [{ when: ./r:b, path: ./r:b/r:a }, { path: ./r:a/r:b }] }
  person: { use: person, path: ./r:d }
  people: { use: person, each: ./r:e }
`;
const declared = ['value of x', 'default', 'written', 'constant of the office'];
const context = { constants: { office: 'constant of the office' } };

interface Leaf {
  readonly name: string;
  readonly attribute: string;
  readonly content: string | readonly Leaf[];
}

const someText = fc.oneof(fc.constantFrom('x', '12101965', '00001965', '7', 'A B', 'Ä', ' '), fc.stringMatching(/^[a-z0-9 ]{0,9}$/));
const leaf: fc.Arbitrary<Leaf> = fc.record({ name: fc.constantFrom('a', 'b'), attribute: someText, content: someText });
const holder: fc.Arbitrary<Leaf> = fc.record({
  name: fc.constantFrom('a', 'b', 'd', 'e'),
  attribute: someText,
  content: fc.uniqueArray(leaf, { selector: ({ name }) => name }),
});
const top = fc.record({ name: fc.constantFrom('a', 'b', 'c'), attribute: someText, content: someText });
const content: fc.Arbitrary<readonly Leaf[]> = fc
  .tuple(
    fc.uniqueArray(top, { selector: ({ name }) => name }),
    fc.uniqueArray(holder, { selector: ({ name }) => name, maxLength: 3 }),
    fc.array(
      holder.map((made) => ({ ...made, name: 'e' })),
      { maxLength: 3 },
    ),
  )
  .map(([tops, holders, people]) => [...tops, ...holders.filter(({ name }) => !tops.some((one) => one.name === name)), ...people]);

function written(elements: readonly Leaf[], prefix: string): string {
  const colon = prefix === '' ? '' : `${prefix}:`;
  const one = ({ name, attribute, content: inside }: Leaf): string => {
    const body = typeof inside === 'string' ? inside : inside.map(one).join('');
    return `<${colon}${name} n="${attribute}">${body}</${colon}${name}>`;
  };
  return `<${colon}r xmlns${prefix === '' ? '' : `:${prefix}`}="urn:r">${elements.map(one).join('')}</${colon}r>`;
}

async function apply(mapping: Mapping, elements: readonly Leaf[], prefix = ''): Promise<MappingResult> {
  using message = await readMessage(Buffer.from(written(elements, prefix)), { mediaType: 'text/xml' });
  return mapping.apply(message, [], context);
}

function texts(value: RecordValue): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' ? Object.values(value).flatMap((one: RecordValue) => texts(one)) : [];
}

function sources(elements: readonly Leaf[]): readonly string[] {
  return elements.flatMap(({ attribute, content: inside }) => [attribute, ...(typeof inside === 'string' ? [inside] : sources(inside))]);
}

test('a mapping never invents a value', async () => {
  const mapping = await parseMapping(rules, 'm.yaml');
  let mapped = 0;
  await fc.assert(
    fc.asyncProperty(content, async (elements) => {
      const result = await apply(mapping, elements);
      if (result.outcome !== 'mapped') return;
      mapped++;
      const sent = sources(elements);
      for (const text of texts(result.record).flatMap((one) => one.split(separator))) {
        const date = /^(\d\d)\.(\d\d)\.(\d{4})$/.exec(text);
        const forms = [text, text.replace(/^0+(?=\d)/, ''), date ? date.slice(1).join('') : text];
        const isSent = forms.some((form) => declared.includes(form) || sent.some((source) => source.includes(form)));
        expect(isSent).toBe(true);
      }
    }),
    { numRuns: 500 },
  );
  expect(mapped).toBeGreaterThan(50);
});

test('prefix changes change nothing', async () => {
  const mapping = await parseMapping(rules, 'm.yaml');
  await fc.assert(
    fc.asyncProperty(content, fc.constantFrom('r', 'ns2', 'tns', 'x-ä'), async (elements, prefix) => {
      const [plain, prefixed] = [await apply(mapping, elements), await apply(mapping, elements, prefix)];
      const unprefixed = (result: MappingResult): string => JSON.stringify(result).replaceAll(/(?:r|ns2|tns|x-ä):/g, '');
      expect(unprefixed(prefixed)).toBe(unprefixed(plain));
    }),
    { numRuns: 200 },
  );
});

const unambiguous = `
message: { root: r, namespace: urn:r }
prefixes: { r: profile }
record: r
fields:
  a: { path: ./r:a }
  b: { path: ./r:b, split: { at: ' ', part: last } }
  j: { join: [{ path: ./r:a }, { path: ./r:c }], separator: '${separator}' }
  d: { path: ./r:d, fields: { a: { path: ./r:a }, b: { path: ./r:b } } }
  e: { each: ./r:e, fields: { a: { path: ./r:a }, b: { path: ./r:b } } }
`;

/** Every text another one, and the message without one of its places. */
const reduced = fc.tuple(content, fc.nat()).map(([elements, seed]) => {
  let count = 0;
  const numbered = (all: readonly Leaf[]): readonly Leaf[] =>
    all.map((one) => ({ ...one, content: typeof one.content === 'string' ? `text ${count++}` : numbered(one.content) }));
  const whole = numbered(elements);
  let left = count === 0 ? -1 : seed % count;
  const without = (all: readonly Leaf[]): readonly Leaf[] =>
    all.flatMap((one) => {
      if (typeof one.content !== 'string') return [{ ...one, content: without(one.content) }];
      return left-- === 0 ? [] : [one];
    });
  return { whole, less: without(whole) };
});

test('a message with a place removed never yields the value of another place', async () => {
  const mapping = await parseMapping(unambiguous, 'm.yaml');
  const places = (record: object): ReadonlyMap<string, readonly string[]> =>
    new Map(Object.entries(record).map(([name, value]) => [name, texts(value as RecordValue).flatMap((one) => one.split(separator))]));
  let compared = 0;
  await fc.assert(
    fc.asyncProperty(reduced, async ({ whole, less }) => {
      const [before, after] = [await apply(mapping, whole), await apply(mapping, less)];
      if (before.outcome !== 'mapped' || after.outcome !== 'mapped') return;
      compared++;
      const known = places(before.record);
      for (const [field, values] of places(after.record)) {
        for (const value of values) expect(known.get(field)).toContain(value);
      }
    }),
    { numRuns: 300 },
  );
  expect(compared).toBeGreaterThan(50);
});
