import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addressPattern } from './request-pattern.ts';

const page = 'https://fach.example:8443/hund/neu?entwurf=1';
const segment = fc.stringMatching(/^[a-z0-9_.+()$-]{1,12}$/);

test('a path without stars matches itself, with any query, on the host of the page only', () => {
  fc.assert(
    fc.property(fc.array(segment, { minLength: 1, maxLength: 4 }), fc.stringMatching(/^[a-z=&]{0,9}$/), (parts, query) => {
      const path = `/${parts.join('/')}`;
      const pattern = addressPattern({ path }, page);
      expect(pattern.test(`https://fach.example:8443${path}?${query}`)).toBe(true);
      expect(pattern.test(`https://fach.example:8443${path}/more`)).toBe(false);
      expect(pattern.test(`https://other.example${path}`)).toBe(false);
    }),
  );
});

test('one star stays inside a segment, two go on, and a host may be named or left open', () => {
  expect(addressPattern({ path: '/a/*/save' }, page).test('https://fach.example:8443/a/1/save')).toBe(true);
  expect(addressPattern({ path: '/a/*/save' }, page).test('https://fach.example:8443/a/1/2/save')).toBe(false);
  expect(addressPattern({ path: '/a/**/save' }, page).test('https://fach.example:8443/a/1/2/save')).toBe(true);
  expect(addressPattern({ path: '/a', host: 'api.example' }, page).test('https://api.example/a')).toBe(true);
  expect(addressPattern({ path: '/a', host: '*' }, page).test('http://any/a?x')).toBe(true);
});
