import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readMessage } from '../message/read-message.ts';
import type { MappingTrace } from './mapping.ts';
import { parseMapping } from './parse-mapping.ts';

const mappingText = `
message: { root: r, namespace: ['', 'urn:a'] }
record: r
fimIds: any
blocks: { text: { text: { max: 5, trim: true } }, inner: { fields: { x: { path: a }, y: { date: { parts: { year: ./b, month: ./c, day: ./@a } } } } } }
fields:
  a: { path: .//a, required: true, text: { max: 3 } }
  b: { path: ./b/@a, date: { in: ddMMyyyy, partial: keep } }
  c: { path: ./c/text(), pick: first, codes: { values: { x: X } } }
  d: { each: .//b, fields: { a: { path: ./a, number: { as: number } }, b: { each: ./c, boolean: {} } } }
  e: { path: ./a, fields: { b: { path: b, required: true } } }
  f: { path: //comment() | /, pick: first }
  g: { path: .//b, pick: first, date: { in: teilbekannt } }
  h: { choose: [{ when: "count(.//a[position() > 1]/@a) > 2", path: ./a/text(), split: { at: a, part: last } }, { path: b/c, pick: first }] }
  i: { join: [{ path: './c[1]/@a' }, { use: text, path: ./a }, { value: x }], required: true }
  j: { use: inner, path: './c[2]', flat: j }
  k: { each: .//text(), split: { at: ' ' }, houseNumber: { in: street, part: all } }
  l: { path: ./a, codes: { list: urn:l } }
  m: { path: ./a, split: { pattern: '(.+?)([a-z]*)' }, text: { characters: din-91379-a }, when: "../.. | .//F60000227[@a]" }
ignore: [//b/b, .//@a]
checks: [{ assert: count(.//c) < number(./a), message: m }]
attachments: { file: { listedAt: .//@a }, rest: { name: '*', as: '{name}-{n}.{ext}', many: true } }
`;

interface Tree {
  readonly name: string;
  readonly attribute: string;
  readonly children: readonly (Tree | string)[];
}

const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.record({
    name: fc.constantFrom('a', 'b', 'c'),
    attribute: fc.string(),
    children: fc.array(fc.oneof({ withCrossShrink: true }, fc.string({ unit: 'grapheme' }), tie('tree')), {
      maxLength: 4,
    }),
  }),
}));

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string): string =>
  text.replaceAll(/[&<>"]/g, (c) => escapes[c] ?? c).replaceAll(/[^\t\n\r -\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '');

function written(node: Tree | string): string {
  if (typeof node === 'string') return escaped(node);
  return `<${node.name} a="${escaped(node.attribute)}">${node.children.map(written).join('')}</${node.name}>`;
}

const silent: MappingTrace = { field: () => undefined, read: () => undefined, ignored: () => undefined };

test('a mapping ends for every well-formed message: with a record, or with findings that hold no text of it', async () => {
  const mapping = await parseMapping(mappingText, 'm.yaml');
  await fc.assert(
    fc.asyncProperty(fc.array(tree, { maxLength: 5 }), fc.constantFrom('', ' xmlns="urn:a"'), async (trees, namespace) => {
      using message = await readMessage(Buffer.from(`<r${namespace}>${trees.map(written).join('')}</r>`), {
        mediaType: 'text/xml',
      });
      const attachments = [{ ref: 'a1', name: trees[0]?.attribute ?? '', mediaType: '', size: 0, sha256: '' }];
      const result = mapping.apply(message, attachments);
      expect(mapping.apply(message, attachments, { trace: silent })).toEqual(result);
      if (result.outcome === 'mapped') expect(result.record).toBeTypeOf('object');
      else expect(result.findings.length).toBeGreaterThan(0);
    }),
    { numRuns: 300 },
  );
});

test('reading and mapping thousands of messages does not grow the memory of the parser', async () => {
  const mapping = await parseMapping(mappingText, 'm.yaml');
  const bytes = Buffer.from(`<r>${'<b><a>12345</a><c>true</c></b>'.repeat(100)}<a>1</a></r>`);
  const grow = async (count: number): Promise<number> => {
    const before = process.memoryUsage().arrayBuffers + process.memoryUsage().external;
    for (let index = 0; index < count; index++) {
      using message = await readMessage(bytes, { mediaType: 'text/xml' });
      mapping.apply(message, []);
    }
    return process.memoryUsage().arrayBuffers + process.memoryUsage().external - before;
  };
  await grow(300);
  expect(await grow(1500)).toBeLessThan(8_000_000);
});
