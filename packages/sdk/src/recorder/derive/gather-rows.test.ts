import { expect, test } from 'vitest';
import type { RecordedField } from '../recorded-event.ts';
import { FieldBook } from './derive-fields.ts';
import type { DescribedStep } from './described-target.ts';
import { gatherRows } from './gather-rows.ts';
import type { SampleRecord } from './sample-record.ts';

const field = (label: string, value: string): RecordedField => ({
  kind: 'field',
  at: 1,
  url: 'http://app/neu',
  label,
  isWeak: false,
  how: 'text',
  value,
  input: 'text',
  name: '',
  required: false,
  max: 0,
  many: false,
});

/** What becomes of steps, each a click or what was typed by label. */
function gathered(sample: SampleRecord | undefined, ...typed: readonly (string | Readonly<Record<string, string>>)[]) {
  const book = new FieldBook(sample, 'AB-KEY');
  const steps = typed.map((each): DescribedStep => {
    if (typeof each === 'string') return { click: each };
    return { fill: Object.fromEntries(Object.entries(each).map(([label, value]) => [label, book.template(field(label, value))])) };
  });
  const found = gatherRows(steps, book);
  return { steps: found, fields: book.asked(found), questions: book.questions };
}

test('rows that a button adds become one step for the list of the sample', () => {
  const sample = {
    name: 'Muster',
    plans: [
      { kind: 'Lageplan', scale: '1:500' },
      { kind: 'Schnitt', scale: '1:100' },
    ],
  };
  const { steps, fields, questions } = gathered(
    sample,
    { Name: 'Muster', 'Art 1': 'Lageplan', 'Maßstab 1': '1:500' },
    'Weiterer Plan',
    { 'Art 2': 'Schnitt', 'Maßstab 2': '1:100' },
    'Weiter',
  );
  expect(steps).toEqual([
    { fill: { Name: '{name}' } },
    { rows: { each: 'plans', add: 'Weiterer Plan', fill: { 'Art {n}': '{kind}', 'Maßstab {n}': '{scale}' } } },
    { click: 'Weiter' },
  ]);
  expect(fields).toMatchObject({ name: {}, plans: { type: 'list', fields: { kind: {}, scale: {} } } });
  expect(questions).toEqual([]);
});

test('rows of plain texts, the first of which must be added as well', () => {
  const { steps } = gathered({ jobs: ['Backen', 'Kochen'] }, 'Neu', { 'Tätigkeit 1': 'Backen' }, 'Neu', { 'Tätigkeit 2': 'Kochen' });
  expect(steps).toEqual([{ rows: { each: 'jobs', add: 'Neu', addFirst: true, fill: { 'Tätigkeit {n}': '{value}' } } }]);
});

test('rows that are all there need no button, and without a sample they are named by their label', () => {
  const { steps, fields } = gathered(undefined, { 'Tätigkeit 1': 'a', 'Tätigkeit 2': 'b' });
  expect(steps).toEqual([{ rows: { each: 'taetigkeit', fill: { 'Tätigkeit {n}': '{value}' } } }]);
  expect(fields).toEqual({ taetigkeit: { type: 'list' } });
});

test.each([
  ['one row tells nothing', undefined, [{ 'Tätigkeit 1': 'a' }]],
  ['numbers that do not count from one', undefined, [{ 'Adresse 3': 'a', 'Adresse 4': 'b' }]],
  ['entries that are not those of the sample', { jobs: ['Backen', 'Kochen'] }, [{ 'Tätigkeit 1': 'Backen', 'Tätigkeit 2': 'Braten' }]],
  ['rows with something else between', undefined, [{ 'Tätigkeit 1': 'a' }, 'Weiter', { Name: 'x' }, { 'Tätigkeit 2': 'b' }]],
] as const)('%s: the steps stay as they are', (_, sample, typed) => {
  expect(gathered(sample, ...typed).steps.some((step) => 'rows' in step)).toBe(false);
});
