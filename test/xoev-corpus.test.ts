import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type SchemaSets, validateFiles } from '@amtsbote/sdk/workbench';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { codeListsOf } from '../packages/sdk/src/message/codelist/code-lists.ts';
import { rewritePrefixes } from '../packages/sdk/src/message/profile/rewrite-prefixes.test-support.ts';
import { readMessage } from '../packages/sdk/src/message/read-message.ts';
import { validateMessage } from '../packages/sdk/src/message/validation/validate-message.ts';
import { corpus, hasCorpus } from '../packages/sdk/src/testing/corpus.ts';
import { corpusInstances, corpusMessages, type CorpusSets, importCorpusSets } from './support/corpus-sets.ts';

const instances = hasCorpus ? corpusInstances() : [];
const known = new Set(instances.map(({ file }) => file));
const others = hasCorpus ? corpusMessages().filter((file) => !known.has(file)) : [];

describe.skipIf(!hasCorpus)('the collection of XÖV messages', () => {
  let project: string;
  let corpusSets: CorpusSets;
  let sets: SchemaSets;

  beforeAll(async () => {
    project = mkdtempSync(join(tmpdir(), 'amtsbote-corpus-'));
    corpusSets = await importCorpusSets(project);
    ({ sets } = corpusSets);
  });

  afterAll(() => rmSync(project, { recursive: true, force: true }));

  async function verdictsOf(files: readonly string[], set?: string): Promise<Record<string, string>> {
    const validated = await validateFiles(files, { directory: corpus('xoev'), sets, set });
    return Object.fromEntries(validated.map(({ file, validation }) => [file, validation.verdict]));
  }

  test('every set is named by its standard and version and compiles in less than a second', () => {
    const names = corpusSets.imported.map(({ set }) => set?.name);
    expect(names).toEqual([
      'xoev-base',
      'xbau-kernmodul-1.3.0',
      'xbildung-1.2',
      'xbau-2.6',
      'xbau-2.5',
      'xschule-1.2',
      'xwasser-1.0.0',
      'xbeteiligung-1.2',
      'xdomea-2.3.0',
      'xdomea-2.4.0',
      'xdomea-3.0.0',
      'xfall-fim-s99000001-1.0',
    ]);
    for (const { compileMs } of corpusSets.imported) expect(compileMs).toBeLessThan(1000);
  });

  test('the message roots of both modules of XBau 2.6 are declared, although the Kernmodul is imported from four files', async () => {
    const schema = await (await sets.open('xbau-2.6')).schema();
    for (const [name, namespace] of [
      ['universellerAntrag.antrag.1200', 'http://www.xleitstelle.de/xbau/kernmodul/1/3/0'],
      ['prozessnachrichten.rueckweisung.G2G.1100', 'http://www.xleitstelle.de/xbau/kernmodul/1/3/0'],
      ['baugenehmigung.antrag.0200', 'http://www.xleitstelle.de/xbau/2/6'],
    ]) {
      using message = await readMessage(Buffer.from(`<${name} xmlns="${namespace}"/>`), { mediaType: '' });
      const { verdict, findings } = schema.validate(message);
      expect(verdict).toBe('invalid');
      expect(findings.map((finding) => finding.message).join()).not.toContain('not declared');
    }
  });

  test('every instance has the verdict that the stricter of two other engines gave it', async () => {
    const verdicts: Record<string, string> = {};
    for (const [set, group] of Map.groupBy(instances, (instance) => instance.set)) {
      Object.assign(
        verdicts,
        await verdictsOf(
          group.map(({ file }) => file),
          set,
        ),
      );
    }
    expect(instances.length).toBeGreaterThan(50);
    expect(verdicts).toEqual(Object.fromEntries(instances.map(({ file, verdict }) => [file, verdict])));
  });

  test('the set is found by the root element; a message of another version is not checked', async () => {
    const byRoot = instances.map(({ file, verdict }) => [file, file.includes('other-version') ? 'not-checked' : verdict]);
    expect(await verdictsOf(instances.map(({ file }) => file))).toEqual(Object.fromEntries(byRoot));
  });

  test('a message whose standard has no set is never called valid', async () => {
    expect(others.length).toBeGreaterThan(40);
    const verdicts = await verdictsOf(others);
    const otherwise = Object.entries(verdicts).filter(([, verdict]) => verdict !== 'not-checked');
    expect(otherwise).toEqual([['kosit-validator/examples-simple/input/simple-not-wellformed.xml', 'invalid']]);
  });

  test('prefixes change no verdict and no finding but the paths', async () => {
    const codeLists = codeListsOf([]);
    for (const { file, set } of instances) {
      const chosen = await sets.open(set);
      const text = readFileSync(corpus(`xoev/${file}`), 'utf8');
      const renamed = rewritePrefixes(text);
      using message = await readMessage(Buffer.from(text), { mediaType: '' });
      using other = await readMessage(Buffer.from(renamed), { mediaType: '' });
      const [before, after] = [await validateMessage(message, chosen, { codeLists }), await validateMessage(other, chosen, { codeLists })];
      const places = ({ findings, warnings }: typeof before): unknown =>
        [...findings, ...warnings].map(({ code, message: text_, where }) => [code, text_, where?.line]);
      expect([file, after.verdict, places(after)]).toEqual([file, before.verdict, places(before)]);
    }
  });
});
