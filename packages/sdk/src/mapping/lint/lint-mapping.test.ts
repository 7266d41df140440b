import { expect, test } from 'vitest';
import { codeListsOf } from '../../message/codelist/code-lists.ts';
import type { CodeList } from '../../message/codelist/code-list.ts';
import { parseMapping } from '../parse-mapping.ts';
import { lintFields, modelOf, antragXsd } from './lint.test-support.ts';
import type { LintFinding } from './lint-finding.ts';
import { lintMapping } from './lint-mapping.ts';
import { recordShapeOf } from './lint-record.ts';
import { SchemaGraph } from './schema-graph.ts';

/** Severity, code and what is said, with its hint. */
function said(findings: readonly LintFinding[]): readonly string[] {
  return findings.map(({ severity, finding }) => `${severity} ${finding.code} ${finding.message} | ${finding.hint ?? ''}`);
}

test('a mapping whose paths can all match is clean', async () => {
  const findings = await lintFields(`name: { path: 'x:person[1]/x:familienname' }
town: { path: x:ort }
phone: { path: x:telefon | x:mobil }
persons: { each: x:person, fields: { given: { path: x:vorname } } }
breed: { path: x:rasse/code, codes: { values: { '101': Dackel, '102': Pudel } } }
ok: { path: x:bestaetigt, boolean: {} }
deep: { path: x:frei/*/anything }
version: { path: '@version' }`);
  expect(said(findings)).toEqual([]);
});

test('a step that can never match is an error at its line, with the nearest name', async () => {
  const [finding] = await lintFields('name: { path: x:person/x:familenname, pick: first }');
  expect(finding).toMatchObject({
    severity: 'error',
    schema: 'antrag-1',
    finding: {
      code: 'AB_PATH_IMPOSSIBLE',
      message: 'the path `x:person/x:familenname` can never match: `x:person` has no `x:familenname`',
      where: { file: 'dog.yaml', line: 5, column: 11, field: 'name' },
      hint: 'Did you mean `x:familienname`?',
    },
  });
});

test('wrong namespaces have advice of their own', async () => {
  const hint = async (path: string): Promise<string | undefined> => (await lintFields(`a: { path: '${path}' }`))[0]?.finding.hint;
  expect(await hint('x:rasse/x:code')).toBe('It stands there without a namespace: write `code`, without a prefix.');
  expect(await hint('telefon')).toBe('It is in a namespace: write `x:telefon`.');
  expect(await hint('x:familienname')).toBe('It stands deeper: `x:person/x:familienname`.');
  expect(await hint('x:rasse/x:telefon')).toBe('It stands elsewhere: `/x:antrag/x:telefon`.');
  expect(await hint('@versoin')).toBe('Did you mean `version`?');
});

test('steps inside predicates and functions are looked at too, and what cannot be judged is no error', async () => {
  const codes = async (path: string): Promise<readonly string[]> =>
    (await lintFields(`a: { path: "${path}" }`)).map(({ finding }) => `${finding.code} ${finding.message}`);
  expect(await codes("x:rasse[cod = '101']/code")).toEqual([
    "AB_PATH_IMPOSSIBLE the path `x:rasse[cod = '101']/code` can never match: `x:rasse` has no `cod`",
  ]);
  expect(await codes("x:rasse[code = '999']/code")).toEqual([
    'AB_CODE_INVALID the path compares with `999`, which the schema does not allow there',
  ]);
  expect(await codes("x:telefon[not(contains(../x:mobil, '0'))]")).toEqual([]);
  expect(await codes('x:rasse/code/ancestor::x:antrag/x:telefon')).toEqual([]);
  expect(await codes('x:rasse/following-sibling::x:ort')).toEqual([]);
  expect(await codes('x:telefon/x:oben/..')).toHaveLength(1);
  expect(await codes("id('a')/x:foo")).toEqual([]);
});

test('one possible side of a union or an `or` is enough', async () => {
  expect(await lintFields('a: { path: x:telefon | x:fax }')).toEqual([]);
  expect(await lintFields('a: { path: "x:telefon[../x:ort or ../x:stadt]" }')).toEqual([]);
  expect(await lintFields('a: { path: x:tel | x:fax }')).toHaveLength(2);
});

