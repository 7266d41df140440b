import { describe, expect, it } from 'vitest';
import type { CodeEntry, CodeList } from '../codelist/code-list.ts';
import { codeListsOf } from '../codelist/code-lists.ts';
import { readMessage } from '../read-message.ts';
import { modelOf, xsd } from '../schema-model/model.test-support.ts';
import { checkCodes } from './check-codes.ts';
import type { ValidationStep } from './validation.ts';

const fixed = (name: string, value: string): string => `<xs:attribute name="${name}" type="xs:token" fixed="${value}"/>`;
const codeElement = (name: string, attributes: string, type = 'xs:token'): string => `<xs:element name="${name}">
  <xs:complexType><xs:complexContent><xs:restriction base="t:Code"><xs:sequence><xs:element name="code" form="unqualified" type="${type}"/>
  <xs:element name="name" form="unqualified" minOccurs="0"/></xs:sequence>${attributes}</xs:restriction></xs:complexContent></xs:complexType></xs:element>`;

const known = modelOf(
  xsd(`<xs:element name="root"><xs:complexType><xs:choice maxOccurs="unbounded">
      ${codeElement('inSchema', fixed('listURI', 'urn:inner') + fixed('listVersionID', '1'), 't:Enumerated')}
      ${codeElement('fixed', fixed('listURI', 'urn:list') + fixed('listVersionID', '2'))}
      ${codeElement('versioned', fixed('listURI', 'urn:list'))}
      ${codeElement('free', '')}
      <xs:element name="other" type="xs:token"/>
    </xs:choice></xs:complexType></xs:element>
    <xs:complexType name="Code"><xs:sequence><xs:element name="code" form="unqualified"/></xs:sequence>
      <xs:attribute name="listURI"/><xs:attribute name="listVersionID"/></xs:complexType>
    <xs:simpleType name="Enumerated"><xs:restriction base="xs:token"><xs:enumeration value="1"/></xs:restriction></xs:simpleType>`),
);

const lists = codeListsOf([list('urn:list', '2', ['01', 'http://codes/x']), list('urn:list', '4', ['01', '04'])]);

describe('codes', () => {
  it.each([
    ['of a list that the schema fixes', '<t:fixed><code>01</code></t:fixed>'],
    ['that are addresses', '<t:fixed><code> http://codes/x </code><name>X</name></t:fixed>'],
    ['of a list whose version the message names', '<t:versioned listVersionID="4"><code>04</code></t:versioned>'],
    ['of a list that the message names', '<t:free listURI="urn:list" listVersionID="4"><code>04</code></t:free>'],
    ['of another key of the list', '<t:fixed><code>key of 01</code></t:fixed>'],
    ['that the schema lists itself, right or wrong', '<t:inSchema><code>99</code></t:inSchema>'],
  ])('%s are right', async (_, content) => {
    expect(await check(content)).toEqual({ name: 'codes', verdict: 'valid', findings: [], warnings: [] });
  });

  it('that are not in their list are found, without their value', async () => {
    const step = await check(
      '<t:other>1</t:other>\n<t:fixed><code>1</code></t:fixed>\n<t:versioned listVersionID="4"><code>secret</code></t:versioned>',
    );
    expect(step).toEqual({
      name: 'codes',
      verdict: 'invalid',
      findings: [
        {
          code: 'AB_CODE_INVALID',
          message: 'the code in fixed is not in the code list urn:list, version 2',
          where: { line: 3, path: '/t:root/t:fixed/code' },
        },
        {
          code: 'AB_CODE_INVALID',
          message: 'the code in versioned is not in the code list urn:list, version 4',
          where: { line: 4, path: '/t:root/t:versioned/code' },
        },
      ],
      warnings: [],
    });
  });
});

