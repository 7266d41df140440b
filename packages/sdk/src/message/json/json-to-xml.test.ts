import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isAmtsboteError } from '../../errors/amtsbote-error.ts';
import { elementName } from './element-name.ts';
import { jsonToXml } from './json-to-xml.ts';

const written = (json: string): string => Buffer.from(jsonToXml(Buffer.from(json), { depth: 200 }).utf8).toString('utf8');

function fault(json: string | Uint8Array): string {
  try {
    return `taken: ${String(jsonToXml(Buffer.from(json as string), { depth: 200 }).utf8)}`;
  } catch (error) {
    return isAmtsboteError(error) ? `${error.code} ${error.where?.line}:${error.where?.column}` : String(error);
  }
}

test('an element per key, repeated per array entry, null absent, numbers as written', () => {
  expect(written('{"a":1.50,"b":[1e5,{"c":true}],"d":null,"e":"","f":[],"g":[[1,2],[3]],"h":12345678901234567890}')).toBe(
    '<json><a>1.50</a><b>1e5</b><b><c>true</c></b><e></e><g><entry>1</entry><entry>2</entry></g><g><entry>3</entry></g><h>12345678901234567890</h></json>',
  );
  expect(written('[1,[2]]')).toBe('<json><entry>1</entry><entry><entry>2</entry></entry></json>');
});

test('elements stand on the lines of their values', () => {
  expect(written('{\n "a": 1,\n\n "b": [\n  2,\n  3]}')).toBe(
    '<json>\n<a>1</a>\n\n<b>2</b>\n<b>3</b></json>'.replace('\n\n<b>2', '\n\n\n<b>2'),
  );
});

test('markup in texts stays text', () => {
  expect(written('{"a":"<b>&]]>\\r\\n"}')).toBe('<json><a>&lt;b&gt;&amp;]]&gt;&#13;\n</a></json>');
});

test('keys of JavaScript are keys like others', () => {
  expect(written('{"__proto__":{"x":1},"constructor":2}')).toBe('<json><__proto__><x>1</x></__proto__><constructor>2</constructor></json>');
  expect(({} as Record<string, unknown>)['x']).toBeUndefined();
});

test('what is not exactly JSON is refused with its place', () => {
  const malformed: Record<string, string> = {
    '{"a":1,"a":2}': '1:12',
    '{"a":1,}': '1:8',
    '{"a":01}': '1:7',
    '{"a":\n+1}': '2:1',
    "{'a':1}": '1:2',
    '{"a":1} x': '1:9',
    '{"a":"\u0001"}': '1:6',
    '{"a":"\\u0001"}': '1:14',
    '{"a":"\\ud800"}': '1:14',
    '{"a":': '1:6',
    '"text"': '1:1',
    nul: '1:1',
    '{"a":NaN}': '1:6',
    '{"a" 1}': '1:6',
    '[1 2]': '1:4',
  };
  for (const [json, place] of Object.entries(malformed)) expect([json, fault(json)]).toEqual([json, `AB_JSON_MALFORMED ${place}`]);
  expect(fault(Buffer.from('{"a":"ü"}', 'latin1'))).toMatch(/^AB_XML_ENCODING/);
  expect(fault(Buffer.from('{"a":1}', 'utf16le'))).toMatch(/^AB_/);
});

test('it takes what JSON.parse takes, and refuses what it refuses', () => {
  const plain = fc.json();
  fc.assert(
    fc.property(plain, (json) => {
      expect(fault(`{"x":${json}}`)).toMatch(/^taken/);
    }),
  );
  fc.assert(
    fc.property(
      fc.string({
        unit: fc.constantFrom('{', '}', '[', ']', '"', ':', ',', '1', '-', 'e', '.', 'null', 'true', ' ', '\n', '"a"'),
      }),
      (text) => {
        const taken = fault(`[${text}]`).startsWith('taken');
        if (taken) expect(() => JSON.parse(`[${text}]`) as unknown).not.toThrow();
      },
    ),
    { numRuns: 2000 },
  );
});

test('different keys have different names', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (left, right) => {
      expect(elementName(left) === elementName(right)).toBe(left === right);
    }),
  );
  expect(['Vor name', '', '1a', '_x0020_', 'Straße', 'a:b', '$schema', '_x_'].map(elementName)).toEqual([
    'Vor_x0020_name',
    '_x_',
    '_x0031_a',
    '_x005F_x0020_',
    'Straße',
    'a_x003A_b',
    '_x0024_schema',
    '_x005F_x_',
  ]);
});
