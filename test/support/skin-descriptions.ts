import type { RecordDescription, WebFormOptions } from '@amtsbote/connectors/targets/web-form';
import type { MappedRecord } from '@amtsbote/sdk';
import type { SkinName } from '@amtsbote/simulators/musterverfahren';
import { dogFields } from './skin-connectors/dog-form.ts';

/** A dog registration as a mapping delivers it. */
export const skinDog = {
  salutation: 'Frau',
  familyName: 'Müller-Lüdenscheidt',
  givenName: 'Zoë',
  birthDate: '1965-10-12',
  street: 'Große Straße',
  houseNumber: '0500',
  postcode: '03046',
  town: 'Cottbus',
  phone: '030123456',
  dogName: 'Waldi',
  breed: 'Dackel',
  sex: 'Rüde',
  since: '2026-11-01',
  assistance: true,
  remark: 'sehr ruhig\nund freundlich',
} as const satisfies MappedRecord;

const keeper = { Anrede: '{salutation}', Familienname: '{familyName}', Vorname: '{givenName}', Geburtsdatum: '{birthDate}' };
const address = { Straße: '{street}', Hausnummer: '{houseNumber}', Postleitzahl: '{postcode}', Ort: '{town}', Telefon: '{phone}' };
const dog = {
  'Name des Hundes': '{dogName}',
  Rasse: '{breed}',
  Geschlecht: '{sex}',
  'Beginn der Haltung': '{since}',
  Assistenzhund: '{assistance}',
  Bemerkung: '{remark}',
  Fremdschlüssel: '{deliveryKey}',
};
const rules = { Geburtsdatum: { as: 'date' }, 'Beginn der Haltung': { as: 'date' } } as const;
const shown = {
  ...keeper,
  ...address,
  'Name des Hundes': '{dogName}',
  Rasse: '{breed}',
  Geschlecht: '{sex}',
  Assistenzhund: '{assistance}',
};
const reference = String.raw`HU-\d{4}-\d{6}`;

/** Dog registrations in one of the web UIs of Musterverfahren, as a person would describe them. */
export function skinDescription(skin: SkinName, baseUrl: string, change: Partial<WebFormOptions> = {}): WebFormOptions {
  const { login, record } = skins[skin];
  return {
    baseUrl,
    account: { user: 'secret:mv-user', password: 'secret:mv-password', oneTimeCodes: 'secret:mv-codes' },
    login,
    capabilities: { find: 'authoritative', maxInFlightMs: 5000 },
    timeoutMs: 5000,
    records: { 'dog-registration': { fields: dogFields, rules, ...record } },
    ...change,
  };
}

type Described = Pick<WebFormOptions, 'login'> & { readonly record: Omit<RecordDescription, 'fields'> };

const signIn = {
  open: '/anmelden',
  fill: { Benutzername: '{user}', Kennwort: '{password}' },
  click: 'Anmelden',
  further: [{ shows: '#code', fill: { Bestätigungscode: '{code}' }, click: 'Bestätigen' }],
};

/** Three pages or tabs, each left by the same button. */
const inThreeParts = (button: string): RecordDescription['steps'] => [
  { open: '/hund/neu' },
  ...[keeper, address, dog].flatMap((fill) => [{ fill }, { click: button }]),
];

const confirmed = {
  confirmation: { selector: '.aktenzeichen[data-testid=aktenzeichen]', pattern: reference },
  verify: { open: '/hund/{reference}', fields: shown },
};

const pages: Described = {
  login: { ...signIn, loggedIn: 'form[action="/abmelden"]', failed: '.fehler', passwordChange: '[name=kennwort_wiederholung]' },
  record: {
    ...confirmed,
    steps: [...inThreeParts('Weiter'), { expect: 'Bitte prüfen Sie alle Angaben' }],
    commit: { click: 'Verbindlich speichern', request: { path: '/hund/neu/speichern' } },
    errors: { selector: '.fehler', provesNotSaved: true },
    find: {
      open: '/suche?feld=fremdschluessel&begriff={deliveryKey}',
      rows: '[data-testid=treffer] tbody tr',
      reference: { selector: '[data-testid=treffer-aktenzeichen]' },
      empty: '[data-testid=keine-treffer]',
    },
  },
};

const app: Described = {
  login: {
    ...signIn,
    loggedIn: '.konto',
    loggedOut: '#kennwort',
    failed: '.fehler:not([hidden])',
    passwordChange: '#wiederholung',
  },
  record: {
    ...confirmed,
    steps: inThreeParts('Reiter speichern'),
    commit: { click: 'Verbindlich speichern', request: { path: '/daten/hund' } },
    find: {
      open: '/suche?begriff={deliveryKey}',
      rows: '[role=row].treffer',
      reference: { selector: 'a' },
      empty: '[data-testid=keine-treffer]',
    },
  },
};

const frames: Described = {
  login: {
    open: '/',
    fill: { Benutzer: '{user}', Kennwort: '{password}' },
    click: 'Anmelden',
    loggedIn: 'body:not(:has([name=KENNWORT], a[href="/mv/anmeldung"])):has(h1, a[href*="/mv/abmeldung"])',
    further: [{ shows: '[name=CODE]', fill: { Bestätigungscode: '{code}' }, click: 'Weiter' }],
    failed: 'form[name=anm] font',
    passwordChange: '[name=NEU2]',
    sessionInAddress: 'SID=([^&]+)',
  },
  record: {
    rules: { ...rules, Rasse: { pick: '...' } },
    steps: [{ open: '/mv/hund/erfassen?SID={session}' }, { fill: { ...keeper, ...address, ...dog } }],
    commit: { click: 'Speichern', confirm: ['Ja'], request: { path: '/mv/hund/speichern' } },
    confirmation: { selector: 'td:text-is("Aktenzeichen:") + td', pattern: reference },
    verify: { open: '/mv/hund/akte/{reference}?SID={session}', fields: shown },
    errors: { selector: '.rot', provesNotSaved: true },
    find: {
      open: '/mv/suche?SID={session}&FELD=fremdschluessel&BEGRIFF={deliveryKey}',
      rows: 'table.liste tr:has(td)',
      reference: { selector: 'a' },
      empty: 'p:text-is("0 Treffer")',
    },
  },
};

const skins: Readonly<Record<SkinName, Described>> = { pages, app, frames };