describe('codes that cannot be judged', () => {
  it('of a list that is not at hand are warned of once per list', async () => {
    const unknown = (uri: string): string => `<t:free listURI="${uri}" listVersionID="1"><code>1</code></t:free>`;
    const step = await check(unknown('urn:a') + unknown('urn:b') + unknown('urn:a'));
    expect(step.verdict).toBe('valid');
    expect(step.warnings).toEqual([
      {
        code: 'AB_CODE_LIST_UNKNOWN',
        message: 'the code list urn:a in version 1 is not at hand: its codes are not checked',
        where: { line: 2, path: '/t:root/t:free/code' },
      },
      {
        code: 'AB_CODE_LIST_UNKNOWN',
        message: 'the code list urn:b in version 1 is not at hand: its codes are not checked',
        where: { line: 2, path: '/t:root/t:free[2]/code' },
      },
    ]);
  });

  it('of a newer list than ours are only warned of', async () => {
    const step = await check(
      '<t:versioned listVersionID="5"><code>01</code></t:versioned><t:versioned listVersionID="5"><code>05</code></t:versioned>',
    );
    expect({ verdict: step.verdict, findings: step.findings }).toEqual({ verdict: 'valid', findings: [] });
    expect(step.warnings.map(({ code, message, where }) => [code, message, where?.path])).toEqual([
      ['AB_CODE_LIST_NEWER', 'the code list urn:list in version 5 is newer than ours (4)', '/t:root/t:versioned/code'],
      ['AB_CODE_LIST_NEWER', 'the code in versioned is not in the code list urn:list, version 4', '/t:root/t:versioned[2]/code'],
    ]);
  });

  it('of a version between ours are compared with the next one, and only warned of', async () => {
    const step = await check(
      '<t:versioned listVersionID="3"><code>04</code></t:versioned><t:versioned listVersionID="3"><code>99</code></t:versioned>',
    );
    expect(step.verdict).toBe('valid');
    expect(step.warnings.map(({ code, message }) => [code, message])).toEqual([
      ['AB_CODE_LIST_UNKNOWN', 'the code list urn:list in version 3 is not at hand: its codes are compared with version 4'],
      ['AB_CODE_LIST_UNKNOWN', 'the code in versioned is not in the code list urn:list, version 4'],
    ]);
  });

  it('are warned of fifty times at most: a message may name as many lists as it likes', async () => {
    const unknown = (index: number): string => `<t:free listURI="urn:a${index}" listVersionID="1"><code>1</code></t:free>`;
    const step = await check(Array.from({ length: 60 }, (_, index) => unknown(index)).join(''));
    expect(step).toMatchObject({ verdict: 'valid', warnings: { length: 50 } });
  });

  it('whose list is not named are warned of once per element and list', async () => {
    const step = await check(
      '<t:free listURI="" listVersionID=""><code>1</code></t:free><t:free><code>1</code></t:free><t:versioned listVersionID=""><code>99</code></t:versioned>',
    );
    expect({ verdict: step.verdict, findings: step.findings }).toEqual({ verdict: 'valid', findings: [] });
    expect(step.warnings.map(({ code, message, where }) => [code, message, where?.path])).toEqual([
      ['AB_CODE_LIST_UNKNOWN', 'the codes of free are not checked: listURI is empty or missing', '/t:root/t:free'],
      ['AB_CODE_LIST_UNKNOWN', 'the codes of versioned are not checked: listVersionID is empty or missing', '/t:root/t:versioned'],
    ]);
  });

  it('of lists whose name has not the form of one are not quoted', async () => {
    const { warnings } = await check('<t:free listURI="Mustermann" listVersionID="geb.1970!"><code>1</code></t:free>');
    expect(warnings.map(({ message }) => message)).toEqual([
      'the code list (not shown) in version (not shown) is not at hand: its codes are not checked',
    ]);
  });

  it('in what is not XML or not declared are not checked', async () => {
    expect(await checkText('<root/>')).toMatchObject({
      name: 'codes',
      verdict: 'not-checked',
      findings: [{ code: 'AB_SCHEMA_NOT_CHECKED' }],
    });
    expect(await checkText('{"root":1}')).toMatchObject({
      name: 'codes',
      verdict: 'not-checked',
      findings: [{ code: 'AB_SCHEMA_NOT_CHECKED' }],
    });
  });
});

async function check(content: string): Promise<ValidationStep> {
  return checkText(`<t:root xmlns:t="urn:test">\n${content}</t:root>`);
}

async function checkText(text: string): Promise<ValidationStep> {
  using message = await readMessage(Buffer.from(text), { mediaType: '' });
  return checkCodes(message, await known, lists);
}

/** A list with two keys: the code, and `key of` it. */
function list(uri: string, version: string, codes: readonly string[]): CodeList {
  const entries = codes.map((code): CodeEntry => ({
    code,
    name: code,
    values: new Map([
      ['c', code],
      ['k', `key of ${code}`],
    ]),
  }));
  return {
    uri,
    version,
    title: uri,
    keyColumn: 'c',
    columns: [
      { id: 'c', name: 'c', isKey: true },
      { id: 'k', name: 'k', isKey: true },
    ],
    entries,
    entry: (code) => entries.find((one) => one.code === code),
  };
}
