import { expect, test } from 'vitest';
import { isAccessible, selectorsOfReference } from './accessible-selector.ts';

test('a reference with letters is found by what a person reads, one of digits only is not', () => {
  expect(selectorsOfReference('HU-2026-000123')).toEqual({
    text: String.raw`text=/HU-\d{4}-\d{6}/`,
    row: String.raw`role=row[name=/HU-\d{4}-\d{6}/]`,
  });
  expect(selectorsOfReference('4711')).toBeUndefined();
  expect(selectorsOfReference('12/2026-B7')).toBeUndefined();
});

test.each([
  'role=row',
  'role=button[name="Abmelden"]',
  String.raw`role=row[name=/HU-\d+/]`,
  'text="Keine Treffer"',
  String.raw`text=/HU-\d+/`,
])('%s names what a person reads', (selector) => expect(isAccessible(selector)).toBe(true));

test.each([
  'tbody tr',
  '#treffer',
  '.az',
  'css=a',
  'xpath=//a',
  '//a',
  '[data-testid="az"]',
  'td:text-is("Az") + td',
  'role=row >> css=a',
  'a',
])('%s names how a page is made', (selector) => expect(isAccessible(selector)).toBe(false));
