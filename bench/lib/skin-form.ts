import { demoUser, type Quirk, type SkinName, startMusterverfahren } from '@amtsbote/simulators/musterverfahren';
import { skinDescription, skinDog } from '../../test/support/skin-descriptions.ts';
import { openRpaDesk } from './rpa-desk.ts';

/** How the form of one web UI was filled, over some submissions. */
export interface SkinCounts {
  /** Fields filled in one round trip with all others of their page. */
  readonly together: number;
  /** Fields filled one by one with real input. */
  readonly byHand: number;
  /** Values that the application holds otherwise than meant. */
  readonly wrong: number;
}

const submissions = 3;
const namespace = 'urn:example:bench:dog';

/** What the application holds of a dog registration, whatever its pages look like. */
const meant = {
  anrede: 'Frau',
  familienname: skinDog.familyName,
  vorname: skinDog.givenName,
  geburtsdatum: '12.10.1965',
  strasse: skinDog.street,
  hausnummer: skinDog.houseNumber,
  postleitzahl: skinDog.postcode,
  ort: skinDog.town,
  telefon: skinDog.phone,
  hundename: skinDog.dogName,
  rasse: skinDog.breed,
  geschlecht: 'm',
  haltungsbeginn: skinDog.since,
  assistenzhund: true,
  bemerkung: skinDog.remark,
};

/** Every field of the record, and the delivery key. */
const fieldsPerForm = Object.keys(skinDog).length + 1;

/** Enters dog registrations into one web UI of Musterverfahren, with these traps, and counts how its fields were filled. */
export async function fillSkin(skin: SkinName, quirks: readonly Quirk[] = []): Promise<SkinCounts> {
  await using application = await startApplication(skin, quirks);
  const description = skinDescription(skin, application.url, { account: { user: 'secret:user', password: 'secret:password' } });
  await using desk = await openRpaDesk({ target: JSON.stringify(description), mapping: mapping() });
  for (let number = 1; number <= submissions; number += 1) await desk.enter(message(number));
  const saved = await application.records();
  const byHand = await desk.filledByHand();
  const missing = (submissions - saved.length) * Object.keys(meant).length;
  return { together: submissions * fieldsPerForm - byHand, byHand, wrong: missing + saved.flatMap(differences).length };
}

async function startApplication(skin: SkinName, quirks: readonly Quirk[]) {
  const application = await startMusterverfahren({ skin, quirks, users: [demoUser] });
  return {
    url: application.url,
    records: async () => {
      const response = await fetch(`${application.url}/__witness/records`);
      return ((await response.json()) as { records: { fields: Readonly<Record<string, unknown>> }[] }).records;
    },
    [Symbol.asyncDispose]: () => application.close(),
  };
}

/** Names of fields that hold something else; each number of a message stands in its remark. */
function differences({ fields }: { readonly fields: Readonly<Record<string, unknown>> }): string[] {
  const held = (name: string): string =>
    String(fields[name])
      .replace(/\s*\d*$/, '')
      .replace(/\s+/g, ' ');
  return Object.entries(meant).flatMap(([name, value]) =>
    held(name) ===
    String(value)
      .replace(/\s*\d*$/, '')
      .replace(/\s+/g, ' ')
      ? []
      : [name],
  );
}

function message(number: number): string {
  const elements = Object.entries(skinDog).map(([name, value]) => `<${name}>${value}${name === 'remark' ? ` ${number}` : ''}</${name}>`);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<dog xmlns="${namespace}">${elements.join('')}</dog>`;
}

function mapping(): string {
  const rules = Object.keys(skinDog).map((name) => [name, { path: `d:${name}`, ...(name === 'assistance' ? { boolean: {} } : {}) }]);
  return JSON.stringify({
    message: { root: 'dog', namespace },
    prefixes: { d: 'profile' },
    record: 'dog-registration',
    fields: Object.fromEntries(rules),
  });
}
