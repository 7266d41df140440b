import type { WebFormOptions } from '@amtsbote/connectors/targets/web-form';

const text = {} as const;
const must = { required: true } as const;
const find = {
  open: '/suche?feld=fremdschluessel&begriff={deliveryKey}',
  rows: '[data-testid=treffer] tbody tr',
  reference: { selector: '[data-testid=treffer-aktenzeichen]', pattern: '^[A-Z]{2}-\\d{4}-\\d{6}$' },
  empty: '[data-testid=keine-treffer]',
};
const shared = {
  confirmation: { selector: '.aktenzeichen[data-testid=aktenzeichen]', pattern: '[A-Z]{2}-\\d{4}-\\d{6}' },
  errors: { selector: '.fehler', provesNotSaved: true },
  externalReference: 'Fremdschlüssel',
  find,
};

/** Dog registrations and school transfers in Musterverfahren, as a person would describe them. */
export function description(baseUrl: string): WebFormOptions {
  return {
    baseUrl,
    account: { user: 'secret:mv-user', password: 'secret:mv-password' },
    login: {
      open: '/anmelden',
      fill: { Benutzername: '{user}', Kennwort: '{password}' },
      click: 'Anmelden',
      loggedIn: 'form[action="/abmelden"]',
      failed: '.fehler',
    },
    capabilities: { find: 'authoritative', maxInFlightMs: 10_000 },
    timeoutMs: 5000,
    records: {
      'dog-registration': dogRegistration(),
      'school-transfer': schoolTransfer(),
    },
  };
}

function dogRegistration(): WebFormOptions['records'][string] {
  return {
    ...shared,
    fields: {
      salutation: text,
      familyName: must,
      givenName: must,
      birthDate: must,
      street: must,
      houseNumber: must,
      postcode: must,
      town: must,
      phone: text,
      email: text,
      dogName: must,
      breed: must,
      sex: must,
      since: must,
      assistance: { type: 'boolean' },
      remark: text,
      proof: { type: 'attachment' },
    },
    steps: [
      { open: '/hund/neu' },
      { fill: { Anrede: '{salutation}', Familienname: '{familyName}', Vorname: '{givenName}', Geburtsdatum: '{birthDate}' } },
      { click: 'Weiter' },
      {
        fill: {
          Straße: '{street}',
          Hausnummer: '{houseNumber}',
          Postleitzahl: '{postcode}',
          Ort: '{town}',
          Telefon: '{phone}',
          'E-Mail': '{email}',
        },
      },
      { click: 'Weiter' },
      {
        fill: {
          'Name des Hundes': '{dogName}',
          Rasse: '{breed}',
          Geschlecht: '{sex}',
          'Beginn der Haltung': '{since}',
          Assistenzhund: '{assistance}',
          Bemerkung: '{remark}',
        },
      },
      { upload: { Nachweis: '{proof}' } },
      { click: 'Weiter' },
      { expect: 'Bitte prüfen Sie alle Angaben' },
    ],
    commit: { click: 'Verbindlich speichern', request: { path: '/hund/neu/speichern' } },
    verify: {
      open: '/hund/{reference}',
      fields: {
        Familienname: '{familyName}',
        Postleitzahl: '{postcode}',
        Rasse: '{breed}',
        Geschlecht: '{sex}',
        Assistenzhund: '{assistance}',
        Fremdschlüssel: '{deliveryKey}',
      },
    },
  };
}

function schoolTransfer(): WebFormOptions['records'][string] {
  return {
    ...shared,
    fields: {
      familyName: must,
      givenName: must,
      birthDate: must,
      postcode: text,
      language: text,
      school: must,
      year: text,
      promoted: { type: 'boolean' },
    },
    steps: [
      { open: '/schulwechsel/neu' },
      {
        fill: {
          Familienname: '{familyName}',
          Vorname: '{givenName}',
          Geburtsdatum: '{birthDate}',
          Postleitzahl: '{postcode}',
          Herkunftssprache: '{language}',
          'Aufnehmende Schule': '{school}',
          Jahrgangsstufe: '{year}',
          Versetzt: '{promoted}',
        },
      },
    ],
    commit: {
      click: 'Speichern',
      request: { path: '/schulwechsel/neu/speichern' },
      followUps: [{ click: 'Ja, endgültig speichern', path: '/schulwechsel/neu/speichern' }],
    },
    verify: {
      open: '/schulwechsel/{reference}',
      fields: { Familienname: '{familyName}', Postleitzahl: '{postcode}', Herkunftssprache: '{language}', Versetzt: '{promoted}' },
    },
  };
}
