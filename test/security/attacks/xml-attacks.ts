import type { AttackSample } from './attack-sample.ts';

const root = (inside: string, attributes = ''): string => `<antrag xmlns="urn:example:angriff"${attributes}>${inside}</antrag>`;

/** Messages in XML that ask for more than a message is. @param url where a connection would be counted */
export function xmlAttacks(url: string): readonly AttackSample[] {
  return [...doctypes(url), ...references(), ...masses(), ...encodings(), ...outward(url), ...characters()];
}

function xml(name: string, content: string | Uint8Array, codes?: readonly string[]): AttackSample {
  return { name: `xml: ${name}`, files: [{ name: 'nachricht.xml', content }], ...(codes && { codes }) };
}

function doctypes(url: string): readonly AttackSample[] {
  const subsets = [
    '',
    ` SYSTEM "${url}/a.dtd"`,
    ` PUBLIC "-//X//Y" "${url}/b.dtd"`,
    ` [<!ENTITY e SYSTEM "${url}/c">]`,
    ' [<!ENTITY e SYSTEM "file:///etc/passwd">]',
    ` [<!ENTITY % p SYSTEM "${url}/d"> %p;]`,
    ' [<!ENTITY a "x"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY e "&b;&b;&b;&b;&b;&b;&b;&b;">]',
    ` [<!ENTITY e "${'x'.repeat(100_000)}">]`,
    ' [<!ATTLIST antrag a CDATA "vorgabe">]',
    ' [<!ELEMENT antrag ANY><!NOTATION n SYSTEM "n"><!ENTITY e SYSTEM "x" NDATA n>]',
  ];
  const before = ['', '<?xml version="1.0"?>\n', '<!-- vorweg -->', '<?pi x?>\n', `<?xml version="1.0"?>${'\n'.repeat(5000)}`];
  const codes = ['AB_XML_DOCTYPE', 'AB_XML_MALFORMED', 'AB_XML_ENCODING'];
  return subsets.flatMap((subset, n) => [
    ...before.map((head, m) => xml(`doctype ${n} ${m}`, `${head}<!DOCTYPE antrag${subset}>${root('&e;')}`, codes)),
    xml(
      `doctype ${n} in UTF-16`,
      Buffer.from(`\uFEFF<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE antrag${subset}>${root('&e;')}`, 'utf16le'),
      codes,
    ),
  ]);
}

function references(): readonly AttackSample[] {
  const counts = [1000, 100_000, 2_000_000];
  return ['&#65;', '&#x41;', '&amp;', '&lt;', '&#1114111;'].flatMap((reference) =>
    counts.map((count) => xml(`${count} times ${reference.slice(1, -1)}`, root(reference.repeat(count)))),
  );
}

function masses(): readonly AttackSample[] {
  const numbered = (count: number, one: (n: number) => string): string => Array.from({ length: count }, (_, n) => one(n)).join('');
  const limit = ['AB_XML_LIMIT', 'AB_XML_MALFORMED', 'AB_MESSAGE_UNKNOWN'];
  return [
    ...[100, 1000, 100_000, 1_000_000].map((depth) => xml(`depth ${depth}`, root('<a>'.repeat(depth) + '</a>'.repeat(depth)), limit)),
    ...[1000, 1_000_000].map((depth) => xml(`depth ${depth}, never closed`, '<a>'.repeat(depth), limit)),
    ...[100, 10_000, 200_000].map((count) =>
      xml(
        `${count} attributes`,
        root(
          '',
          numbered(count, (n) => ` a${n}=""`),
        ),
        limit,
      ),
    ),
    ...[100, 10_000, 200_000].map((count) =>
      xml(
        `${count} namespaces`,
        root(
          '',
          numbered(count, (n) => ` xmlns:p${n}="urn:${n}"`),
        ),
        limit,
      ),
    ),
    ...[1000, 3_000_000].map((count) => xml(`${count} elements`, root('<a/>'.repeat(count)), limit)),
    ...[100_000, 10_000_000].map((length) => xml(`a name of ${length}`, `<${'a'.repeat(length)}/>`, limit)),
    ...[100_000, 10_000_000].map((length) => xml(`an attribute of ${length}`, root('', ` a="${'x'.repeat(length)}"`), limit)),
    ...[100_000, 20_000_000].map((length) => xml(`a text of ${length}`, root('x'.repeat(length)), limit)),
    xml('comments', root('<!--x-->'.repeat(500_000)), limit),
    xml('processing instructions', root('<?x y?>'.repeat(500_000)), limit),
    xml('CDATA sections', root('<![CDATA[x]]>'.repeat(500_000)), limit),
    xml('blanks', `${' '.repeat(20_000_000)}${root('')}`),
    xml('a comment without end', root(`<!--${'-'.repeat(2_000_000)}`)),
    xml('a tag without end', `<a ${'x="" '.repeat(400_000)}`),
    xml('brackets', '<'.repeat(2_000_000)),
    xml('ends', root(']]>'.repeat(700_000))),
    xml('prefixes of prefixes', root('<a:b xmlns:a="urn:a">'.repeat(5000) + '</a:b>'.repeat(5000)), limit),
  ];
}

