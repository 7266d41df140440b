import { describe, expect, it } from 'vitest';
import { complexTypeOf, contentOf, modelOf, simpleTypeOf, typeOf, xsd } from './model.test-support.ts';

const extension = (base: string, inside: string, more = ''): string =>
  `<xs:complexContent ${more}><xs:extension base="${base}">${inside}</xs:extension></xs:complexContent>`;
const restriction = (base: string, inside: string): string =>
  `<xs:complexContent><xs:restriction base="${base}">${inside}</xs:restriction></xs:complexContent>`;
const type = (name: string, inside: string, more = ''): string => `<xs:complexType name="${name}" ${more}>${inside}</xs:complexType>`;
const sequence = (...names: readonly string[]): string =>
  `<xs:sequence>${names.map((name) => `<xs:element name="${name}"/>`).join('')}</xs:sequence>`;

describe('the content of a complex type', () => {
  it('is what its compositors say, with their occurrences', async () => {
    const model = await modelOf(
      xsd(
        type(
          'T',
          `<xs:sequence minOccurs="0" maxOccurs="unbounded"><xs:element name="a" maxOccurs="2"/><xs:choice><xs:element name="b"/>
          <xs:any namespace="##other" processContents="skip" minOccurs="0"/></xs:choice><xs:element name="never" minOccurs="0" maxOccurs="0"/></xs:sequence>`,
        ) + type('All', '<xs:all><xs:element name="a" minOccurs="0"/><xs:element name="b"/></xs:all>'),
      ),
    );
    expect(contentOf(typeOf(model, 'T'))).toBe('(a{1,2} (b | any(##other skip){0,1})){0,}');
    expect(contentOf(typeOf(model, 'All'))).toBe('(a{0,1} & b)');
  });

  it('is empty without elements, and text beside none when mixed', async () => {
    const model = await modelOf(xsd(type('E', '<xs:sequence/>') + type('A', '<xs:attribute name="a"/>') + type('M', '', 'mixed="true"')));
    expect(contentOf(typeOf(model, 'E'))).toBe('empty');
    expect(contentOf(typeOf(model, 'A'))).toBe('empty');
    expect(contentOf(typeOf(model, 'M'))).toBe('mixed ()');
  });

  it('takes groups over with the occurrence of the reference', async () => {
    const group = '<xs:group name="G"><xs:choice><xs:element name="x"/><xs:element name="y"/></xs:choice></xs:group>';
    const model = await modelOf(
      xsd(
        group +
          type('T', '<xs:sequence><xs:group ref="t:G" minOccurs="0" maxOccurs="3"/></xs:sequence>') +
          type('U', '<xs:group ref="t:G"/>'),
      ),
    );
    expect(contentOf(typeOf(model, 'T'))).toBe('((x | y){0,3})');
    expect(contentOf(typeOf(model, 'U'))).toBe('(x | y)');
  });

  it('may come back to itself by a group', async () => {
    const group = `<xs:group name="G"><xs:sequence><xs:element name="x" minOccurs="0"><xs:complexType><xs:group ref="t:G"/></xs:complexType></xs:element></xs:sequence></xs:group>`;
    expect(contentOf(typeOf(await modelOf(xsd(group + type('T', '<xs:group ref="t:G"/>'))), 'T'))).toBe('(x{0,1})');
  });

  it('of an extension is that of its base, then its own', async () => {
    const model = await modelOf(
      xsd(
        type('A', sequence('a')) +
          type('B', extension('t:A', sequence('b'))) +
          type('C', extension('t:B', '<xs:attribute name="c"/>')) +
          type('N', '') +
          type('D', extension('t:N', sequence('d'))) +
          type('M', extension('t:A', sequence('m'), 'mixed="true"')) +
          type('M2', extension('t:M', sequence('m2'))),
      ),
    );
    expect(contentOf(typeOf(model, 'B'))).toBe('((a) (b))');
    expect(contentOf(typeOf(model, 'C'))).toBe('((a) (b))');
    expect(contentOf(typeOf(model, 'D'))).toBe('(d)');
    expect(contentOf(typeOf(model, 'M'))).toBe('mixed ((a) (m))');
    expect(contentOf(typeOf(model, 'M2'))).toBe('mixed (((a) (m)) (m2))');
    expect(complexTypeOf(model, 'C').base).toBe(typeOf(model, 'B'));
  });

  it('of a restriction is its own only', async () => {
    const model = await modelOf(
      xsd(type('A', sequence('a', 'b')) + type('B', restriction('t:A', sequence('a'))) + type('C', restriction('t:A', ''))),
    );
    expect(contentOf(typeOf(model, 'B'))).toBe('(a)');
    expect(contentOf(typeOf(model, 'C'))).toBe('empty');
  });

  it('is text with simple content, narrowed step by step', async () => {
    const simple = (step: string, base: string, inside: string): string =>
      `<xs:simpleContent><xs:${step} base="${base}">${inside}</xs:${step}></xs:simpleContent>`;
    const model = await modelOf(
      xsd(
        type('A', simple('extension', 'xs:token', '<xs:attribute name="a"/>')) +
          type('B', simple('restriction', 't:A', '<xs:maxLength value="5"/><xs:attribute name="a" use="prohibited"/>')) +
          type('C', simple('extension', 't:B', '<xs:attribute name="c"/>')) +
          type(
            'D',
            simple('restriction', 't:A', '<xs:simpleType><xs:restriction base="xs:NCName"/></xs:simpleType><xs:minLength value="2"/>'),
          ),
      ),
    );
    expect(contentOf(typeOf(model, 'C'))).toBe('text:token');
    expect(complexTypeOf(model, 'C').content).toMatchObject({ type: { facets: { maxLength: 5 } } });
    expect(complexTypeOf(model, 'A').content).toMatchObject({ type: simpleTypeOf(model, 'token', 'http://www.w3.org/2001/XMLSchema') });
    expect(complexTypeOf(model, 'C').attributes.map(({ name }) => name.localName)).toEqual(['c']);
    expect(complexTypeOf(model, 'D').content).toMatchObject({ type: { builtIn: 'NCName', facets: { minLength: 2 } } });
  });
});

