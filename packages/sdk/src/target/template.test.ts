import fc from 'fast-check';
import { expect, test } from 'vitest';
import { escapeTemplate, fillJsonTemplate, fillTemplate, fillUrlTemplate, templateNames } from './template.ts';

test('placeholders take values, a known name without a value becomes empty text, {{ is a brace', () => {
  expect(fillTemplate('{a}-{b}/{{a}', { a: 'x', b: undefined })).toBe('x-/{a}');
});

test('an unknown placeholder and a lone brace are faults of the configuration that name no value', () => {
  expect(() => fillTemplate('{b}', { a: 'Geheim' })).toThrow(/asks for \{b\}/);
  expect(() => fillTemplate('{toString}', {})).toThrow(/toString/);
  expect(() => fillTemplate('{ a }', { a: 'x' })).toThrow(/opens no placeholder/);
});

test('any text, escaped, fills to itself', () => {
  fc.assert(fc.property(fc.string(), (literal) => fillTemplate(escapeTemplate(literal), {}) === literal));
});

test('a value is never read as a template', () => {
  fc.assert(fc.property(fc.string(), fc.string(), (a, b) => fillTemplate('{a}|{b}', { a, b }) === `${a}|${b}`));
});

test('no value changes the path, the query or the host of an address', () => {
  const values = fc.string({ unit: 'grapheme', minLength: 1 }).filter((value) => value !== '.' && value !== '..');
  fc.assert(
    fc.property(values, values, (id, key) => {
      const url = new URL(fillUrlTemplate('/records/{id}/x?key={key}', { id, key }), 'http://h.example');
      const parts = url.pathname.split('/');
      expect([url.host, parts.length, decodeURIComponent(parts[2] ?? '')]).toEqual(['h.example', 4, id]);
      expect([...url.searchParams]).toEqual([['key', key]]);
    }),
  );
});

test.each(['.', '..', '\ud800'])('a value that cannot stand in an address needs a person', (id) => {
  expect(() => fillUrlTemplate('/records/{id}', { id })).toThrow(expect.objectContaining({ code: 'AB_FIELD_FORMAT' }));
});

test('a JSON template keeps types, leaves out what is absent and fills texts', () => {
  const template = {
    n: '{count}',
    b: '{flag}',
    name: '{first} {last}',
    deep: { only: '{person.name}', gone: '{nothing}' },
    fixed: [1, null, '{nothing}', 'x'],
  };
  const record = { count: 3, flag: false, first: 'Änne', last: 'O’Neill', person: { name: 'ẞ' } };
  expect(fillJsonTemplate(template, record)).toEqual({
    n: 3,
    b: false,
    name: 'Änne O’Neill',
    deep: { only: 'ẞ' },
    fixed: [1, null, 'x'],
  });
});

test('$each repeats over a list, sees the fields of the entry first, and is left out without the field', () => {
  const template = {
    activities: { $each: 'activities', value: { text: '{text}', by: '{by}' } },
    tags: { $each: 'tags', value: '{value}' },
    none: { $each: 'none', value: '{value}' },
  };
  const record = {
    by: 'outer',
    activities: [{ text: '0500' }, { text: 'b', by: 'inner' }],
    tags: ['x', 'y'],
  };
  expect(fillJsonTemplate(template, record)).toEqual({
    activities: [
      { text: '0500', by: 'outer' },
      { text: 'b', by: 'inner' },
    ],
    tags: ['x', 'y'],
  });
});

test('a list where a text is wanted is a fault, not a guess', () => {
  expect(() => fillJsonTemplate({ a: 'x{list}' }, { list: ['1'] })).toThrow(/cannot stand in a text/);
});

test('$each takes a single value as a list of one', () => {
  expect(fillJsonTemplate({ $each: 'file', value: '{name}' }, { file: { name: 'a' } })).toEqual(['a']);
});

test('names such as __proto__ and constructor are data, never the prototype', () => {
  const filled = fillJsonTemplate(JSON.parse('{"__proto__":{"x":"1"},"c":"{constructor}"}'), {}) as object;
  expect(Object.getPrototypeOf(filled)).toBe(Object.prototype);
  expect(Object.keys(filled)).toEqual(['__proto__']);
});

test('the names of a template are those of its own record', () => {
  const template = { a: '{x} {y}', list: { $each: 'z', value: '{inner}' }, more: ['{w.v}', '{{no}'] };
  expect([...templateNames(template)].sort()).toEqual(['w.v', 'x', 'y', 'z']);
});
