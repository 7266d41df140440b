import { expect, test } from 'vitest';
import { readMessage } from '../message/read-message.ts';
import { defineMapping } from './define-mapping.ts';
import { compileDefinition, parseMapping } from './parse-mapping.ts';

const definition = defineMapping({
  message: { root: 'antrag', namespace: 'urn:example:antrag' },
  prefixes: { a: 'profile' },
  record: 'dog',
  fields: { name: { path: 'a:name', required: true }, source: { value: 'portal' } },
});

const yaml = `
message: { root: antrag, namespace: 'urn:example:antrag' }
prefixes: { a: profile }
record: dog
fields: { name: { path: 'a:name', required: true }, source: { value: portal } }
`;

test('a mapping built in TypeScript does what the same one does in YAML', async () => {
  using message = await readMessage(Buffer.from('<antrag xmlns="urn:example:antrag"><name>Rex</name></antrag>'), {
    mediaType: 'application/xml',
  });
  const built = await compileDefinition(definition, 'dog.ts');
  const read = await parseMapping(yaml, 'dog.yaml');
  expect(built.apply(message, [])).toEqual({ outcome: 'mapped', record: { name: 'Rex', source: 'portal' } });
  expect(built.apply(message, [])).toEqual(read.apply(message, []));
  expect(built.matches(message)).toBe(true);
});

test('its version changes with its content, and what is wrong names the key', async () => {
  const other = defineMapping({ ...definition.content, record: 'cat' });
  expect((await compileDefinition(other, 'x.ts')).version).not.toBe((await compileDefinition(definition, 'x.ts')).version);
  const wrong = defineMapping({ ...definition.content, fields: { name: { path: 'a:name[' } } });
  await expect(compileDefinition(wrong, 'x.ts')).rejects.toMatchObject({
    code: 'AB_MAPPING_INVALID',
    where: { file: 'x.ts', field: 'fields.name.path' },
  });
});
