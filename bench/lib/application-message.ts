/** Namespace of applications. */
const applicationNamespace = 'urn:amtsbote:bench:application';

/** About the size of a registration of a business or a school report. */
const applicationBytes = 9_000;

const person = ['familyName', 'givenNames', 'birthDate', 'birthPlace', 'nationality', 'phone', 'email'] as const;
const address = ['street', 'houseNumber', 'postcode', 'town', 'state'] as const;
const building = ['district', 'parcel', 'area', 'storeys', 'purpose', 'owner'] as const;
const file = ['name', 'kind', 'mimeType', 'sha256'] as const;
const others = 4;

/** A building application as XML, indented as portals write it; no two numbers give the same, and each has 9,000 bytes. */
export function applicationXml(number: number): string {
  const room = applicationBytes - Buffer.byteLength(documentOf(number, ''));
  return documentOf(number, 'Die Zufahrt liegt hinter dem Haus. '.repeat(Math.ceil(room / 35)).slice(0, room));
}

function documentOf(number: number, remark: string): string {
  const people = Array.from({ length: others }, (_, index) => personXml(number, index + 1)).join('');
  const files = Array.from({ length: 14 }, (_, index) => fileXml(number, index)).join('');
  return `<?xml version="1.0" encoding="UTF-8"?>
<b:application xmlns:b="${applicationNamespace}" product="Portal" version="2.6" test="false">
  <b:header>
    <b:messageId>0f8fad5b-d9cb-469f-a165-${String(number).padStart(12, '0')}</b:messageId>
    <b:created>2026-11-22T06:30:00.000+01:00</b:created>
    <b:reader>bab:09000009</b:reader>
  </b:header>
${personXml(number, 0)}  <b:persons>
${people}  </b:persons>
  <b:building>
${lines(building, 4, (name) => (name === 'area' ? String(400 + (number % 100)) : name === 'storeys' ? '2' : `${name} ${number}`))}  </b:building>
  <b:files>
${files}  </b:files>
  <b:remark>${remark}</b:remark>
</b:application>
`;
}

function personXml(number: number, index: number): string {
  const valueOf = (name: string): string => (name === 'birthDate' ? '1980-01-31' : `${name} Lüdenscheidt ${number % 7919}-${index}`);
  const element = index === 0 ? 'b:applicant' : 'b:person';
  return `    <${element}>
${lines(person, 6, valueOf)}      <b:address>
${lines(address, 8, (name) => (name === 'postcode' ? '03046' : `Straße ${name} ${index}`))}      </b:address>
    </${element}>
`;
}

function fileXml(number: number, index: number): string {
  return `    <b:file id="f${index}">
${lines(file, 6, (name) => (name === 'sha256' ? String(number * 31 + index).padStart(64, '0') : `${name}-${index}.pdf`))}    </b:file>
`;
}

function lines(names: readonly string[], indent: number, valueOf: (name: string) => string): string {
  return names.map((name) => `${' '.repeat(indent)}<b:${name}>${valueOf(name)}</b:${name}>\n`).join('');
}

/** The schema of {@link applicationXml}. */
export function applicationSchema(): string {
  const text = (name: string): string => `<xs:element name="${name}" type="${typeOf(name)}"/>`;
  const group = (name: string, content: string, more = ''): string =>
    `<xs:element name="${name}"><xs:complexType><xs:sequence>${content}</xs:sequence>${more}</xs:complexType></xs:element>`;
  const attribute = (name: string): string => `<xs:attribute name="${name}" type="xs:token" use="required"/>`;
  const all = (names: readonly string[]): string => names.map((name) => text(name)).join('');
  const many = (markup: string): string => markup.replace(/ name="\w+"/, '$& maxOccurs="unbounded"');
  const someone = (name: string): string => group(name, all(person) + group('address', all(address)));
  const content = [
    group('header', all(['messageId', 'created', 'reader'])),
    someone('applicant'),
    group('persons', many(someone('person'))),
    group('building', all(building)),
    group('files', many(group('file', all(file), attribute('id')))),
    text('remark'),
  ].join('');
  const types = `<xs:simpleType name="text"><xs:restriction base="xs:string"><xs:minLength value="1"/><xs:maxLength value="9000"/></xs:restriction></xs:simpleType>
    <xs:simpleType name="authority"><xs:restriction base="xs:token"><xs:pattern value="[a-z]{3}:\\d+"/></xs:restriction></xs:simpleType>`;
  const root = group('application', content, ['product', 'version', 'test'].map((name) => attribute(name)).join(''));
  return `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="${applicationNamespace}" targetNamespace="${applicationNamespace}" elementFormDefault="qualified">${types}${root}</xs:schema>\n`;
}

function typeOf(name: string): string {
  const types: Readonly<Record<string, string>> = {
    birthDate: 'xs:date',
    created: 'xs:dateTime',
    area: 'xs:decimal',
    storeys: 'xs:integer',
    reader: 'authority',
  };
  return types[name] ?? 'text';
}

/** A mapping of 30 fields, as a file would say it: texts, a date, an attribute, and two persons. */
export function applicationMapping(): object {
  const of = (prefix: string, base: string, names: readonly string[]): [string, object][] =>
    names.map((name) => [`${prefix}${name}`, { path: `${base}/b:${name}`, required: true }]);
  const fields = [
    ...of('', 'b:header', ['messageId', 'created', 'reader']),
    ...of('applicant_', 'b:applicant', person),
    ...of('applicant_', 'b:applicant/b:address', address),
    ...of('second_', 'b:persons/b:person[2]', ['familyName', 'givenNames', 'phone']),
    ...of('building_', 'b:building', building),
    ...of('plan_', 'b:files/b:file[@id="f0"]', file),
    ['remark', { path: 'b:remark' }],
    ['version', { path: '@version' }],
  ] as const;
  const named = {
    ...Object.fromEntries(fields),
    applicant_birthDate: { path: 'b:applicant/b:birthDate', date: { in: 'yyyy-MM-dd', out: 'dd.MM.yyyy' } },
  };
  return {
    message: { root: 'application', namespace: applicationNamespace },
    prefixes: { b: 'profile' },
    record: 'application',
    fields: named,
  };
}
