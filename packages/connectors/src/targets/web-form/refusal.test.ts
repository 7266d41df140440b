import { expect, test } from 'vitest';
import type { RecordDescription } from './description.ts';
import { refusal } from './refusal.ts';

const description: RecordDescription = {
  fields: {},
  steps: [
    { fill: { 'Halter > Familienname': '{familyName}', 'cell=Rasse (lt. Liste)': '{breed}' } },
    { rows: { each: 'children', fill: { 'Kind {n}': '{name}' } } },
    { upload: { Nachweis: '{proof}' } },
  ],
  externalReference: 'Fremdschlüssel',
  commit: { click: 'Speichern', request: { path: '/' } },
  confirmation: { selector: 'b' },
};

const told = (...labels: readonly string[]): string => refusal('before the commit', { count: 2, labels }, description);

test('messages are told at the labels of the description, wherever it has them', () => {
  const labels = ['Familienname', 'Rasse (lt. Liste)', 'Kind 12', 'Nachweis', 'Fremdschlüssel'];
  expect(told(...labels)).toBe(
    `the target showed 2 messages before the commit: ${labels.map((label) => `"${label}"`).join(', ')}; nothing was saved`,
  );
});

test('a label that the description does not have may be a name: it is counted', () => {
  expect(told('Familienname', 'Petra Geheim', 'Familienname Geheim')).toBe(
    'the target showed 2 messages before the commit: "Familienname", 2 fields that the description does not have; nothing was saved',
  );
  expect(told()).toContain(': no field named;');
});
