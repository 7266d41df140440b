import type { ComplexType, Facets, SimpleType, TypeDefinition } from './schema-model.ts';
import { xsdNamespace } from './declared/xsd-node.ts';

type Bounds = Pick<Facets, 'minInclusive' | 'maxInclusive' | 'fractionDigits' | 'minLength'>;

const whole: Bounds = { fractionDigits: 0 };

/** Name, base, and what it adds; every base stands before its types. */
const derived: readonly (readonly [name: string, base: string, bounds?: Bounds])[] = [
  ...[
    'string',
    'boolean',
    'decimal',
    'float',
    'double',
    'duration',
    'dateTime',
    'time',
    'date',
    'gYearMonth',
    'gYear',
    'gMonthDay',
    'gDay',
    'gMonth',
    'hexBinary',
    'base64Binary',
    'anyURI',
    'QName',
    'NOTATION',
  ].map((name) => [name, 'anySimpleType'] as const),
  ['normalizedString', 'string'],
  ['token', 'normalizedString'],
  ['language', 'token'],
  ['NMTOKEN', 'token'],
  ['Name', 'token'],
  ['NCName', 'Name'],
  ['ID', 'NCName'],
  ['IDREF', 'NCName'],
  ['ENTITY', 'NCName'],
  ['integer', 'decimal', whole],
  ['nonPositiveInteger', 'integer', { maxInclusive: '0' }],
  ['negativeInteger', 'nonPositiveInteger', { maxInclusive: '-1' }],
  ['long', 'integer', { minInclusive: '-9223372036854775808', maxInclusive: '9223372036854775807' }],
  ['int', 'long', { minInclusive: '-2147483648', maxInclusive: '2147483647' }],
  ['short', 'int', { minInclusive: '-32768', maxInclusive: '32767' }],
  ['byte', 'short', { minInclusive: '-128', maxInclusive: '127' }],
  ['nonNegativeInteger', 'integer', { minInclusive: '0' }],
  ['unsignedLong', 'nonNegativeInteger', { maxInclusive: '18446744073709551615' }],
  ['unsignedInt', 'unsignedLong', { maxInclusive: '4294967295' }],
  ['unsignedShort', 'unsignedInt', { maxInclusive: '65535' }],
  ['unsignedByte', 'unsignedShort', { maxInclusive: '255' }],
  ['positiveInteger', 'nonNegativeInteger', { minInclusive: '1' }],
];

const lists: readonly (readonly [name: string, item: string])[] = [
  ['NMTOKENS', 'NMTOKEN'],
  ['IDREFS', 'IDREF'],
  ['ENTITIES', 'ENTITY'],
];

const place = { file: xsdNamespace, line: 0 };

/** The base of all simple types. */
export const anySimpleType: SimpleType = {
  kind: 'simple',
  name: { namespace: xsdNamespace, localName: 'anySimpleType' },
  variety: 'atomic',
  builtIn: 'anySimpleType',
  facets: { patterns: [] },
};

/** The type of elements that declare none: anything. */
export const anyType: ComplexType = {
  kind: 'complex',
  name: { namespace: xsdNamespace, localName: 'anyType' },
  abstract: false,
  attributes: [],
  anyAttribute: true,
  content: {
    kind: 'elements',
    mixed: true,
    particle: {
      kind: 'sequence',
      min: 1,
      max: 1,
      particles: [{ kind: 'any', namespace: '##any', processContents: 'lax', min: 0, max: Number.POSITIVE_INFINITY }],
    },
  },
  place,
};

/** The types that XML Schema brings along, by local name. */
export const builtInTypes: ReadonlyMap<string, TypeDefinition> = makeBuiltInTypes();

function makeBuiltInTypes(): ReadonlyMap<string, TypeDefinition> {
  const simple = new Map<string, SimpleType>([['anySimpleType', anySimpleType]]);
  for (const [name, base, bounds] of derived) {
    const from = simple.get(base) ?? anySimpleType;
    simple.set(name, builtIn(name, from, { variety: 'atomic', facets: { ...from.facets, ...bounds, whiteSpace: whiteSpaceOf(name) } }));
  }
  for (const [name, item] of lists) {
    const facets: Facets = { patterns: [], minLength: 1, whiteSpace: 'collapse' };
    simple.set(name, builtIn(name, anySimpleType, { variety: 'list', facets, itemType: simple.get(item) }));
  }
  return new Map<string, TypeDefinition>([['anyType', anyType], ...simple]);
}

function builtIn(name: string, base: SimpleType, rest: Pick<SimpleType, 'variety' | 'facets' | 'itemType'>): SimpleType {
  return { kind: 'simple', name: { namespace: xsdNamespace, localName: name }, base, builtIn: name, ...rest };
}

function whiteSpaceOf(name: string): Facets['whiteSpace'] {
  if (name === 'string') return 'preserve';
  return name === 'normalizedString' ? 'replace' : 'collapse';
}
