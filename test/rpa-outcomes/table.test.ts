import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { errorCodes } from '@amtsbote/sdk';
import { expect, test } from 'vitest';
import { skinNames } from '../support/open-skin.ts';
import { type Outcome, outcomes, slowSaving } from './outcomes.ts';

const page = resolve(import.meta.dirname, '../../docs/rpa-outcomes.md');
const all = [...outcomes, slowSaving];

test('the table of the documentation has a row for each outcome that is tried, with what is tried, and no other', async () => {
  expect(await rowsOfPage()).toEqual(all.map(rowOf));
});

test('each outcome is tried on two skins at least, but for what only one of them can show', () => {
  const few = all.filter(({ skins }) => skins.length < 2).map(({ happens }) => happens);
  expect(few).toEqual(['the session ends before the confirmation is shown']);
  expect(new Set(all.flatMap(({ skins }) => skins))).toEqual(new Set(skinNames));
});

test('every code of the table is one of ours', () => {
  expect(all.map(({ code }) => code).filter((code) => code !== '–' && !Object.hasOwn(errorCodes, code))).toEqual([]);
});

function rowOf({ happens, state, code, records, next, skins }: Outcome): string {
  const named = code === '–' ? code : `\`${code}\``;
  return `| ${happens} | \`${state}\` | ${named} | ${records} | ${next} | ${skins.join(', ')} |`;
}

async function rowsOfPage(): Promise<readonly string[]> {
  const lines = (await readFile(page, 'utf8')).split('\n');
  const head = lines.findIndex((line) => line.startsWith('|---'));
  return lines.slice(head + 1).filter((line) => line.startsWith('| '));
}
