import { expect, test } from 'vitest';
import { checkDescription } from './check-description.ts';
import { type RecordDescription, webFormOptions } from './description.ts';

const record: RecordDescription = {
  fields: { name: { required: true }, rows: { type: 'list', fields: { kind: {} } } },
  steps: [{ open: '/neu' }, { fill: { Name: '{name}' } }, { rows: { each: 'rows', fill: { 'Art {n}': '{kind}' } } }],
  externalReference: 'Fremdschlüssel',
  commit: { click: 'Speichern', request: { path: '/speichern' } },
  confirmation: { selector: '.az' },
  verify: { open: '/akte/{reference}', fields: { Name: '{name}' } },
  find: { open: '/suche?q={deliveryKey}', rows: 'tr', reference: {} },
};
const check = (change: Partial<RecordDescription>, options: object = {}): void => {
  checkDescription(webFormOptions.parse({ baseUrl: 'http://127.0.0.1', records: { dog: { ...record, ...change } }, ...options }));
};

test('a sound description passes', () => {
  expect(() => check({})).not.toThrow();
});

test.each([
  ['a placeholder that is no field', { steps: [{ fill: { Name: '{surname}' } }] }, 'records.dog.steps.0'],
  ['a field that no step enters', { fields: { ...record.fields, phone: {} } }, 'records.dog.fields.phone'],
  ['an upload of a fixed text', { steps: [...record.steps, { upload: { Nachweis: 'proof' } }] }, 'records.dog.steps.3.upload.Nachweis'],
  ['an upload of a text field', { steps: [...record.steps, { upload: { Nachweis: '{name}' } }] }, 'records.dog.steps.3.upload.Nachweis'],
  ['rows of a text', { steps: [{ rows: { each: 'name', fill: {} } }] }, 'records.dog.steps.0.rows.each'],
  ['rows with a name of no entry', { steps: [{ rows: { each: 'rows', fill: { Art: '{sort}' } } }] }, 'records.dog.steps.0'],
  ['a look-up by a key that is never entered', { externalReference: undefined }, 'records.dog.find'],
  ['a record page by a field that is not known', { verify: { open: '/akte/{id}', fields: {} } }, 'records.dog.verify'],
])('%s is refused with its place', (_, change, field) => {
  expect(() => check(change)).toThrow(expect.objectContaining({ code: 'AB_CONFIG_INVALID', where: { field } }));
});

const tab = (name: string, saved?: string): NonNullable<RecordDescription['further']>[number] => ({
  name,
  steps: [{ click: name }, { fill: { Name: '{name}' } }],
  commit: { click: 'Speichern', saved, request: { method: 'PUT', path: '/tab' } },
});
const first = { ...record.commit, saved: '.gespeichert' };

test('several acts that make one record pass when each but the last shows that it was saved', () => {
  expect(() => check({ commit: first, further: [tab('Anschrift', '.da'), tab('Hund')], resume: '/akte/{reference}/neu' })).not.toThrow();
});

test.each([
  ['a further act without a record page', { commit: first, further: [tab('Hund')], verify: undefined }, 'records.dog.verify'],
  ['a first act that never shows that it was saved', { further: [tab('Hund')] }, 'records.dog.commit.saved'],
  ['a middle act that never does', { commit: first, further: [tab('Anschrift'), tab('Hund')] }, 'records.dog.further.0.commit.saved'],
  ['a page to go on where there is nothing to go on with', { resume: '/akte/{reference}' }, 'records.dog.resume'],
])('%s is refused with its place', (_, change, field) => {
  expect(() => check(change)).toThrow(expect.objectContaining({ code: 'AB_CONFIG_INVALID', where: { field } }));
});

test('a look-up that proves absence needs the key in the act that makes the record', () => {
  const late = {
    externalReference: undefined,
    commit: first,
    further: [{ ...tab('Hund'), steps: [{ fill: { Schlüssel: '{deliveryKey}' } }] }],
  };
  expect(() => check(late, { capabilities: { find: 'hint' } })).not.toThrow();
  expect(() => check(late, { capabilities: { find: 'authoritative' } })).toThrow(
    expect.objectContaining({ code: 'AB_CONFIG_INVALID', where: { field: 'records.dog.steps' } }),
  );
});

test('unknown words, two words in one step and broken expressions are refused', () => {
  const parse = (change: object): boolean =>
    webFormOptions.safeParse({ baseUrl: 'http://127.0.0.1', records: { dog: { ...record, ...change } } }).success;
  expect(parse({})).toBe(true);
  expect(parse({ confirm: true })).toBe(false);
  expect(parse({ steps: [{ open: '/', click: 'x' }] })).toBe(false);
  expect(parse({ confirmation: { selector: 'b', pattern: '(' } })).toBe(false);
});
