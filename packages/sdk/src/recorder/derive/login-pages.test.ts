import { expect, test } from 'vitest';
import type { RecordedEvent, RecordedField } from '../recorded-event.ts';
import type { OpenQuestion } from './described-target.ts';
import { withLoginPages } from './login-pages.ts';

const field = (label: string, how: RecordedField['how'], more: Partial<RecordedField> = {}): RecordedEvent => ({
  kind: 'field',
  at: 1,
  url: 'http://app/login',
  label,
  isWeak: false,
  how,
  value: '',
  input: '',
  name: '',
  required: false,
  max: 0,
  many: false,
  ...more,
  phase: 'login',
});
const click = (name: string): RecordedEvent => ({ kind: 'click', at: 1, url: 'http://app/login', name, phase: 'login' });
const login = { open: '/login', fill: { Name: '{user}', Kennwort: '{password}' }, click: 'Anmelden', loggedIn: '#out' };
const first = [field('Name', 'text', { value: 'anna' }), field('Kennwort', 'password'), click('Anmelden')];

function pages(...events: readonly RecordedEvent[]): { further: unknown; asked: readonly OpenQuestion[] } {
  const asked: OpenQuestion[] = [];
  return { further: withLoginPages(login, [...first, ...events], asked)?.further, asked };
}

test('a page that asks for a code is known by its field, and nothing typed is kept', () => {
  const { further, asked } = pages(field('Bestätigungscode', 'code'), click('Bestätigen'), click('Menü'));
  expect(further).toEqual([{ shows: 'role=textbox[name="Bestätigungscode"]', fill: { Bestätigungscode: '{code}' }, click: 'Bestätigen' }]);
  expect(asked).toEqual([]);
});

test('a field that only a cell names is known by its name, a code by its digits', () => {
  const { further } = pages(field('Bestätigungscode', 'text', { isWeak: true, name: 'CODE', value: '123456' }), click('Weiter'));
  expect(further).toEqual([{ shows: '[name="CODE"]', fill: { Bestätigungscode: '{code}' }, click: 'Weiter' }]);
  expect(JSON.stringify(further)).not.toContain('123456');
});

test('a page that asks for something else is a question', () => {
  const { further, asked } = pages(field('Mandant', 'text', { value: 'Stadt' }), click('Weiter'));
  expect(further).toBeUndefined();
  expect(asked).toEqual([{ at: 'login', code: 'login-more', what: 'Mandant' }]);
});

test('a login of one page stays as it is', () => {
  expect(pages()).toEqual({ further: undefined, asked: [] });
});
