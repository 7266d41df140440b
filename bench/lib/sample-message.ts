/** The fields of a sample message, in the order in which they stand in it. */
export const sampleFields = [
  'familyName',
  'givenNames',
  'birthDate',
  'street',
  'houseNumber',
  'postcode',
  'town',
  'phone',
  'email',
  'dogName',
  'breed',
  'chipNumber',
  'remark',
] as const;

/** Namespace of sample messages. */
export const sampleNamespace = 'urn:amtsbote:bench:registration';

/** One registration; no two numbers give the same. */
export type Sample = Readonly<Record<(typeof sampleFields)[number], string>>;

/** A registration whose XML message has this many bytes. */
export function sampleOf(number: number, bytes = 4096): Sample {
  const sample: Sample = {
    familyName: `Beispiel-Lüdenscheidt ${number}`,
    givenNames: 'Erika Änne',
    birthDate: '1980-01-31',
    street: 'Straße der Einheit',
    houseNumber: `${number % 200}a`,
    postcode: '03046',
    town: 'Cottbus',
    phone: '035512345',
    email: `erika${number}@example.org`,
    dogName: 'Rex',
    breed: 'Dackel',
    chipNumber: String(276_000_000_000_000 + number),
    remark: '',
  };
  const room = bytes - Buffer.byteLength(sampleXml(sample));
  return { ...sample, remark: 'Haelt sich im Garten auf. '.repeat(Math.ceil(room / 26)).slice(0, room) };
}

/** The message as XML. */
export function sampleXml(sample: Sample): string {
  const fields = sampleFields.map((name) => `  <${name}>${sample[name]}</${name}>\n`);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<registration xmlns="${sampleNamespace}">\n${fields.join('')}</registration>\n`;
}

/** The schema of {@link sampleXml}. */
export function sampleSchema(): string {
  const fields = sampleFields.map((name) => `<xs:element name="${name}" type="xs:string"/>`);
  return (
    `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="${sampleNamespace}" elementFormDefault="qualified">` +
    `<xs:element name="registration"><xs:complexType><xs:sequence>${fields.join('')}</xs:sequence></xs:complexType></xs:element></xs:schema>\n`
  );
}
