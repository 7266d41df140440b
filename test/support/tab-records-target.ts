import type { FurtherDescription, RecordDescription, WebFormOptions } from '@amtsbote/connectors/targets/web-form';
import type { Project } from './project.ts';

const must = { required: true } as const;
const fields: RecordDescription['fields'] = {
  salutation: {},
  familyName: must,
  givenNames: must,
  birthDay: must,
  birthMonth: must,
  birthYear: must,
  street: must,
  houseNumber: must,
  postcode: must,
  town: must,
  phone: {},
  email: {},
  dogName: must,
  breed: must,
  chipNumber: {},
  sex: must,
  born: {},
  keptSince: must,
  assistance: { type: 'boolean' },
  remark: {},
};

/** One tab: its name for people, its key in addresses, what is filled in. */
interface Tab {
  readonly title: string;
  readonly key: string;
  readonly fill: Readonly<Record<string, string>>;
}

const dog: Tab = {
  title: 'Hund',
  key: 'tier',
  fill: {
    'Name des Hundes': '{dogName}',
    Rasse: '{breed}',
    Chipnummer: '{chipNumber}',
    Geschlecht: '{sex}',
    Wurfdatum: '{born}',
    'Beginn der Haltung': '{keptSince}',
    Assistenzhund: '{assistance}',
    Bemerkung: '{remark}',
    Fremdschlüssel: '{deliveryKey}',
  },
};
const keeper: Tab = {
  title: 'Halter',
  key: 'halter',
  fill: {
    Anrede: '{salutation}',
    Familienname: '{familyName}',
    Vorname: '{givenNames}',
    Geburtsdatum: '{birthDay}.{birthMonth}.{birthYear}',
  },
};
const address: Tab = {
  title: 'Anschrift',
  key: 'anschrift',
  fill: {
    Straße: '{street}',
    Hausnummer: '{houseNumber}',
    Postleitzahl: '{postcode}',
    Ort: '{town}',
    Telefon: '{phone}',
    'E-Mail': '{email}',
  },
};

function act({ title, key, fill }: Tab): FurtherDescription {
  return {
    name: title,
    steps: [{ click: title }, { fill }],
    commit: {
      click: 'Reiter speichern',
      saved: `[role=tab][data-stand=gespeichert]:text-is("${title}")`,
      request: { method: 'PUT', path: `/daten/entwuerfe/*/${key}` },
    },
  };
}

/**
 * Dog registrations in the skin `app` with the quirk `tab-records`: each tab is an act. The tab with the delivery key comes first, so that a
 * record that was begun is found; with `keyLast` it comes last, and the look-up proves nothing.
 */
export function tabRecordsTarget(baseUrl: string, { keyLast = false }: { readonly keyLast?: boolean } = {}): WebFormOptions {
  const [first, ...further] = keyLast ? [act(keeper), act(address), act(dog)] : [act(dog), act(keeper), act(address)];
  return {
    baseUrl,
    account: { user: 'secret:musterverfahren-user', password: 'secret:musterverfahren-password' },
    login: {
      open: '/anmelden',
      fill: { Benutzername: '{user}', Kennwort: '{password}' },
      click: 'Anmelden',
      loggedIn: '.konto',
      loggedOut: '#kennwort',
      failed: '.fehler:not([hidden])',
    },
    capabilities: { find: keyLast ? 'hint' : 'authoritative', maxInFlightMs: 1500 },
    timeoutMs: 8000,
    records: {
      'dog-registration': {
        fields,
        steps: [{ open: '/hund/neu' }, ...(first?.steps ?? [])],
        commit: first?.commit ?? { click: '', request: { path: '' } },
        further,
        resume: '/hund/{reference}/bearbeiten',
        confirmation: { selector: '.aktenzeichen[data-testid=aktenzeichen]', pattern: String.raw`HU-\d{4}-\d{6}` },
        verify: { open: '/hund/{reference}', fields: { ...keeper.fill, ...address.fill, ...dog.fill } },
        find: {
          open: '/suche?begriff={deliveryKey}',
          rows: '[role=row].treffer',
          reference: { selector: 'a' },
          empty: '[data-testid=keine-treffer]',
        },
        errors: { selector: '.feldfehler:not(:empty)', provesNotSaved: true },
      },
    },
  };
}

/** Puts a description in the place of the one that a project has for the web UI. */
export async function describeWebTarget(project: Project, options: WebFormOptions): Promise<void> {
  await project.write('targets/musterverfahren-web.yaml', JSON.stringify(options));
}
