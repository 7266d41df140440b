import { expect, test } from 'vitest';
import { modelOf, xsd } from '../../message/schema-model/model.test-support.ts';
import { parseMapping } from '../parse-mapping.ts';
import { lintMapping } from './lint-mapping.ts';

async function hintsFor(path: string): Promise<readonly (string | undefined)[]> {
  const content = ['F60000243', 'F60000000246'].map((id) => `<xs:element name="${id}" type="xs:string"/>`).join('');
  const model = await modelOf(
    xsd(`<xs:element name="form"><xs:complexType><xs:sequence>${content}</xs:sequence></xs:complexType></xs:element>`),
  );
  const text = `message: { root: form, namespace: 'urn:test' }\nprefixes: { x: profile }\nrecord: r\nfields: { f: { path: '${path}' } }\n`;
  const schema = { name: 's', model, roots: [{ namespace: 'urn:test', localName: 'form' }] };
  return lintMapping(await parseMapping(text, 'm.yaml'), { schemas: [schema] }).findings.map(({ finding }) => finding.hint);
}

test('a FIM id is never taken for another one that looks alike', async () => {
  expect(await hintsFor('x:F60000244')).toEqual(['There is `x:F60000243`, `x:F60000000246`.']);
  expect(await hintsFor('x:F60000246')).toEqual(['Did you mean `x:F60000000246`?']);
});