function encodings(): readonly AttackSample[] {
  const names = [
    'UTF-7',
    'UTF-32',
    'EBCDIC',
    'IBM037',
    'GB18030',
    'Shift_JIS',
    'ISO-2022-JP',
    'KOI8-R',
    'x-user-defined',
    'UTF-8\0',
    '',
    'a'.repeat(5000),
  ];
  const marks = ['0000feff', 'fffe0000', '2b2f76382d', 'dd736673', 'fbee28', 'feff', 'fffe', 'efbbbfefbbbf'];
  return [
    ...names.map((name, n) => xml(`encoding ${n}`, `<?xml version="1.0" encoding="${name}"?>${root('+ADw-a/+AD4-')}`)),
    ...marks.map((mark, n) => xml(`byte order mark ${n}`, Buffer.concat([Buffer.from(mark, 'hex'), Buffer.from(root(''))]))),
    ...['c080', 'c1bf', 'e08080', 'f0808080', 'eda080edb080', 'f4908080', 'ff', '80', 'c3'].map((hex) =>
      xml(`bytes ${hex}`, Buffer.concat([Buffer.from('<a>'), Buffer.from(hex, 'hex'), Buffer.from('</a>')])),
    ),
    xml('UTF-16 of odd length', Buffer.concat([Buffer.from('\uFEFF<a/>', 'utf16le'), Buffer.from([0x20])])),
    xml('UTF-16 called UTF-8', Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>${root('')}`, 'utf16le')),
  ];
}

function outward(url: string): readonly AttackSample[] {
  const xsi = ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';
  return [
    xml('schema location', root('', `${xsi} xsi:schemaLocation="urn:example:angriff ${url}/a.xsd"`)),
    xml('schema location without namespace', root('', `${xsi} xsi:noNamespaceSchemaLocation="${url}/a.xsd"`)),
    xml('schema location of a file', root('', `${xsi} xsi:schemaLocation="urn:example:angriff file:///etc/passwd"`)),
    xml('XInclude', root(`<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="${url}/x" parse="text"/>`)),
    xml('XInclude of a file', root('<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/>')),
    xml('style sheet', `<?xml-stylesheet type="text/xsl" href="${url}/a.xsl"?>${root('')}`),
    xml('model', `<?xml-model href="${url}/a.rnc"?>${root('')}`),
    xml('base', root(`<a href="b"/>`, ` xml:base="${url}/"`)),
    xml('namespace as an address', `<a xmlns="${url}/namensraum"/>`),
    xml('signature', root(`<s:Signature xmlns:s="http://www.w3.org/2000/09/xmldsig#"><s:Reference URI="${url}/r"/></s:Signature>`)),
    xml('SOAP', `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body><a href="${url}"/></e:Body></e:Envelope>`),
    xml('names of objects', `<__proto__ xmlns="urn:example:angriff"><constructor><prototype polluted="yes"/></constructor></__proto__>`),
  ];
}

function characters(): readonly AttackSample[] {
  const texts = [
    '\u0000',
    '\u0001',
    '\u001b[2J',
    '\u000b',
    '\ufffe',
    '\uffff',
    '&#0;',
    '&#x1b;',
    '&#xD800;',
    '&#x110000;',
    '&#99999999999999999999;',
    '&#-1;',
    '&;',
    '&nichts;',
    ']]>',
    '<',
    '<a b=1/>',
    '<a b="1" b="2"/>',
  ];
  return texts.map((text, n) => xml(`characters ${n}`, root(text)));
}
