import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { corpus, hasCorpus } from '../../testing/corpus.ts';
import type { CodeLists } from '../codelist/code-list.ts';
import { codeListsOf } from '../codelist/code-lists.ts';
import { readGenericode } from '../codelist/read-genericode.ts';
import { readMessage } from '../read-message.ts';
import { corpusModel } from '../schema-model/model.test-support.ts';
import { checkCodes } from './check-codes.ts';

const folders = ['codelists', 'xwasser-1.0.0/codelists', 'xdomea/3.0.0/codelists'];

const standards = [
  ['xbeteiligung-1.2', 6, {}],
  ['xdomea/2.3.0', 4, {}],
  ['xdomea/2.4.0', 4, {}],
  ['xdomea/3.0.0', 5, { 'Kanal urn:de:xoev:codeliste:erreichbarkeit 3': 8 }],
  ['xwasser-1.0.0', 5, { 'aktuellerStatusTechnisch urn:xoev-de:xewaffe:codeliste:statustechnisch 1': 2 }],
  ['xschule-1.2', 16, {}],
] as const;

describe.skipIf(!hasCorpus)('the codes of real messages', () => {
  it.each(standards)('of %s, valid by their schema, are wrong where their list lacks them', async (standard, count, expected) => {
    const folder = corpus(`xoev/${standard}/instances/valid`);
    const files = readdirSync(folder).filter((file) => file.endsWith('.xml'));
    expect(files).toHaveLength(count);
    const found: Record<string, number> = {};
    for (const file of files) {
      using message = await readMessage(readFileSync(join(folder, file)), { mediaType: 'application/xml' });
      const { findings } = checkCodes(message, await corpusModel(`xoev/${standard}/schema`), await lists());
      for (const { message: text } of findings) {
        const key = text.replace(/^the code in (\S+) is not in the code list (\S+), version (\S+)$/, '$1 $2 $3');
        found[key] = (found[key] ?? 0) + 1;
      }
    }
    expect(found).toEqual(expected);
  });

  it('of a list that is empty in the message are warned of', async () => {
    const file = corpus('xoev/xdomea/2.4.0/instances/valid/xx_Aussonderung.Aussonderung.0503.xml');
    using message = await readMessage(readFileSync(file), { mediaType: 'application/xml' });
    const { warnings } = checkCodes(message, await corpusModel('xoev/xdomea/2.4.0/schema'), await lists());
    const unnamed = warnings
      .filter(({ message: text }) => text.includes('is empty or missing'))
      .map(({ message: text }) => text.split(' ')[3]);
    expect(unnamed).toEqual(['Kennung', 'Praefix', 'Staat', 'Rolle']);
  });
});

let known: Promise<CodeLists> | undefined;

/** All lists of the corpus. */
function lists(): Promise<CodeLists> {
  known ??= readLists();
  return known;
}

async function readLists(): Promise<CodeLists> {
  const files = folders.flatMap((folder) => readdirSync(corpus(`xoev/${folder}`)).map((file) => corpus(`xoev/${folder}/${file}`)));
  return codeListsOf(await Promise.all(files.map(async (file) => readGenericode(readFileSync(file), file))));
}
