import { readFile } from 'node:fs/promises';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CompiledPath } from '../../message/compiled-path.ts';
import { loadLibxml2 } from '../../message/libxml2.ts';
import { readMessage } from '../../message/read-message.ts';
import { buildSchemaModel } from '../../message/schema-model/build-schema-model.ts';
import { corpus, hasCorpus } from '../../testing/corpus.ts';
import { analysePath } from './evaluate-path.ts';
import { mostMatches } from './most-matches.ts';
import { SchemaGraph } from './schema-graph.ts';

const standards = [
  { schema: 'xoev/xschule-1.2/schema', message: 'xoev/xschule-1.2/instances/valid/XSchule_Wechsel_01.xml' },
  {
    schema: 'xoev/xbeteiligung-1.2/schema',
    message: 'xoev/xbeteiligung-1.2/instances/valid/xbeteiligung-test-kommunal.Initiieren.0401.xml',
  },
];

test.skipIf(!hasCorpus).each(standards)(
  'no path that selects something in a valid message of $schema is called impossible',
  async (standard) => {
    const folder = corpus(standard.schema);
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.xsd'));
    const model = await buildSchemaModel(
      await Promise.all(files.map(async (file) => ({ file, bytes: await readFile(join(folder, file)) }))),
    );
    const text = await readFile(corpus(standard.message), 'utf8');
    using message = await readMessage(Buffer.from(text), { mediaType: 'application/xml' });
    const { namespace, localName } = message.root;
    const root = model.element({ namespace, localName });
    expect(root).toBeDefined();
    const graph = new SchemaGraph(model, root!);
    const libxml2 = await loadLibxml2();
    const prefixes = Object.fromEntries(
      [...text.matchAll(/xmlns:([\w-]+)="([^"]*)"/g)].map(([, prefix = '', name = '']) => [prefix, name]),
    );
    const leaves = message.leaves().map(({ path }) =>
      path
        .replaceAll(/\[\d+\]/g, '')
        .split('/')
        .slice(1),
    );
    const surroundings = { graph, namespaceOf: (prefix: string) => prefixes[prefix] };
    let selecting = 0;
    fc.assert(
      fc.property(pathOf(leaves), (path) => {
        const blank = (node: { path: string; text: string }): boolean => node.path.endsWith('text()') && node.text.trim() === '';
        const selected = message.select(new CompiledPath(libxml2, path, prefixes)).filter((node) => !blank(node));
        const analysis = analysePath(path, [graph.root], surroundings);
        if (selected.length === 0) return;
        selecting++;
        expect({ path, impossible: analysis.impossible }).toEqual({ path, impossible: [] });
        const most = analysis.expression && mostMatches(analysis.expression, [graph.root], surroundings);
        if (most && !/[[@]/.test(path) && selected.length > 1) expect(most.count).toBeGreaterThan(1);
      }),
      { numRuns: 700 },
    );
    expect(selecting).toBeGreaterThan(100);
  },
);

/** Paths along a leaf of the message, with steps left out, axes written and predicates that name something else of the message. */
function pathOf(leaves: readonly (readonly string[])[]): fc.Arbitrary<string> {
  const names = [...new Set(leaves.flat()), '*', '.', '..', '@*', 'node()'];
  const change = fc.record({
    leaveOut: fc.constantFrom(true, false, false),
    axis: fc.constantFrom('', '', '', 'descendant::', 'self::', 'child::'),
    inside: rarely(names),
    aside: fc.constantFrom('', '', '', '/..', '/parent::*', '/ancestor::*', '/following-sibling::*', '/preceding::node()'),
  });
  return fc.tuple(fc.constantFrom(...leaves), fc.array(change, { minLength: 12, maxLength: 12 })).map(([leaf, changes]) => {
    let path = '';
    let skipped = false;
    leaf.forEach((name, index) => {
      const { leaveOut, axis, inside, aside } = changes[index % changes.length]!;
      skipped ||= leaveOut;
      if (leaveOut && index < leaf.length - 1) return;
      const step = name.startsWith('@') || name === 'text()' ? name : axis + name;
      const predicates = inside === undefined ? '' : `[${inside}]`;
      path += `${skipped ? '//' : '/'}${step}${name.startsWith('@') ? '' : predicates + aside}`;
      skipped = aside !== '';
    });
    return path;
  });
}

function rarely(names: readonly string[]): fc.Arbitrary<string | undefined> {
  return fc.oneof({ weight: 9, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: fc.constantFrom(...names) });
}
