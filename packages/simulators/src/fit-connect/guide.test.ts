import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { operations } from './http/router.ts';
import { demoDestinationId, demoSender, demoSubscriber, deviationNames, faultTexts } from './index.ts';
import { deviations } from './sender/deviations.ts';

const guide = readFileSync(new URL('../../fit-connect.md', import.meta.url), 'utf8');

test('the guide lists every fault and every deviation with its text', () => {
  const rows = [...faultTexts, ...deviationNames.map((name) => [name, deviations[name].text] as const)];
  expect(rows.filter(([name, text]) => !guide.includes(`| \`${name}\` | ${text} |`))).toEqual([]);
});

test('the guide names the operations and the demo credentials', () => {
  const facts = [demoDestinationId, ...[demoSender, demoSubscriber].flatMap(({ clientId, clientSecret }) => [clientId, clientSecret])];
  const named = operations.filter((operation) => operation !== 'control' && operation !== 'page');
  expect(facts.filter((fact) => !guide.includes(`\`${fact}\``))).toEqual([]);
  expect(guide.replaceAll('\n', ' ')).toContain(`Operations: ${named.join(', ')}.`);
});