test('a name asked for by local-name() is looked at as a name', async () => {
  expect(await lintFields(`a: { path: ".//*[local-name()='telefon']", pick: first }`)).toEqual([]);
  expect(await lintFields(`a: { path: "x:rasse/*['code' = local-name()]", codes: { values: { '101': D, '102': P } } }`)).toEqual([]);
  expect(await lintFields(`a: { path: x:telefon, when: "@*[local-name()='nil']" }`)).toEqual([]);
  expect(said(await lintFields(`a: { path: ".//*[local-name()='telefn']" }`))).toEqual([
    expect.stringContaining("warning AB_PATH_IMPOSSIBLE the path `.//*[local-name()='telefn']` can match only where") as string,
  ]);
  expect(said(await lintFields(`a: { path: "*[local-name()='telefn']" }`))).toEqual([
    expect.stringMatching(/^error AB_PATH_IMPOSSIBLE .* `x:antrag` has no `telefn` \| Did you mean `x:telefon`\?$/) as string,
  ]);
});

test('types that stand in by xsi:type, substitution groups and recursion are known', async () => {
  expect(await lintFields("a: { path: 'x:person[1]/x:vorname' }")).toEqual([]);
  expect(await lintFields('a: { path: x:gemeinde }')).toEqual([]);
  expect(await lintFields('a: { path: x:gruppe/x:gruppe/x:gruppe/x:titel }')).toEqual([]);
});

test('fields that may match several places are said once per element that may repeat', async () => {
  const findings = await lintFields(`first: { path: x:person/x:familienname }
second: { path: x:person/x:vorname }
picked: { path: x:person/x:vorname, pick: first }
deep: { path: .//x:titel }`);
  expect(findings.map(({ finding, fields }) => [finding.code, fields])).toEqual([
    ['AB_FIELD_AMBIGUOUS', ['first', 'second']],
    ['AB_FIELD_AMBIGUOUS', ['deep']],
  ]);
});

test('a text rule on an element with elements inside is an error, and says what to write', async () => {
  const [finding] = await lintFields('breed: { path: x:rasse }');
  expect(finding?.finding).toMatchObject({
    code: 'AB_FIELD_FORMAT',
    hint: 'Codes stand in a child without a namespace: add `/code` to the path.',
  });
});

test('a length below that of the schema is a warning, one where the schema has none is a note', async () => {
  const findings = await lintFields(`name: { path: 'x:person[1]/x:familienname', text: { max: 60 } }
town: { path: x:ort, text: { max: 40 } }
fine: { path: 'x:person[1]/x:vorname', text: { max: 120 } }`);
  expect(said(findings)).toEqual([
    'warning AB_FIELD_TOO_LONG fields take shorter texts than the schema allows: `name: 60 instead of 120` | A longer text becomes a case; nothing is cut.',
    'note AB_FIELD_TOO_LONG fields have a limit, and the schema has none: `town: 40` | A longer text becomes a case; nothing is cut.',
  ]);
});

test('codes that do not exist are errors, codes without an entry a warning, another list an error', async () => {
  const findings = await lintFields(
    "breed: { path: x:rasse/code, codes: { list: 'urn:example:hunde', values: { '101': Dackel, '9': Wolf } } }",
  );
  expect(said(findings)).toEqual([
    'error AB_CODE_LIST_UNKNOWN the field breed names the code list urn:example:hunde, and the schema names urn:example:rassen | Write the list of the schema, and look whether the codes still mean the same.',
    'error AB_CODE_INVALID the field breed has entries for codes that are not in the schema: `9` | Remove these entries.',
    'warning AB_CODE_UNKNOWN the field breed has no entry for 1 of 2 codes of the schema: `102` | Each becomes a case; add entries for those that you expect.',
  ]);
});

test('codes are looked up in the list of the place where the schema itself lists none', async () => {
  const xsd = antragXsd.replace(/<xs:enumeration[^>]*>/g, '');
  const entry = (code: string): CodeList['entries'][number] => ({ code, name: `Rasse ${code}`, values: new Map() });
  const entries = [entry('101'), entry('102')];
  const list = {
    uri: 'urn:example:rassen',
    version: '1',
    title: 'Rassen',
    columns: [],
    keyColumn: 'code',
    entries,
    entry: (code: string) => entries.find((one) => one.code === code),
  } as unknown as CodeList;
  const schema = { name: 's', model: await modelOf(xsd), roots: [{ namespace: 'urn:example:antrag', localName: 'antrag' }] };
  const findings = await lintFields("breed: { path: x:rasse/code, codes: { values: { '101': Dackel } } }", {
    schemas: [schema],
    codeLists: codeListsOf([list]),
  });
  expect(said(findings)).toEqual([
    'warning AB_CODE_UNKNOWN the field breed has no entry for 1 of 2 codes of the code list urn:example:rassen 1: `102 Rasse 102` | Each becomes a case; add entries for those that you expect.',
  ]);
});

