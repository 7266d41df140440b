import { glob, readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { mappingKeyDocs } from '../packages/sdk/src/mapping/mapping-key-docs.ts';
import { mappingFindings, mappingLanguagePage } from '../scripts/lib/mapping-language/page.ts';
import { languageSections } from '../scripts/lib/mapping-language/sections.ts';

const root = resolve(import.meta.dirname, '..');

describe('the reference of the mapping language', () => {
  test('shows what really comes of its examples', async () => {
    expect(await readFile(resolve(root, 'docs/guides/mapping-language.md'), 'utf8')).toBe(await mappingLanguagePage());
  });

  test('explains every key once', () => {
    const known = Object.entries(mappingKeyDocs).flatMap(([kind, docs]) => Object.keys(docs).map((key) => `${kind} ${key}`));
    const explained = languageSections.flatMap(({ keys }) =>
      Object.entries(keys).flatMap(([kind, names]) =>
        (names === 'all' ? Object.keys(mappingKeyDocs[kind as keyof typeof mappingKeyDocs]) : names).map((key) => `${kind} ${key}`),
      ),
    );
    expect(explained.toSorted()).toEqual(known.toSorted());
  });

  test('has an example for every key', () => {
    const texts = languageSections.flatMap(({ examples }) =>
      examples.flatMap(({ mapping, files = {} }) => [mapping, ...Object.values(files)]),
    );
    const keys = Object.values(mappingKeyDocs).flatMap((docs) => Object.keys(docs));
    const unused = keys.filter((key) => !texts.some((text) => new RegExp(`(?<![\\w'])${key}:`).test(text)));
    expect(unused).toEqual([]);
  });

  test('names every finding that a mapping can make', async () => {
    const made = new Set<string>();
    for await (const file of glob(['*.ts', 'rules/*.ts'], { cwd: resolve(root, 'packages/sdk/src/mapping') })) {
      if (file.endsWith('.test.ts')) continue;
      const text = await readFile(resolve(root, 'packages/sdk/src/mapping', file), 'utf8');
      for (const [code] of text.matchAll(/(?<=')AB_[A-Z_]+(?=')/g)) made.add(code);
    }
    made.delete('AB_MAPPING_INVALID');
    expect([...made].toSorted()).toEqual(mappingFindings.toSorted());
  });
});
