/** A field of Musterverfahren's school transfer form: its label, its name on the page, how it is filled, and a sample value. */
export interface TransferField {
  readonly label: string;
  readonly name: string;
  readonly kind: 'text' | 'select' | 'radio' | 'checkbox';
  readonly value: string;
}

/** All 25 fields, in the order of the page. The last one takes the delivery key. */
export const transferFields: readonly TransferField[] = [
  text('Familienname', 'familienname', 'Müller-Lüdenscheidt'),
  text('Vorname', 'vorname', 'Zoë'),
  text('Rufname', 'rufname', 'Zoë'),
  text('Geburtsdatum', 'geburtsdatum', '05.03.2016'),
  text('Geburtsort', 'geburtsort', 'Cottbus'),
  { label: 'Geschlecht', name: 'geschlecht', kind: 'radio', value: 'weiblich' },
  text('Schülernummer', 'schuelernummer', '0500-1234'),
  text('Straße', 'strasse', 'Ströbitzer Straße'),
  text('Hausnummer', 'hausnummer', '7 b'),
  text('Postleitzahl', 'postleitzahl', '03046'),
  text('Ort', 'ort', 'Cottbus'),
  { label: 'Herkunftssprache', name: 'herkunftssprache', kind: 'select', value: 'Deutsch' },
  { label: 'Verkehrssprache', name: 'verkehrssprache', kind: 'select', value: 'Deutsch' },
  { label: 'Anrede der sorgeberechtigten Person', name: 'sorge_anrede', kind: 'select', value: 'Frau' },
  text('Name der sorgeberechtigten Person', 'sorge_name', 'Anne O’Neill'),
  text('Telefon', 'sorge_telefon', '035512345'),
  text('E-Mail', 'sorge_email', 'anne@example.org'),
  text('Abgebende Schule', 'abgebende_schule', 'Grundschule am Park'),
  text('Aufnehmende Schule', 'aufnehmende_schule', 'Grundschule am Bach'),
  text('Aufnahmedatum', 'aufnahmedatum', '2026-08-01'),
  { label: 'Jahrgangsstufe', name: 'jahrgangsstufe', kind: 'select', value: 'Jahrgangsstufe 4' },
  { label: 'Versetzt', name: 'versetzt', kind: 'checkbox', value: 'true' },
  { label: 'Masernschutz nachgewiesen', name: 'masernschutz', kind: 'checkbox', value: 'true' },
  text('Bemerkung', 'bemerkung', 'ruhig'),
  text('Fremdschlüssel', 'fremdschluessel', ''),
];

function text(label: string, name: string, value: string): TransferField {
  return { label, name, kind: 'text', value };
}

const namespace = 'urn:example:bench:transfer';

/** A message with the sample values, told apart by its number. */
export function transferXml(number: number): string {
  const elements = transferFields
    .slice(0, -1)
    .map(({ name, value }) => `<${name}>${value}${name === 'familienname' ? ` ${number}` : ''}</${name}>`);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<transfer xmlns="${namespace}">${elements.join('')}</transfer>`;
}

/** The mapping of these messages. JSON is YAML. */
export function transferMapping(): string {
  const rule = ({ name, kind }: TransferField): object => ({
    path: `t:${name}`,
    ...(kind === 'checkbox' ? { boolean: {} } : {}),
  });
  return JSON.stringify({
    message: { root: 'transfer', namespace },
    prefixes: { t: 'profile' },
    record: 'school-transfer',
    fields: Object.fromEntries(transferFields.slice(0, -1).map((field) => [field.name, rule(field)])),
  });
}

/** The description of the form, with read-back before and a comparison of the saved record after saving. */
export function transferTarget(baseUrl: string): string {
  const template = ({ name }: TransferField): string => (name === 'fremdschluessel' ? '{deliveryKey}' : `{${name}}`);
  const form = Object.fromEntries(transferFields.map((field) => [field.label, template(field)]));
  const declared = transferFields.slice(0, -1).map(({ name, kind }) => [name, kind === 'checkbox' ? { type: 'boolean' } : {}]);
  return JSON.stringify({
    baseUrl,
    account: { user: 'secret:user', password: 'secret:password' },
    login: {
      open: '/anmelden',
      fill: { Benutzername: '{user}', Kennwort: '{password}' },
      click: 'Anmelden',
      loggedIn: 'form[action="/abmelden"]',
      failed: '.fehler[role="alert"]',
    },
    capabilities: { find: 'authoritative', maxInFlightMs: 5000, visibilityLagMs: 0 },
    records: {
      'school-transfer': {
        fields: Object.fromEntries(declared),
        steps: [{ open: '/schulwechsel/neu' }, { fill: form }],
        commit: { click: 'Speichern', request: { method: 'POST', path: '/schulwechsel/neu/speichern' } },
        confirmation: { selector: '[data-testid="aktenzeichen"]', pattern: String.raw`^SW-\d{4}-\d{6}$` },
        verify: { open: '/schulwechsel/{reference}', fields: form },
        find: {
          open: '/suche?begriff={deliveryKey}&feld=fremdschluessel',
          rows: '[data-testid="treffer"] tbody tr',
          reference: { selector: '[data-testid="treffer-aktenzeichen"]' },
          empty: '[data-testid="keine-treffer"]',
        },
      },
    },
  });
}

/** The same without the look at the saved record: what that look costs is the difference. */
export function unverifiedTarget(baseUrl: string): string {
  return JSON.stringify(JSON.parse(transferTarget(baseUrl)), (name, value: unknown) => (name === 'verify' ? undefined : value));
}
