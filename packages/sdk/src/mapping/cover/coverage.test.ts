import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { MessageNode } from '../../message/message.ts';
import { readMessage } from '../../message/read-message.ts';
import { parseMapping } from '../parse-mapping.ts';
import { coverageHtml } from './coverage-html.ts';
import { coverageMarkdown } from './coverage-markdown.ts';
import { coverageOf, countsOf, summaryOf } from './coverage.ts';
import { LeafAccounts } from './leaf-accounts.ts';

const mappingYaml = `message: { root: antrag }
record: dog
fields:
  name: { path: person/name }
  list: { each: hund, fields: { chip: { path: chip } } }
checks: [{ assert: ok = 'ja', message: fehlt }]
ignore: [kopf]
`;

const xml = `<antrag version="1"><kopf id="k"><uuid>GEHEIM-1</uuid></kopf><person><name>GEHEIM-2</name><titel>GEHEIM-3</titel><zusatz/></person>
<hund><chip>GEHEIM-4</chip></hund><hund><chip>GEHEIM-5</chip><rasse>GEHEIM-6</rasse></hund><ok>ja</ok></antrag>`;

test('every leaf is read, ignored or dropped, with the fields that read it', async () => {
  const mapping = await parseMapping(mappingYaml, 'dog.yaml');
  using message = await readMessage(Buffer.from(xml), { mediaType: 'application/xml' });
  const { leaves, outcome } = coverageOf(mapping, { name: 'a.xml', message });
  expect(outcome).toBe('mapped');
  expect(leaves.map(({ path, state, empty, fields }) => [path, state + (empty ? ' empty' : ''), ...fields])).toEqual([
    ['/antrag/@version', 'dropped'],
    ['/antrag/kopf/@id', 'ignored'],
    ['/antrag/kopf/uuid', 'ignored'],
    ['/antrag/person/name', 'read', 'name'],
    ['/antrag/person/titel', 'dropped'],
    ['/antrag/person/zusatz', 'dropped empty'],
    ['/antrag/hund/chip', 'read', 'list[].chip'],
    ['/antrag/hund[2]/chip', 'read', 'list[].chip'],
    ['/antrag/hund[2]/rasse', 'dropped'],
    ['/antrag/ok', 'read'],
  ]);
  expect(countsOf(leaves)).toEqual({ read: 4, ignored: 2, dropped: 4, lost: 3 });
});

test('the text of an element is the element, and ignoring a text ignores nothing else', async () => {
  const yaml = 'message: { root: a }\nrecord: dog\nfields: { n: { path: n/text() } }\nignore: [m/text(), o/text()]\n';
  const mapping = await parseMapping(yaml, 'a.yaml');
  using message = await readMessage(Buffer.from('<a><n>1</n><m>2</m><o>3<p>4</p></o></a>'), { mediaType: 'application/xml' });
  const { leaves } = coverageOf(mapping, { name: 'a', message });
  expect(leaves.map(({ path, state }) => `${path} ${state}`)).toEqual([
    '/a/n read',
    '/a/m ignored',
    '/a/o/text() ignored',
    '/a/o/p dropped',
  ]);
});

test('the same place of several messages is one, whatever its prefix and position', async () => {
  const mapping = await parseMapping(
    "message: { root: a, namespace: 'urn:a' }\nprefixes: { x: profile }\nrecord: dog\nfields: { n: { path: 'x:n' } }\n",
    'a.yaml',
  );
  const covered = await Promise.all(
    ['<p:a xmlns:p="urn:a"><p:n>1</p:n></p:a>', '<a xmlns="urn:a"><n>2</n></a>'].map(async (text, index) => {
      using message = await readMessage(Buffer.from(text), { mediaType: 'application/xml' });
      return coverageOf(mapping, { name: `${index}.xml`, message });
    }),
  );
  expect(summaryOf(covered)).toEqual({
    messages: 2,
    read: 2,
    ignored: 0,
    dropped: 0,
    lost: 0,
    places: [{ path: '/p:a/p:n', read: 2, ignored: 0, dropped: 0, lost: 0, fields: ['n'] }],
  });
});

test.each(['de', 'en'] as const)('the reports in %s name every place and hold no value', async (language) => {
  const mapping = await parseMapping(mappingYaml, 'dog.yaml');
  using message = await readMessage(Buffer.from(xml), { mediaType: 'application/xml' });
  const coverages = [coverageOf(mapping, { name: '<a>.xml', message })];
  const report = { mapping: 'dog.yaml', recordType: 'dog', coverages, summary: summaryOf(coverages), language };
  const html = coverageHtml(report);
  for (const text of [html, coverageMarkdown(report)]) {
    expect(text).not.toContain('GEHEIM');
    for (const name of ['titel', 'rasse', 'list[].chip']) expect(text).toContain(name);
  }
  expect(html).toContain('&lt;a&gt;.xml');
  expect(html).not.toMatch(/<script|src=|href=/);
  expect(html).toContain(`<html lang="${language}">`);
});

/** Elements of a few names, some with attributes and texts, as XML. */
const element: fc.Arbitrary<string> = fc.letrec<{ node: string }>((tie) => ({
  node: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom('<a>1</a>', '<b id="2"/>', '<c> </c>', '<a x="1" y="2">3</a>'),
    fc
      .tuple(fc.constantFrom('a', 'b', 'c'), fc.array(fc.oneof(tie('node'), fc.constantFrom('text', ' ')), { maxLength: 4 }))
      .map(([name, inner]) => `<${name}>${inner.join('')}</${name}>`),
  ),
})).node;

test('every leaf of any message is accounted for exactly once, whatever is read and ignored', async () => {
  await fc.assert(
    fc.asyncProperty(element, fc.array(fc.nat(40)), fc.array(fc.nat(40)), async (inner, read, ignored) => {
      using message = await readMessage(Buffer.from(`<r>${inner}</r>`), { mediaType: 'application/xml' });
      const leaves = message.leaves();
      const pick = (index: number): MessageNode => leaves[index % leaves.length]!;
      const above = (node: MessageNode): MessageNode => ({ ...plain(node), path: node.path.replace(/\/[^/]+$/, '') || '/r' });
      const accounts = new LeafAccounts();
      const rule = { file: 'a.yaml', kind: 'text' };
      accounts.field({ field: 'f', value: 'x', nodes: read.map(pick), rule });
      accounts.ignored(
        ignored.map((index) => (index % 2 === 0 ? pick(index) : above(pick(index)))),
        rule,
      );
      const found = accounts.of(message);
      expect(found.map(({ path }) => path)).toEqual(leaves.map(({ path }) => path));
      const { read: r, ignored: i, dropped: d } = countsOf(found);
      expect(r + i + d).toBe(leaves.length);
      for (const index of read) expect(found.find(({ path }) => path === pick(index).path)?.state).toBe('read');
    }),
  );
});

function plain({ text, line, path, hasElements }: MessageNode): MessageNode {
  return { text, line, path, hasElements };
}
