import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { corpus, hasCorpus } from '../../../testing/corpus.ts';
import { readGenericode } from '../../codelist/read-genericode.ts';
import type { Message } from '../../message.ts';
import { readMessage } from '../../read-message.ts';
import { sampleInstance } from '../../sample/sample-instance.ts';
import { buildSchemaModel } from '../../schema-model/build-schema-model.ts';
import type { SchemaModel } from '../../schema-model/schema-model.ts';
import { loadSchema, type Schema } from '../../schema-set/schema.ts';
import { identify } from '../identify.ts';
import { officialCodeOf } from '../official-codes.ts';
import type { IdentifiedMessage, MessageHeader } from '../profile.ts';
import { ownProfiles } from '../profiles.ts';
import { xbauEditions } from './editions.ts';

const kernmodulSchemas = {
  '2.5': 'xoev/xbau/2.5/schema-dev/xbau-kernmodul-prozessnachrichten.xsd',
  '2.6': 'xoev/xbau/2.6/schema-dev/_driver-kernmodul.xsd',
} as const;

describe.skipIf(!hasCorpus).each(['2.5', '2.6'] as const)('every message of XBau %s', (version) => {
  test('is recognised, has its header read, and gets a valid rejection', async () => {
    const model = await modelOf(version);
    const schema = await loadSchema(corpus(kernmodulSchemas[version]));
    const roots = model.roots.filter(({ name }) => /xleitstelle.*\/xbau\//.test(name.namespace) && /\.\d{4}$/.test(name.localName));
    expect(roots.length).toBeGreaterThan(100);

    for (const root of roots) {
      const { xml } = await sampleInstance(model, root, { seed: 7, size: 'minimal' });
      const type = root.name.localName.slice(-4);
      const hasMatter = /<(?:\w+:)?(?:referenz|referenzAntragsservice)>[^<]/.test(xml);

      expect({ root: root.name.localName, ...(await lookAt(xml, schema)) }).toEqual({
        root: root.name.localName,
        read: [type, 'id', 'time', 'reader', 'author'],
        hasMatter,
        rejection: type === '1100' ? undefined : { verdict: 'valid', findings: [] },
      });
    }
  }, 60_000);
});

describe.skipIf(!hasCorpus)('code lists that are written down here are those that are published', () => {
  test('the official codes of XBau and XInneres', async () => {
    for (const code of await codesOf('urn_xoev-de_xbau_codeliste_xbau-fehlerkennzahlen_2.2.xml')) {
      expect(officialCodeOf({ code: 'AB_CHECK_FAILED', message: '', officialCode: code }, 'xbau-fehlerkennzahlen')).toBe(code);
    }
    const codes = new Set(await codesOf('urn_de_xinneres_codeliste_fehlercodes_2.xml'));
    for (const code of await codesOf('urn_xoev-de_xbau_codeliste_xbau-fehlerkennzahlen_2.2.xml')) {
      expect(codes).toContain(officialCodeOf({ code: 'AB_CHECK_FAILED', message: '', officialCode: code }, 'xinneres-fehlercodes'));
    }
  });

  test('the messages that 1180 acknowledges', async () => {
    const edition = xbauEditions.get('http://www.xleitstelle.de/xbau/2/6');

    expect([...(edition?.acknowledged?.types ?? [])]).toEqual(
      await codesOf('urn_xoev-de_xbau_codeliste_nachricht-eingangsquittierung_1.0.xml'),
    );
  });
});

async function lookAt(xml: string, schema: Schema): Promise<object> {
  const bytes = Buffer.from(xml);
  using message = await readMessage(bytes, { mediaType: 'text/xml' });
  const found = identify(message, ownProfiles);
  if (!found) return { read: 'unknown' };
  const header = found.profile.header(message);
  const rejection = found.type === '1100' ? undefined : await rejectionOf({ message, bytes, header, found }, schema);
  return { read: [found.type, ...fieldsOf(header)], hasMatter: header.matter !== undefined, rejection };
}

function fieldsOf({ messageId, createdAt, reader, author }: MessageHeader): readonly unknown[] {
  return [messageId && 'id', createdAt && 'time', reader?.key && 'reader', author?.key && 'author'];
}

interface Rejected {
  readonly message: Message;
  readonly bytes: Uint8Array;
  readonly header: MessageHeader;
  readonly found: IdentifiedMessage;
}

async function rejectionOf({ message, bytes, header, found }: Rejected, schema: Schema): Promise<unknown> {
  const request = { original: message, bytes, header, id: '7d0f2a3e-1c4b-4e5a-9f00-0000000000ff', at: 0, options: {} };
  const answer = await found.profile.answers?.['1100']?.({ ...request, findings: [{ code: 'AB_SCHEMA_INVALID', message: 'x' }] });
  using rejection = await readMessage(Buffer.from(answer?.xml ?? ''), { mediaType: 'text/xml' });
  return schema.validate(rejection);
}

async function modelOf(version: '2.5' | '2.6'): Promise<SchemaModel> {
  const folder = corpus(`xoev/xbau/${version}/schema-dev`);
  const files = readdirSync(folder).filter((file) => file.endsWith('.xsd') && !file.startsWith('_'));
  return buildSchemaModel(files.map((file) => ({ file, bytes: readFileSync(`${folder}/${file}`) })));
}

async function codesOf(file: string): Promise<readonly string[]> {
  const { entries } = await readGenericode(readFileSync(corpus(`xoev/codelists/${file}`)), file);
  return entries.map(({ code }) => code);
}
