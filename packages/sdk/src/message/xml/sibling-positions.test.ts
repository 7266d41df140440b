import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CompiledPath } from '../compiled-path.ts';
import { loadLibxml2 } from '../libxml2.ts';
import { readMessage } from '../read-message.ts';

test('a path leads back to its element, in whatever order elements are asked for', async () => {
  const names = fc.array(fc.constantFrom('a', 'b', 'p:a'), { minLength: 30, maxLength: 80 });
  await fc.assert(
    fc.asyncProperty(names, fc.array(fc.nat({ max: 79 }), { maxLength: 60 }), async (children, order) => {
      const content = children.map((name, index) => `<${name} n="${index}"/>`).join('\n');
      using message = await readMessage(Buffer.from(`<m xmlns:p="urn:p">${content}</m>`), { mediaType: 'application/xml' });
      const elements = message.select(new CompiledPath(await loadLibxml2(), '*', {}));
      for (const index of order) {
        const name = children[index];
        if (name === undefined) continue;
        const position = children.slice(0, index + 1).filter((one) => one === name).length;
        expect(elements[index]?.path).toBe(`/m/${name}${position > 1 ? `[${position}]` : ''}`);
      }
    }),
    { numRuns: 60 },
  );
});

test('the places of a long list cost as much as the list is long', async () => {
  const content = '<a><b/></a>'.repeat(30_000);
  using message = await readMessage(Buffer.from(`<m>${content}</m>`), { mediaType: 'application/xml' });
  const started = performance.now();
  const paths = message.leaves().map(({ path }) => path);
  expect(paths.at(-1)).toBe('/m/a[30000]/b');
  expect(performance.now() - started).toBeLessThan(5000);
});
