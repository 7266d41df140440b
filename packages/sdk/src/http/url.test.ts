import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseBaseUrl, requestUrl } from './url.ts';

const base = parseBaseUrl('https://amt.example/api/v1');

test('a path is relative to the base address and keeps its query', () => {
  expect(requestUrl(base, '/records?a=1', { b: 'ä&c', c: undefined }).href).toBe('https://amt.example/api/v1/records?a=1&b=%C3%A4%26c');
});

test.each([
  'https://evil.example/x',
  '//evil.example/x',
  '/\\evil.example',
  '\\\\evil.example',
  'records',
  '',
  '/../../admin',
  '/a/%2e%2E/%2e%2e/x',
  '/a/../../x',
  '/a\nHost: evil',
])('a path that leaves the base address is refused: %j', (path) => {
  expect(() => requestUrl(base, path)).toThrow(/leaves its base address/);
});

test('no path reaches another host or folder', () => {
  const paths = fc.oneof(fc.string(), fc.webPath(), fc.webUrl(), fc.stringMatching(/^\/[./\\%2eE@:#?]{0,12}$/));
  fc.assert(
    fc.property(paths, (path) => {
      let url: URL;
      try {
        url = requestUrl(base, path);
      } catch {
        return true;
      }
      return url.origin === 'https://amt.example' && url.pathname.startsWith('/api/v1/') && url.username === '';
    }),
    { numRuns: 2000 },
  );
});

test.each([
  ['ftp://amt.example', /no http or https/],
  ['amt', /no http or https/],
  ['https://user:pw@amt.example', /holds a login/],
  ['https://amt.example?x=1', /query/],
  ['http://amt.example', /in the clear/],
])('the base address %s is refused', (address, why) => {
  expect(() => parseBaseUrl(address)).toThrow(why);
});

test('plain http is for this machine, or by permission', () => {
  expect(parseBaseUrl('http://127.0.0.1:8080').pathname).toBe('/');
  expect(parseBaseUrl('http://localhost').host).toBe('localhost');
  expect(parseBaseUrl('http://fachverfahren.intern', true).host).toBe('fachverfahren.intern');
});
