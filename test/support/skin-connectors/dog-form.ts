import type { DeliveryKey, FieldDeclarations, MappedRecord } from '@amtsbote/sdk';
import type { FieldRules, FormFields } from '@amtsbote/sdk/rpa';

const must = { required: true } as const;

/** The fields of a dog registration. */
export const dogFields: FieldDeclarations = {
  salutation: {},
  familyName: must,
  givenName: must,
  birthDate: must,
  street: must,
  houseNumber: must,
  postcode: must,
  town: must,
  phone: {},
  dogName: must,
  breed: must,
  sex: must,
  since: must,
  assistance: { type: 'boolean' },
  remark: {},
};

/** Messages write dates as `2026-12-31`; each skin takes them in its own way. */
export const dogRules: FieldRules = { Geburtsdatum: { as: 'date' }, 'Beginn der Haltung': { as: 'date' } };

/** What the pages ask of the person who keeps the dog. */
export function keeper(record: MappedRecord): FormFields {
  return {
    Anrede: text(record, 'salutation'),
    Familienname: text(record, 'familyName'),
    Vorname: text(record, 'givenName'),
    Geburtsdatum: text(record, 'birthDate'),
  };
}

/** Where that person lives. */
export function address(record: MappedRecord): FormFields {
  return {
    Straße: text(record, 'street'),
    Hausnummer: text(record, 'houseNumber'),
    Postleitzahl: text(record, 'postcode'),
    Ort: text(record, 'town'),
    Telefon: text(record, 'phone'),
  };
}

/** The dog, and the key under which the record is looked up. */
export function dog(record: MappedRecord, key: DeliveryKey): FormFields {
  return { ...dogFacts(record), Bemerkung: text(record, 'remark'), Fremdschlüssel: key };
}

/** What the page of a saved record must show. */
export function shownOf(record: MappedRecord): FormFields {
  const { 'Beginn der Haltung': _, ...facts } = dogFacts(record);
  return { ...keeper(record), ...address(record), ...facts };
}

function dogFacts(record: MappedRecord): FormFields {
  return {
    'Name des Hundes': text(record, 'dogName'),
    Rasse: text(record, 'breed'),
    Geschlecht: text(record, 'sex'),
    'Beginn der Haltung': text(record, 'since'),
    Assistenzhund: record['assistance'] === true,
  };
}

/** Fields without a value are left alone. */
function text(record: MappedRecord, name: string): string | undefined {
  const value = record[name];
  return value === undefined || value === '' || typeof value === 'object' ? undefined : String(value);
}