describe('the attributes of a complex type', () => {
  it('are its own, those of groups, and those of its base', async () => {
    const model = await modelOf(
      xsd(
        `<xs:attribute name="global" type="xs:ID" default="d"/>
        <xs:attributeGroup name="G"><xs:attribute name="g" type="xs:int"/><xs:attributeGroup ref="t:H"/></xs:attributeGroup>
        <xs:attributeGroup name="H"><xs:attribute name="h" form="qualified"/><xs:anyAttribute/></xs:attributeGroup>` +
          type('A', '<xs:attribute name="a" use="required" fixed="1"/><xs:attribute ref="t:global"/>') +
          type('B', extension('t:A', '<xs:attributeGroup ref="t:G"/>')) +
          type('D', extension('t:B', '')) +
          type('C', restriction('t:B', '<xs:attribute name="a" type="xs:token"/><xs:attribute name="g" use="prohibited"/>')),
      ),
    );
    const inShort = (name: string): string[] =>
      complexTypeOf(model, name).attributes.map(
        (one) => `${one.name.namespace}|${one.name.localName}:${one.type.builtIn}${one.required ? '!' : ''}`,
      );
    expect(inShort('B')).toEqual(['|a:anySimpleType!', 'urn:test|global:ID', '|g:int', 'urn:test|h:anySimpleType']);
    expect(inShort('C')).toEqual(['|a:token', 'urn:test|global:ID', 'urn:test|h:anySimpleType']);
    expect(complexTypeOf(model, 'A').attributes).toMatchObject([{ fixed: '1' }, { default: 'd' }]);
    const open = ['A', 'B', 'C', 'D'].filter((name) => complexTypeOf(model, name).anyAttribute);
    expect(open).toEqual(['B', 'D']);
  });
});

describe('a simple type', () => {
  const simple = (name: string, base: string, facets: string): string =>
    `<xs:simpleType name="${name}"><xs:restriction base="${base}">${facets}</xs:restriction></xs:simpleType>`;

  it('has all facets that hold, with the patterns of each step apart', async () => {
    const model = await modelOf(
      xsd(
        simple('A', 'xs:token', '<xs:pattern value="a.*"/><xs:pattern value="b.*"/><xs:maxLength value="9"/>') +
          simple('B', 't:A', '<xs:pattern value=".*z"/><xs:minLength value="2"/><xs:maxLength value="5"/>') +
          simple('C', 't:B', '<xs:enumeration value="az"/><xs:enumeration value="bz"/>') +
          simple('N', 'xs:positiveInteger', '<xs:maxExclusive value="10"/><xs:totalDigits value="1"/>') +
          simple('M', 't:N', '<xs:maxInclusive value="8"/>'),
      ),
    );
    expect(simpleTypeOf(model, 'C')).toMatchObject({ variety: 'atomic', builtIn: 'token', base: simpleTypeOf(model, 'B') });
    expect(simpleTypeOf(model, 'C').facets).toEqual({
      patterns: [['a.*', 'b.*'], ['.*z']],
      minLength: 2,
      maxLength: 5,
      enumeration: ['az', 'bz'],
      whiteSpace: 'collapse',
    });
    expect(simpleTypeOf(model, 'N').facets).toMatchObject({ minInclusive: '1', maxExclusive: '10', totalDigits: 1, fractionDigits: 0 });
    expect(simpleTypeOf(model, 'M').facets).toMatchObject({ maxInclusive: '8', maxExclusive: undefined });
  });

  it('may be a list or a union, with its own facets', async () => {
    const model = await modelOf(
      xsd(
        '<xs:simpleType name="L"><xs:list itemType="xs:IDREF"/></xs:simpleType>' +
          simple('L2', 't:L', '<xs:maxLength value="2"/>') +
          '<xs:simpleType name="U"><xs:union memberTypes="xs:int t:L"><xs:simpleType><xs:restriction base="xs:date"/></xs:simpleType></xs:union></xs:simpleType>',
      ),
    );
    expect(simpleTypeOf(model, 'L2')).toMatchObject({ variety: 'list', itemType: { builtIn: 'IDREF' }, facets: { maxLength: 2 } });
    expect(simpleTypeOf(model, 'L2').itemType?.facets.maxLength).toBeUndefined();
    expect(simpleTypeOf(model, 'U').memberTypes?.map(({ builtIn, variety }) => `${variety} ${builtIn}`)).toEqual([
      'atomic int',
      'list anySimpleType',
      'atomic date',
    ]);
  });

  it('of XML Schema itself is there, with what it goes back to', async () => {
    const model = await modelOf(xsd(''));
    const builtIn = (name: string): ReturnType<typeof simpleTypeOf> => simpleTypeOf(model, name, 'http://www.w3.org/2001/XMLSchema');
    expect(builtIn('IDREFS')).toMatchObject({ variety: 'list', itemType: { builtIn: 'IDREF' }, facets: { minLength: 1 } });
    expect(builtIn('unsignedByte').facets).toMatchObject({ minInclusive: '0', maxInclusive: '255' });
    const chain: string[] = [];
    for (let one: ReturnType<typeof simpleTypeOf> | undefined = builtIn('ID'); one; one = one.base) chain.push(one.builtIn);
    expect(chain).toEqual(['ID', 'NCName', 'Name', 'token', 'normalizedString', 'string', 'anySimpleType']);
  });
});
