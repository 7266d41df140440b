import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { connector } from '@amtsbote/connectors/targets/rest';
import type { Clock, MappedRecord, OpenAttachment } from '@amtsbote/sdk';
import { type ConformanceCase, targetConformance } from '@amtsbote/sdk/testing';
import type { ConformanceApp } from './musterverfahren.ts';

const bytes = Buffer.from(Array.from({ length: 70_000 }, (_, index) => (index * 31) % 256));
const card: OpenAttachment = {
  ref: 'a1',
  name: 'Handwerkskarte.pdf',
  mediaType: 'application/pdf',
  size: bytes.length,
  sha256: createHash('sha256').update(bytes).digest('hex'),
  open: () => Readable.from([bytes]),
};

const registration = {
  salutation: 'Frau',
  familyName: 'Østergård-Nguyễn',
  givenNames: 'Þóra Änne',
  birthDate: '1985-03-05',
  street: 'Sandower Hauptstraße',
  houseNumber: '58 b',
  postcode: '03046',
  town: 'Cottbus-Chóśebuz',
  phone: '0355123456',
  email: 'thora@example.org',
  businessName: 'Feinbäckerei Østergård',
  legalForm: 'GmbH & Co. KG',
  businessStreet: 'Ströbitzer Hauptstraße',
  businessHouseNumber: '0500',
  businessPostcode: '03044',
  businessTown: 'Cottbus-Ströbitz',
  startDate: '2026-12-01',
  sideBusiness: true,
  activities: ['Bäckerei und Konditorei', 'Handel mit Getränken'],
  documents: ['a1'],
} as const satisfies MappedRecord;

/** The suite of the rest target against the trade registrations of Musterverfahren. */
export function restSuite(app: () => ConformanceApp, idempotencyKey: boolean, clock?: Clock): readonly ConformanceCase[] {
  const saving = '/api/gewerbeanmeldungen';
  const inject = (): ReturnType<ConformanceApp['inject']> => app().inject(saving);
  return targetConformance({
    open: async (services) => {
      const { options, secrets } = app();
      return connector.open({
        ...services,
        options: connector.options.parse(options('musterverfahren-api')),
        secrets,
      });
    },
    recordType: 'trade-registration',
    record: registration,
    textFields: ['familyName', 'givenNames', 'businessName', 'town'],
    attachments: [card],
    saved: storedFields,
    declares: { find: 'authoritative', idempotencyKey },
    clock,
    witness: {
      records: (key) => app().witness('gewerbe').records(key),
      count: () => app().witness('gewerbe').count(),
    },
    inject: {
      cutBeforeSaving: async () => inject().cutBeforeSaving?.(),
      cutAfterSaving: async () => inject().cutAfterSaving?.(),
      serverError: async () => inject().serverError?.(),
      lateAnswer: async (ms) => inject().lateAnswer?.(ms),
      lateSaving: async () => (await inject().lateSaving?.()) ?? 0,
      sessionExpired: () => app().arm({ kind: 'session-lost', match: { method: 'POST', path: saving }, times: 1 }),
      rejection: async (record) => ({ ...record, businessPostcode: '0304' }),
      clear: async () => inject().clear?.(),
    },
  });
}

function storedFields(record: MappedRecord): Readonly<Record<string, unknown>> {
  return {
    person_anrede: record['salutation'],
    person_familienname: record['familyName'],
    person_vorname: record['givenNames'],
    person_geburtsdatum: record['birthDate'],
    person_strasse: record['street'],
    person_hausnummer: record['houseNumber'],
    person_postleitzahl: record['postcode'],
    person_ort: record['town'],
    person_telefon: record['phone'],
    person_email: record['email'],
    betrieb_name: record['businessName'],
    betrieb_rechtsform: record['legalForm'],
    betrieb_strasse: record['businessStreet'],
    betrieb_hausnummer: record['businessHouseNumber'],
    betrieb_postleitzahl: record['businessPostcode'],
    betrieb_ort: record['businessTown'],
    betrieb_beginn: record['startDate'],
    betrieb_nebenerwerb: record['sideBusiness'],
    taetigkeiten: record['activities'],
  };
}
