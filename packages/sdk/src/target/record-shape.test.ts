import { expect, test } from 'vitest';
import { fieldDeclarations, recordShape } from './record-shape.ts';

const fields = fieldDeclarations.parse({
  name: { required: true, max: 5 },
  note: {},
  side: { type: 'boolean' },
  count: { type: 'number' },
  proof: { type: 'attachment' },
  photos: { type: 'attachment', many: true },
  activities: { type: 'list', required: true, max: 2, fields: { text: { required: true } } },
  tags: { type: 'list' },
});
const whole = {
  name: '03046',
  note: '',
  side: true,
  count: 2,
  proof: 'a1',
  photos: ['a2'],
  activities: [{ text: 'x' }],
  tags: ['y'],
};

test('a record of the declared shape is taken as it is', () => {
  expect(recordShape(fields).parse(whole)).toEqual(whole);
  expect(recordShape(fields).parse({ name: 'ẞ', activities: [{ text: 'x' }] })).toEqual({
    name: 'ẞ',
    activities: [{ text: 'x' }],
  });
});

test.each([
  ['an unknown field', { more: 'x' }],
  ['an empty required text', { name: '' }],
  ['a missing required text', { name: undefined }],
  ['a text that is too long', { name: 'sechss' }],
  ['a number for a text', { name: 5 }],
  ['a text for a number', { count: '2' }],
  ['an empty required list', { activities: [] }],
  ['too many entries', { activities: [{ text: 'a' }, { text: 'b' }, { text: 'c' }] }],
  ['an unknown field of an entry', { activities: [{ text: 'a', more: 'b' }] }],
  ['an empty attachment', { proof: '' }],
])('%s is refused', (_, change) => {
  expect(recordShape(fields).safeParse({ ...whole, ...change }).success).toBe(false);
});

test('a length counts characters, not halves of surrogate pairs', () => {
  expect(recordShape({ a: { max: 2 } }).safeParse({ a: '𝒜𝒜' }).success).toBe(true);
});

test('a refusal names the field and never its value', () => {
  const refusal = recordShape(fields).safeParse({
    ...whole,
    name: 'Geheimnis',
    side: 'Geheimnis',
    count: 'Geheimnis',
  });
  expect(JSON.stringify(refusal.error?.issues)).not.toContain('Geheimnis');
  expect(refusal.error?.issues.map((issue) => issue.path[0])).toEqual(['name', 'side', 'count']);
});

test.each([
  { a: { type: 'date' } },
  { a: { many: true } },
  { a: { fields: {} } },
  { 'a b': {} },
  { a: { requird: true } },
  { a: { type: 'list', fields: { b: { many: true } } } },
])('a declaration with a mistake is refused: %j', (declaration) => {
  expect(fieldDeclarations.safeParse(declaration).success).toBe(false);
});
