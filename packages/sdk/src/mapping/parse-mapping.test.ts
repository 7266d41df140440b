import { describe, expect, test } from 'vitest';
import { type AmtsboteError, isAmtsboteError } from '../errors/amtsbote-error.ts';
import { readMessage } from '../message/read-message.ts';
import type { Mapping, MessageIdentity } from './mapping.ts';
import { mappingJsonSchema } from './mapping-shape.ts';
import { parseMapping } from './parse-mapping.ts';

const head = `message: { root: antrag, namespace: ['urn:a:1', 'urn:a:2'] }
prefixes: { a: profile }
record: dog-registration
`;

async function faultOf(text: string): Promise<AmtsboteError> {
  const error: unknown = await parseMapping(text, 'm.yaml').catch((e: unknown) => e);
  if (isAmtsboteError(error)) return error;
  throw new Error('the mapping was taken');
}

/** The faults as `line:column message`. */
async function complaints(text: string): Promise<string[]> {
  const { findings } = await faultOf(text);
  return findings.map(({ message, where }) => `${where?.line}:${where?.column} ${message}`);
}

async function matches(mapping: Mapping, xml: string, identified?: MessageIdentity): Promise<boolean> {
  using message = await readMessage(Buffer.from(xml), { mediaType: 'text/xml' });
  return mapping.matches(message, identified);
}

test('a mapping knows its selector, its record type and the hash of its text', async () => {
  const text = `${head}fields: { name: { path: ./a:name } }\n`;
  const mapping = await parseMapping(text, 'm.yaml');
  expect(mapping).toMatchObject({
    file: 'm.yaml',
    recordType: 'dog-registration',
    selector: { root: 'antrag', namespaces: ['urn:a:1', 'urn:a:2'] },
  });
  expect(mapping.version).toMatch(/^[0-9a-f]{64}$/);
  expect((await parseMapping(`${text} `, 'm.yaml')).version).not.toBe(mapping.version);
  expect(await matches(mapping, '<antrag xmlns="urn:a:2"/>')).toBe(true);
  expect(await matches(mapping, '<antrag xmlns="urn:a:3"/>')).toBe(false);
  expect(await matches(mapping, '<Antrag xmlns="urn:a:2"/>')).toBe(false);
});

test('an unknown key is named with its place and with what may be meant', async () => {
  expect(await complaints(`${head}fields:\n  name: { path: ./a:name, requird: true }\n`)).toEqual([
    '5:27 `requird` is not known here; did you mean `required`?',
  ]);
  expect(await complaints(`${head}field: {}\nfields: {}\n`)).toEqual(['4:1 `field` is not known here; did you mean `fields`?']);
  expect(await complaints(`${head}fields: { d: { path: x, date: { in: ddMMyyyy, partal: keep } } }`)).toEqual([
    '4:47 `partal` is not known here; did you mean `partial`?',
  ]);
});

test('a path written where a rule belongs is told how rules are written', async () => {
  const said = 'a field is made by a rule, such as `{ path: ./a:name }` or `{ value: text }`';
  expect(await complaints(`${head}fields:\n  name: ./a:name\n  list: { each: ./a:b, fields: { c: 1 } }\n`)).toEqual([
    `5:3 ${said}`,
    `6:34 ${said}`,
  ]);
});

test('everything that is wrong is named at once, each with its line', async () => {
  const fault = await faultOf(`${head}fields:
  a: { path: './a:name[' }
  b: { path: ./b:name }
  c: { path: count(./a:name) }
  d: { path: ./a:name, date: { in: dd.MM.yy } }
  e: { required: true }
  f: { path: ./a:x, value: y }
  g: { path: ./a:x, codes: { values: {} }, number: {} }
  h: { value: y, required: true }
checks:
  - { assert: 'nonsense(1)', message: m }
ignore: ['//']
`);
  expect(fault).toMatchObject({
    code: 'AB_MAPPING_INVALID',
    effect: 'stop-run',
    where: { file: 'm.yaml', line: 5, field: 'fields.a.path' },
  });
  expect(fault.findings.map(({ where }) => where?.line)).toEqual([5, 6, 7, 8, 9, 10, 11, 12, 14, 15]);
});

test('broken YAML is named by line and column', async () => {
  expect((await complaints(`${head}fields: { a: [ }`))[0]).toMatch(/^4:\d+ it is not valid YAML/);
  expect((await complaints(''))[0]).toMatch(/^1:1 the mapping: /);
});

describe('what YAML would change silently', () => {
  test('codes stay text, with their zeros', async () => {
    const mapping = await parseMapping(`${head}fields: { c: { path: ./a:c, codes: { values: { 01: 007, no: true } } } }`, 'm.yaml');
    expect(mapping.recordType).toBe('dog-registration');
    expect(await complaints(`${head}fields: { c: { path: ./a:c, codes: { values: { 01: x, '01': y } } } }`)).toEqual([
      '4:48 `01` stands here twice',
    ]);
  });

  test('a number that would lose digits must be quoted', async () => {
    expect(await complaints(`${head}fields: { c: { value: 0500 } }`)).toEqual([
      '4:16 write it in quotes: read as a number it would become 500',
    ]);
  });
});

test('a field name that could harm a record is refused', async () => {
  expect(await complaints(`${head}fields: { __proto__: { value: x } }`)).toEqual(['4:11 `__proto__` cannot be a key']);
  expect(await complaints(`${head}fields: { 1a: { value: x } }`)).toHaveLength(1);
});

test('`profile` needs messages that have a namespace', async () => {
  expect(await complaints('message: { root: json }\nprefixes: { a: profile }\nrecord: r\nfields: {}\n')).toEqual([
    '2:13 messages without a namespace have none for `profile` to stand for',
  ]);
});

test('the JSON schema for editors describes nested rules', async () => {
  const schema = await mappingJsonSchema();
  expect(schema).toMatchObject({
    type: 'object',
    required: ['message', 'record', 'fields'],
    additionalProperties: false,
  });
  expect(JSON.stringify(schema)).toContain('"each"');
  expect(schema).toHaveProperty('properties.message.properties.profile.description', 'Name of a standard, such as xbau.');
  const undescribed = (part: unknown): readonly string[] => {
    if (typeof part !== 'object' || part === null) return [];
    const { properties = {} } = part as { properties?: Record<string, { description?: string }> };
    const here = Object.entries(properties).flatMap(([key, { description }]) => (description === undefined ? [key] : []));
    return [...here, ...Object.values(part).flatMap((inner) => undescribed(inner))];
  };
  expect(undescribed(schema)).toEqual([]);
});
