import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { corpus, hasCorpus } from '../../testing/corpus.ts';
import { readMessage } from '../read-message.ts';
import { XmlMessage } from '../xml/xml-message.ts';
import { buildSchemaModel } from './build-schema-model.ts';
import { corpusModel, corpusSources } from './model.test-support.ts';
import type { SchemaModel } from './schema-model.ts';
import { type TypedElement, typedWalk } from './typed-walk.ts';

const xsi = 'http://www.w3.org/2001/XMLSchema-instance';

/** Standard, folder of its schemas, namespaces of its messages with the number of their roots. */
const sets = [
  ['xbau/2.5', 'xbau/2.5/schema-dev', { 'http://www.xleitstelle.de/xbau/2/5': 109, 'http://www.xleitstelle.de/xbau/kernmodul/1/2/2': 16 }],
  ['xbau/2.6', 'xbau/2.6/schema-dev', { 'http://www.xleitstelle.de/xbau/2/6': 121, 'http://www.xleitstelle.de/xbau/kernmodul/1/3/0': 18 }],
  ['xbau shadow', 'xbau/2.6/schema-schatten', { 'http://www.xleitstelle.de/xbau/2/6': 121 }],
  ['xbeteiligung-1.2', 'xbeteiligung-1.2/schema', { 'https://www.xleitstelle.de/xbeteiligung/12': 69 }],
  ['xdomea/2.3.0', 'xdomea/2.3.0/schema', { 'urn:xoev-de:xdomea:schema:2.3.0': 47 }],
  ['xdomea/2.4.0', 'xdomea/2.4.0/schema', { 'urn:xoev-de:xdomea:schema:2.4.0': 47 }],
  ['xdomea/3.0.0', 'xdomea/3.0.0/schema', { 'urn:xoev-de:xdomea:schema:3.0.0': 64 }],
  ['xwasser-1.0.0', 'xwasser-1.0.0/schema', { 'https://gitlab.opencode.de/akdb/xoev/xwasser/-/raw/main/V1_0_0': 12 }],
  ['xschule-1.2', 'xschule-1.2/schema', { 'http://xschule.digital/def/xschule/1.2/xsd': 5 }],
  ['fim', 'fim-xfall-form', { 'urn:xoev-de:xfall:standard:fim-s99000001_1.0': 1 }],
  ['kosit', 'kosit-validator/xsd', { 'http://www.xoev.de/de/validator/framework/1/scenarios': 3 }],
  ['base modules', 'xoev-base', { 'http://www.w3.org/2000/09/xmldsig#': 24 }],
] as const;

describe.skipIf(!hasCorpus)('the published schemas', () => {
  it.each(sets)('of %s are understood', async (_, folder, roots) => {
    const model = await corpusModel(`xoev/${folder}`);
    const counts = Object.fromEntries(
      Object.keys(roots).map((key) => [key, model.roots.filter(({ name }) => name.namespace === key).length]),
    );
    expect(counts).toEqual(roots);
  });

  it('know the general application, which a second import of its namespace hides from validators', async () => {
    const model = await corpusModel('xoev/xbau/2.6/schema-dev');
    const name = { namespace: 'http://www.xleitstelle.de/xbau/kernmodul/1/3/0', localName: 'universellerAntrag.antrag.1200' };
    expect(model.element(name)?.place).toMatchObject({ file: 'xbau-kernmodul-universellerAntrag.xsd' });
  });

  it('of XBau 2.6 are understood well within a second', async () => {
    const sources = corpusSources('xoev/xbau/2.6/schema-dev');
    const start = performance.now();
    await buildSchemaModel(sources);
    expect(performance.now() - start).toBeLessThan(1_000);
  });

  it.each(sets.filter(([standard]) => validInstances(standard).length > 0))(
    'of %s declare everything in its valid messages',
    async (standard, folder) => {
      const model = await corpusModel(`xoev/${folder}`);
      for (const file of validInstances(standard)) {
        const found = await lookUpAll(file, model);
        expect({ file, undeclared: found.undeclared, complete: found.elements === found.visited }).toEqual({
          file,
          undeclared: [],
          complete: true,
        });
      }
    },
  );
});

interface Manifest {
  readonly [standard: string]: { readonly instances: readonly { readonly file: string; readonly xerces: string }[] };
}

function validInstances(standard: string): string[] {
  if (!hasCorpus) return [];
  const manifest = JSON.parse(readFileSync(corpus('xoev/MANIFEST.json'), 'utf8')) as Manifest;
  return (manifest[standard]?.instances ?? []).filter(({ xerces }) => xerces === 'VALID').map(({ file }) => file);
}

/** Elements and attributes of a message that the model does not know, and how many elements there are and were visited. */
async function lookUpAll(file: string, model: SchemaModel): Promise<{ undeclared: string[]; elements: number; visited: number }> {
  using message = await readMessage(readFileSync(corpus(`xoev/${file}`)), { mediaType: 'application/xml' });
  if (!(message instanceof XmlMessage)) throw new Error('not XML');
  const undeclared: string[] = [];
  let visited = 0;
  typedWalk(message, model, {
    visit: (at) => {
      visited++;
      undeclared.push(...unknownAttributes(at));
    },
    undeclared: (element, because) => undeclared.push(`${because} ${element.name}`),
  });
  return { undeclared, visited, elements: message.document.root.find('descendant-or-self::*').length };
}

function unknownAttributes({ type, element }: TypedElement): string[] {
  const declared = type.kind === 'complex' ? type.attributes : [];
  return element.attrs
    .filter(({ namespaceUri }) => namespaceUri !== xsi)
    .filter((one) => !declared.some(({ name }) => name.localName === one.name && name.namespace === one.namespaceUri))
    .map(({ name }) => `${element.name}/@${name}`);
}
