import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { expect, test } from 'vitest';

const docs = resolve(import.meta.dirname, '../../docs');
const whatIf = join(docs, 'what-if.md');
const guideline = join(docs, 'security/tr-03172.md');

/** `[name](path/of.test.ts): “title”`; a title may end with … */
const named = /\]\(([^)\s]+\.test\.(?:ts|mjs))\): “([^”]+)”/g;

const quotes = ["'", '"', '`'];

/** Tests that a text names and that do not exist: the title must follow a quotation mark in the file. */
async function missingTests(page: string, text: string): Promise<readonly string[]> {
  const missing: string[] = [];
  for (const [, file = '', title = ''] of text.matchAll(named)) {
    const source = await readFile(join(dirname(page), file), 'utf8').catch(() => '');
    const wanted = title.replace(/\s*…$/, '');
    const ends = title.endsWith('…') ? [''] : quotes;
    if (!quotes.some((quote) => ends.some((end) => source.includes(quote + wanted + end)))) missing.push(`${file}: ${title}`);
  }
  return missing;
}

/** Rows of tables below their heads, as cells. */
function rowsOf(text: string): readonly (readonly string[])[] {
  const lines = text.split('\n');
  const heads = new Set(lines.flatMap((line, at) => (/^\|(---\|)+$/.test(line) ? [at - 1, at] : [])));
  return lines
    .filter((line, at) => line.startsWith('| ') && !heads.has(at))
    .map((line) =>
      line
        .slice(1, -1)
        .split('|')
        .map((cell) => cell.trim()),
    );
}

test('what-if tells at least 30 situations, and each names a test that is there', async () => {
  const page = await readFile(whatIf, 'utf8');
  const rows = rowsOf(page);
  expect(rows.length).toBeGreaterThanOrEqual(30);
  expect(rows.filter((row) => row.length !== 4).map(([situation]) => situation)).toEqual([]);
  expect(rows.filter(([, , , shownBy = '']) => shownBy.matchAll(named).toArray().length === 0).map(([situation]) => situation)).toEqual([]);
  expect(await missingTests(whatIf, page)).toEqual([]);
});

test('what the page on TR-03172 calls met names a test that is there', async () => {
  const page = await readFile(guideline, 'utf8');
  const rows = rowsOf(page);
  expect(rows.length).toBeGreaterThan(50);
  const withoutTest = rows.filter((row) => row[3]?.includes('**met**') === true && row[4]?.matchAll(named).toArray().length === 0);
  expect(withoutTest.map(([number]) => number)).toEqual([]);
  expect(await missingTests(guideline, page)).toEqual([]);
});

/** How many requirements each section of chapter 3 has, in the editions that the page names. */
const requirements: Readonly<Record<string, readonly number[]>> = {
  'Part 4': [6, 4, 4, 4, 6, 7, 5, 6],
  'Part 3': [6, 7, 3, 5, 5, 4, 4, 8, 13, 4, 10, 6, 5, 7, 6, 3, 4, 1, 6],
  'Part 1': [6, 7, 4, 8, 8, 11, 6, 5, 3],
};

test.each(Object.entries(requirements))('each requirement of %s is answered once', async (part, counts) => {
  const page = await readFile(guideline, 'utf8');
  const section = page.split(`\n## ${part}`)[1]?.split('\n## ')[0] ?? '';
  const prose = section.split('\n').filter((line) => !line.startsWith('|'));
  const told = [...rowsOf(section).map(([number = '']) => number), prose.join(' ').replaceAll(/\([^)]*\)/g, '')].flatMap(numbersIn);
  const all = counts.flatMap((count, at) => Array.from({ length: count }, (_, index) => `${at + 1}.${index + 1}`));
  const once = (numbers: readonly string[]): readonly string[] => [...numbers].toSorted();
  expect(once(told)).toEqual(once(all));
});

/** Numbers such as `A3.2.01` as `2.1`; ranges (`A3.2.01–A3.2.04`, `A3.2.01–04`) number by number. */
function numbersIn(text: string): readonly string[] {
  return [...text.matchAll(/A3\.(\d+)\.(\d+)(?:–(?:A3\.(\d+)\.)?(\d+))?/g)].flatMap(([, section = '', first, , last = first]) => {
    const from = Number(first);
    return Array.from({ length: Number(last) - from + 1 }, (_, index) => `${section}.${from + index}`);
  });
}

test('a title that no test has is noticed', async () => {
  const title = 'a title that no test has';
  expect(await missingTests(whatIf, `[x](../test/login.test.ts): “${title}”`)).toEqual([`../test/login.test.ts: ${title}`]);
  expect(await missingTests(whatIf, '[x](../test/none.test.ts): “a refused login pauses …”')).toHaveLength(1);
  expect(await missingTests(whatIf, '[x](../test/login.test.ts): “a refused login pauses …”')).toEqual([]);
});
