import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readMessage } from '../message/read-message.ts';
import { parseMapping } from './parse-mapping.ts';
import { RulePath } from './rule-path.ts';
import { shareStems } from './stems.ts';

const paths = [
  './a/b',
  './a/c',
  './a/b/c',
  './a/b/@n',
  './/a/b',
  './/a/c',
  './/a//b',
  '/r/a/b',
  '/*/a',
  'a/b',
  'a/b/../c',
  './a/./b',
  '//c/b',
];
const head = 'message: { root: r }\nrecord: r\n';

interface Tree {
  readonly name: string;
  readonly children: readonly Tree[];
}

const none: readonly Tree[] = [];
const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.record({
    name: fc.constantFrom('a', 'b', 'c'),
    children: fc.oneof({ maxDepth: 4 }, fc.constant(none), fc.array(tie('tree'), { maxLength: 3 })),
  }),
}));

let count = 0;

function written({ name, children }: Tree): string {
  const n = String(count++);
  return `<${name} n="${n}">${children.length > 0 ? children.map(written).join('') : n}</${name}>`;
}

test('paths that share a beginning select what each selects by itself', async () => {
  const field = (path: string): string => `{ path: '${path}', pick: first }`;
  const together = await parseMapping(`${head}fields:\n${paths.map((path, index) => `  f${index}: ${field(path)}`).join('\n')}`, 'm.yaml');
  const alone = await Promise.all(paths.map((path) => parseMapping(`${head}fields: { f: ${field(path)} }`, 'm.yaml')));
  await fc.assert(
    fc.asyncProperty(fc.array(tree, { maxLength: 3 }), async (trees) => {
      using message = await readMessage(Buffer.from(`<r>${trees.map(written).join('')}</r>`), { mediaType: 'text/xml' });
      const told = { together: new Map<string, string>(), alone: new Map<string, string>() };
      const trace = (to: Map<string, string>, name?: string) => ({
        field: ({ field: at, nodes }: { field: string; nodes: readonly { path: string }[] }) =>
          void to.set(name ?? at, String(nodes[0]?.path)),
        read: () => undefined,
        ignored: () => undefined,
      });
      together.apply(message, [], { trace: trace(told.together) });
      alone.forEach((mapping, index) => mapping.apply(message, [], { trace: trace(told.alone, `f${index}`) }));
      expect(told.together).toEqual(told.alone);
    }),
    { numRuns: 300 },
  );
});

test('the longest beginning is shared, and only one that others have', () => {
  const compile = (expression: string): never => ({ expression }) as never;
  const made = ['./p/q/a', './p/q/b', './p/c', './s/t/u', './p[1]/q/a'].map((path) => new RulePath(path, compile));
  shareStems(made);
  expect(made.map(({ stem }) => stem?.path.written)).toEqual(['./p/q', './p/q', './p', undefined, undefined]);
  expect(made[0]?.stem?.path).toBe(made[1]?.stem?.path);
  expect(made[0]?.stem?.path.stem?.path).toBe(made[2]?.stem?.path);
  expect(made[0]?.stem?.rest).toEqual({ expression: './a' });
});