test('required fields of the record are mapped, others are known', async () => {
  const record = recordShapeOf({
    properties: {
      name: { type: 'string' },
      breed: { type: 'string' },
      keeper: { properties: { town: {}, phone: {} }, required: ['phone'], additionalProperties: false },
      dogs: { items: { properties: { chip: {} }, required: ['chip'], additionalProperties: false } },
    },
    required: ['name', 'breed'],
    additionalProperties: false,
  });
  const findings = await lintFields(
    `name: { path: 'x:person[1]/x:familienname' }
keeper: { fields: { town: { path: x:ort } } }
dogs: { each: x:person, fields: { name: { path: x:vorname } } }`,
    { schemas: [], records: [record] },
  );
  expect(said(findings).map((line) => line.split(' | ')[0])).toEqual([
    'error AB_FIELD_UNMAPPED the target requires the field breed, and no rule makes it',
    'error AB_FIELD_UNMAPPED the target requires the field keeper.phone, and no rule makes it',
    'error AB_FIELD_UNMAPPED the target requires the field dogs[].chip, and no rule makes it',
    'error AB_RECORD_INVALID the target takes no field dogs[].name',
    'warning AB_FIELD_UNMAPPED the target requires the field name, and its rule leaves it out when the message has no value',
  ]);
});

test('a field that receives attachments is a field of the record', async () => {
  const record = recordShapeOf({ properties: { plan: {}, foto: {} }, required: ['plan', 'foto'], additionalProperties: false });
  const more = "attachments: { plan: { name: '*.pdf', required: true }, foto: { name: '*.jpg' }, rest: { name: '*', many: true } }\n";
  const findings = await lintFields('plan2: { value: x }', { schemas: [], records: [record], more });
  expect(said(findings).map((line) => line.split(' | ')[0])).toEqual([
    'error AB_RECORD_INVALID the target takes no field rest',
    'error AB_RECORD_INVALID the target takes no field plan2',
    'warning AB_FIELD_UNMAPPED the target requires the field foto, and its rule leaves it out when the message has no value',
  ]);
});

test('of several versions a path must match one; where it does not, that is a warning', async () => {
  const older = antragXsd.replace('<xs:element name="bestaetigt" type="xs:boolean"/>', '');
  const roots = [{ namespace: 'urn:example:antrag', localName: 'antrag' }];
  const schemas = [
    { name: 'antrag-0', model: await modelOf(older), roots },
    { name: 'antrag-1', model: await modelOf(antragXsd), roots },
  ];
  const optional = await lintFields('ok: { path: x:bestaetigt }\nbad: { path: x:nirgends }', { schemas });
  expect(optional.map(({ severity, schema, finding }) => [severity, schema, finding.where?.field])).toEqual([
    ['error', undefined, 'bad'],
    ['warning', 'antrag-0', 'ok'],
  ]);
  const required = await lintFields('ok: { path: x:bestaetigt, required: true }', { schemas });
  expect(required.map(({ severity, schema }) => [severity, schema])).toEqual([['error', 'antrag-0']]);
});

test('another version: what the mapping does not take, what is gone, and what always comes and is new', async () => {
  const next = antragXsd
    .replaceAll('urn:example:antrag', 'urn:example:antrag:2')
    .replace(
      '<xs:element name="bestaetigt" type="xs:boolean"/>',
      '<xs:element name="zustimmung"><xs:complexType><xs:sequence><xs:element name="am" type="xs:date"/></xs:sequence></xs:complexType></xs:element>',
    );
  const model = await modelOf(next);
  const name = { namespace: 'urn:example:antrag:2', localName: 'antrag' };
  const before = await modelOf(antragXsd);
  const graph = new SchemaGraph(before, before.element({ namespace: 'urn:example:antrag', localName: 'antrag' })!);
  const schemas = [{ name: 'antrag-2', model, roots: [name], taken: false, before: [graph] }];
  const findings = await lintFields('town: { path: x:ort }\nok: { path: x:bestaetigt }', { schemas });
  expect(said(findings)).toEqual([
    'error AB_MESSAGE_UNKNOWN the mapping does not take messages of antrag-2 | Add `urn:example:antrag:2` to `message.namespace`.',
    expect.stringContaining('error AB_PATH_IMPOSSIBLE the path `x:bestaetigt` can never match'),
    'warning AB_CONTENT_UNREAD every message of this version has a part that the version before did not know | ',
  ]);
  expect(findings.at(-1)?.finding.where?.path).toBe('/x:antrag/x:zustimmung/x:am');
});

test('without a schema nothing is said about paths, and the result says that none was there', async () => {
  const mapping = await parseMapping('message: { root: json }\nrecord: dog\nfields: { a: { path: nirgends } }\n', 'dog.yaml');
  expect(lintMapping(mapping, { schemas: [] })).toMatchObject({ findings: [], schemas: [], paths: 1 });
});
