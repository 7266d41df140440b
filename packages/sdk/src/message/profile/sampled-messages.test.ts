import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { corpus, hasCorpus } from '../../testing/corpus.ts';
import { readMessage } from '../read-message.ts';
import { sampleInstance } from '../sample/sample-instance.ts';
import { buildSchemaModel } from '../schema-model/build-schema-model.ts';
import { identify } from './identify.ts';
import type { MessageHeader } from './profile.ts';
import { ownProfiles } from './profiles.ts';

describe.skipIf(!hasCorpus)('every message that the schemas allow', () => {
  test.each([
    ['xbeteiligung-1.2', 'xbeteiligung 1.2', 'id time reader author'],
    ['xwasser-1.0.0', 'xwasser 1.0.0', 'id time reader author'],
    ['xschule-1.2', 'xschule 1.2', ''],
  ])('%s is recognised as %s, with %s', async (folder, standard, fields) => {
    const path = corpus(`xoev/${folder}/schema`);
    const files = readdirSync(path).filter((file) => file.endsWith('.xsd'));
    const model = await buildSchemaModel(files.map((file) => ({ file, bytes: readFileSync(`${path}/${file}`) })));
    const roots = model.roots.filter(({ name }) => /\.\d{4}$/.test(name.localName));
    expect(roots.length).toBeGreaterThan(4);

    for (const root of roots) {
      const { xml } = await sampleInstance(model, root, { seed: 11, size: 'minimal' });
      expect(await lookAt(xml)).toEqual([standard, root.name.localName.slice(-4), fields]);
    }
  });
});

/** Standard and version, type, and which fields its header has. */
async function lookAt(xml: string): Promise<readonly (string | undefined)[]> {
  using message = await readMessage(Buffer.from(xml), { mediaType: 'text/xml' });
  const found = identify(message, ownProfiles);
  return [`${found?.profile.name} ${found?.version}`, found?.type, fieldsOf(found?.profile.header(message))];
}

function fieldsOf({ messageId, createdAt, reader, author }: Partial<MessageHeader> = {}): string {
  return [messageId && 'id', createdAt && 'time', reader?.key && 'reader', author?.key && 'author'].filter(Boolean).join(' ');
}
