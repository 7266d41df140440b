import { connector } from '@amtsbote/connectors/targets/web-form';
import type { MappedRecord } from '@amtsbote/sdk';
import { type ConformanceCase, targetConformance } from '@amtsbote/sdk/testing';
import type { Fault } from '@amtsbote/simulators/musterverfahren';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ConformanceApp, runnable, startConformanceApp } from './musterverfahren.ts';
import { commonServices, hastyClock } from './quick-suite.ts';

const dog = {
  salutation: 'Frau',
  familyName: 'Müller-Lüdenscheidt',
  givenNames: 'Ẑoë ẞabine',
  birthDay: '12',
  birthMonth: '10',
  birthYear: '1965',
  street: 'Große Ströbitzer Straße',
  houseNumber: '0500',
  postcode: '03046',
  town: 'Cottbus-Chóśebuz',
  phone: '0301234567',
  email: 'zoe@example.org',
  dogName: 'Änne-Rose',
  breed: 'Dackel',
  chipNumber: '276098100000017',
  sex: 'Hündin',
  born: '01.02.2024',
  keptSince: '2026-11-01',
  assistance: true,
  remark: 'sehr ruhig und freundlich',
} as const satisfies MappedRecord;

const common = commonServices();
let app: ConformanceApp;
beforeAll(async () => {
  app = await startConformanceApp({ maxInFlightMs: 2500 });
});
afterAll(async () => {
  await common[Symbol.asyncDispose]();
  await app.close();
});

const suite = dogSuite();

test.each(runnable(suite))('%s', (_name, run) => expect(run()).resolves.toBeUndefined());

test('leaves out only what does not apply to it', () => {
  expect(suite.flatMap(({ skipped }) => skipped ?? [])).toEqual([
    'the channel declares `find: authoritative`',
    'the channel declares `idempotencyKey: false`',
  ]);
});

function dogSuite(): readonly ConformanceCase[] {
  const clock = hastyClock();
  const inject = (): ReturnType<ConformanceApp['inject']> => app.inject('/hund/neu/speichern');
  const expired: Fault = { kind: 'session-lost', match: { path: '/hund/neu' }, times: 1 };
  return targetConformance({
    open: async (services) => {
      const { options, secrets } = app;
      return connector.open({
        ...common.with(services),
        options: connector.options.parse(options('musterverfahren-web')),
        secrets,
      });
    },
    recordType: 'dog-registration',
    record: dog,
    textFields: ['familyName', 'givenNames', 'dogName', 'remark'],
    saved: storedFields,
    declares: { find: 'authoritative', idempotencyKey: false },
    clock,
    witness: {
      records: (key) => app.witness('hund').records(key),
      count: () => app.witness('hund').count(),
    },
    inject: clock.watching({
      cutBeforeSaving: async () => inject().cutBeforeSaving?.(),
      cutAfterSaving: async () => inject().cutAfterSaving?.(),
      serverError: async () => inject().serverError?.(),
      lateAnswer: async (ms) => inject().lateAnswer?.(ms),
      lateSaving: async () => (await inject().lateSaving?.()) ?? 0,
      sessionExpired: () => app.arm(expired),
      rejection: async (record) => ({ ...record, birthDay: '31', birthMonth: '02' }),
      clear: async () => inject().clear?.(),
    }),
  });
}

function storedFields(record: MappedRecord): Readonly<Record<string, unknown>> {
  return {
    anrede: record['salutation'],
    familienname: record['familyName'],
    vorname: record['givenNames'],
    geburtsdatum: `${dog.birthDay}.${dog.birthMonth}.${dog.birthYear}`,
    strasse: record['street'],
    hausnummer: record['houseNumber'],
    postleitzahl: record['postcode'],
    ort: record['town'],
    telefon: record['phone'],
    email: record['email'],
    hundename: record['dogName'],
    rasse: record['breed'],
    chipnummer: record['chipNumber'],
    geschlecht: 'w',
    wurfdatum: record['born'],
    haltungsbeginn: record['keptSince'],
    assistenzhund: record['assistance'],
    bemerkung: record['remark'],
  };
}
