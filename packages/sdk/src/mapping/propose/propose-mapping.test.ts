import fc from 'fast-check';
import { expect, test } from 'vitest';
import { loadLibxml2 } from '../../message/libxml2.ts';
import { readMessage } from '../../message/read-message.ts';
import { coverageOf, countsOf } from '../cover/coverage.ts';
import { antragXsd, modelOf } from '../lint/lint.test-support.ts';
import { lintMapping } from '../lint/lint-mapping.ts';
import { parseMapping } from '../parse-mapping.ts';
import { partsOfMessage } from './parts-of-message.ts';
import { partsOfSchema, withSchema } from './parts-of-schema.ts';
import { proposeMapping } from './propose-mapping.ts';
import { proposalYaml } from './write-proposal.ts';

const namespace = 'urn:example:antrag';
const xml = `<p:antrag xmlns:p="${namespace}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" version="1">
  <p:person xsi:type="p:Natuerlich"><p:familienname>Müller</p:familienname><p:vorname>Zoë</p:vorname></p:person>
  <p:rasse><code>101</code></p:rasse><p:telefon>1</p:telefon><p:ort>Cottbus</p:ort>
  <p:gruppe><p:titel>a</p:titel><p:gruppe><p:titel>b</p:titel></p:gruppe></p:gruppe><p:bestaetigt>true</p:bestaetigt></p:antrag>`;

test('a message and its schema become a mapping that is clean and loses nothing', async () => {
  const model = await modelOf(antragXsd);
  using message = await readMessage(Buffer.from(xml), { mediaType: 'application/xml' });
  const root = model.element({ namespace, localName: 'antrag' })!;
  const parts = withSchema(partsOfMessage(await loadLibxml2(), message), model, root);
  const yaml = proposalYaml(proposeMapping(parts), { from: 'antrag.xml', schema: 'antrag-1' });
  expect(yaml.slice(yaml.indexOf('message:'))).toMatchInlineSnapshot(`
    "message:
      root: antrag
      namespace: urn:example:antrag
    prefixes:
      x: profile

    record: antrag
    fields:
      person:  # a list: as many entries as the message has
        each: x:person
        required: true
        fields:
          familienname: { path: x:familienname, required: true }  # FIM F60000227 Familienname
          vorname: { path: x:vorname }  # FIM F60000228 Vornamen
      rasse: { path: x:rasse/code, required: true, codes: { values: { '101': '101', '102': '102' } } }  # write the words of the target
      telefon: { path: x:telefon }  # FIM F60000240 Telefon
      ort: { path: x:ort }  # FIM F60000247 Ort
      titel: { path: x:gruppe/x:titel }
      gruppeTitel: { path: x:gruppe/x:gruppe/x:titel }
      bestaetigt: { path: x:bestaetigt, required: true, boolean: { 'true': 'true', 'false': 'false' } }

    ignore:
      - '@*'  # attributes of the root element: standard, version, product
    "
  `);
  const mapping = await parseMapping(yaml, 'new.yaml');
  expect(lintMapping(mapping, { schemas: [{ name: 's', model, roots: [root.name] }] }).findings).toEqual([]);
  const { outcome, leaves } = coverageOf(mapping, { name: 'a', message });
  expect(outcome).toBe('mapped');
  expect(countsOf(leaves).dropped).toBe(0);
});

test('an element of a schema becomes a clean mapping too, recursion cut', async () => {
  const model = await modelOf(antragXsd);
  const root = model.element({ namespace, localName: 'antrag' })!;
  const proposal = proposeMapping(partsOfSchema(model, root), { record: 'dog' });
  const mapping = await parseMapping(proposalYaml(proposal, { from: 'antrag' }), 'new.yaml');
  expect(lintMapping(mapping, { schemas: [{ name: 's', model, roots: [root.name] }] }).findings).toEqual([]);
  expect(proposal.leftOut).toEqual(['x:gruppe/x:gruppe/x:gruppe']);
});

test('forms of their own: a date in parts of FIM, a partly known date of XInneres, a header, code names', async () => {
  using message = await readMessage(
    Buffer.from(
      `<a><nachrichtenkopf.g2g><id>1</id></nachrichtenkopf.g2g><G60000083><F60000231>5</F60000231><F60000232>3</F60000232><F60000233>1985</F60000233></G60000083>
      <geburt><jahr>1985</jahr></geburt><farbe listURI="urn:x" listVersionID="1"><code>1</code><name>rot</name></farbe></a>`,
    ),
    { mediaType: 'application/xml' },
  );
  const { fields, ignore } = proposeMapping(partsOfMessage(await loadLibxml2(), message));
  expect(fields.map(({ name, path, conversion }) => [name, path, conversion?.value])).toEqual([
    ['geburtsdatum', 'G60000083', { parts: { year: 'F60000233', month: 'F60000232', day: 'F60000231' }, partial: 'keep' }],
    ['geburt', 'geburt', { in: 'teilbekannt', partial: 'keep' }],
    ['farbe', 'farbe/code', undefined],
  ]);
  expect(ignore.map(({ path }) => path)).toEqual(['nachrichtenkopf.g2g', 'farbe/name', './/@listURI', './/@listVersionID']);
});

/** Elements of a few names with attributes, texts and repeats, texts beside elements too. */
const element: fc.Arbitrary<string> = fc.letrec<{ node: string }>((tie) => ({
  node: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(
      '<straße>1</straße>',
      '<b id="2">x</b>',
      '<b>y</b>',
      '<code>1</code>',
      '<farbe><code>1</code></farbe>',
      '<true>z</true>',
    ),
    fc
      .tuple(
        fc.constantFrom('a', 'b-c', 'No', 'kopf.x'),
        fc.array(fc.oneof({ weight: 9, arbitrary: tie('node') }, { weight: 1, arbitrary: fc.constant('dazwischen') }), {
          minLength: 1,
          maxLength: 4,
        }),
      )
      .map(([name, inner]) => `<${name}>${inner.join('')}</${name}>`),
  ),
})).node;

test('a message with nothing to map becomes a mapping without fields, which is one', async () => {
  using message = await readMessage(Buffer.from('<r/>'), { mediaType: 'application/xml' });
  const yaml = proposalYaml(proposeMapping(partsOfMessage(await loadLibxml2(), message)), { from: 'r.xml' });
  expect((await parseMapping(yaml, 'new.yaml')).outline.fields).toEqual([]);
});

test('whatever a message looks like, the proposal is a valid mapping that drops nothing of it', async () => {
  const libxml2 = await loadLibxml2();
  await fc.assert(
    fc.asyncProperty(fc.array(element, { minLength: 1, maxLength: 4 }), async (inner) => {
      using message = await readMessage(Buffer.from(`<r v="1">${inner.join('')}</r>`), { mediaType: 'application/xml' });
      const yaml = proposalYaml(proposeMapping(partsOfMessage(libxml2, message)), { from: 'r.xml' });
      const mapping = await parseMapping(yaml, 'new.yaml');
      const { leaves } = coverageOf(mapping, { name: 'r', message });
      expect(leaves.filter(({ state, empty }) => state === 'dropped' && !empty).map(({ path }) => path)).toEqual([]);
    }),
  );
});
