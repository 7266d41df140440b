import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAmtsboteError } from '@amtsbote/sdk';
import type { SchemaSet } from '@amtsbote/sdk/workbench';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { codeListsOf } from '../packages/sdk/src/message/codelist/code-lists.ts';
import { readMessage } from '../packages/sdk/src/message/read-message.ts';
import { validateMessage } from '../packages/sdk/src/message/validation/validate-message.ts';
import { corpus, hasCorpus } from '../packages/sdk/src/testing/corpus.ts';
import { brokenVariants, seededRandom } from './support/broken-variants.ts';
import { corpusInstances, corpusMessages, importCorpusSets } from './support/corpus-sets.ts';

const variantsPerFile = 100;
const longestMs = 200;
/** A slow one is tried again: the machine has other work, too. */
const tries = 5;
/** A validator that fails is an answer, too; none of these makes one fail. */
const answers = new Set(['valid', 'invalid', 'not-checked', 'unreadable']);
const codeLists = codeListsOf([]);
const messages = hasCorpus ? corpusMessages() : [];

/** One of the four verdicts, or `unreadable` when reading says what is wrong. Everything else is a crash. */
async function answerTo(bytes: Uint8Array, mediaType: string, set: SchemaSet | undefined): Promise<string> {
  try {
    using message = await readMessage(bytes, { mediaType });
    return (await validateMessage(message, set, { codeLists })).verdict;
  } catch (error) {
    if (isAmtsboteError(error) && error.effect === 'case') return 'unreadable';
    throw error;
  }
}

async function quickestMs(act: () => Promise<unknown>): Promise<number> {
  let best = Infinity;
  for (let count = 0; count < tries && best > longestMs; count++) {
    const started = performance.now();
    await act();
    best = Math.min(best, performance.now() - started);
  }
  return best;
}

describe.skipIf(!hasCorpus)('broken variants of every message of the collection', () => {
  let project: string;
  const setOf = new Map<string, SchemaSet>();

  beforeAll(async () => {
    project = mkdtempSync(join(tmpdir(), 'amtsbote-fuzz-'));
    const { sets } = await importCorpusSets(project);
    const opened = new Map<string, SchemaSet>();
    for (const { file, set } of corpusInstances()) {
      if (!opened.has(set)) opened.set(set, await sets.open(set));
      setOf.set(file, opened.get(set) as SchemaSet);
    }
    for (const [file, set] of setOf) await answerTo(readFileSync(corpus(`xoev/${file}`)), '', set);
  });

  afterAll(() => rmSync(project, { recursive: true, force: true }));

  test.each(messages)('%s', async (file) => {
    const original = readFileSync(corpus(`xoev/${file}`));
    const mediaType = file.endsWith('.json') ? 'application/json' : 'application/xml';
    const set = setOf.get(file);
    const seen = new Set<string>();
    for (const [index, variant] of brokenVariants(original, variantsPerFile, seededRandom(seedOf(file))).entries()) {
      const started = performance.now();
      const answer = await answerTo(variant, mediaType, set);
      const took = performance.now() - started;
      seen.add(answer);
      expect(answers).toContain(answer);
      if (took > longestMs) {
        expect(await quickestMs(() => answerTo(variant, mediaType, set)), `variant ${index}`).toBeLessThan(longestMs);
      }
    }
    expect(seen).toContain('unreadable');
  });
});

function seedOf(text: string): number {
  let seed = 0;
  for (const char of text) seed = (Math.imul(seed, 31) + (char.codePointAt(0) ?? 0)) >>> 0;
  return seed;
}
