import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { acts } from './acts.ts';
import { faultKinds } from './faults.ts';
import { forms } from './forms/catalogue.ts';
import { quirkNames } from './quirks/quirks.ts';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

test.each(forms)('the README lists every field of $title with page, label and name', (form) => {
  const rows = form.steps.flatMap((step) =>
    step.fields.filter((field) => field.kind !== 'list').map((field) => `| \`${step.key}\` | ${field.label} | \`${field.name}\` |`),
  );
  expect(rows.filter((row) => !readme.includes(row))).toEqual([]);
});

test('the README lists every quirk and every act', () => {
  expect([...quirkNames, ...acts].filter((name) => !readme.includes(`| \`${name}\` |`))).toEqual([]);
});

test('the README lists every fault', () => {
  expect(faultKinds.filter((kind) => !readme.includes(`| \`${kind}\` |`))).toEqual([]);
});
