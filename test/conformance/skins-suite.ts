import type { MappedRecord } from '@amtsbote/sdk';
import { type ConformanceCase, targetConformance, type TargetInjections } from '@amtsbote/sdk/testing';
import type { Fault } from '@amtsbote/simulators/musterverfahren';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inLanes } from '../support/in-lanes.ts';
import { openSkin, type SkinAccess } from '../support/open-skin.ts';
import { skinDog } from '../support/skin-descriptions.ts';
import { startWitness, type Witness } from '../support/witness.ts';
import { runnable } from './musterverfahren.ts';
import { commonServices, hastyClock } from './quick-suite.ts';

const maxInFlightMs = 2500;
/** How late the application saves when it is told to be late. */
const lateMs = 1000;
/** Cases wait for those before them in the same suite. */
const patienceMs = 600_000;

/** Registers the cases of the suite for one way into Musterverfahren. Suites of one file run beside each other, on one browser. */
export function testSkin(access: SkinAccess): void {
  const common = commonServices();
  const clock = hastyClock();
  let witness: Witness;
  beforeAll(async () => {
    witness = await startWitness({ skin: access.skin });
  });
  afterAll(async () => {
    await common[Symbol.asyncDispose]();
    await witness.close();
  });

  const suite = targetConformance({
    open: (services) => openSkin(access, { url: witness.url, maxInFlightMs }, common.with(services)),
    recordType: 'dog-registration',
    record: { ...skinDog, remark: 'sehr ruhig und freundlich' },
    textFields: ['familyName', 'givenName', 'dogName', 'remark'],
    saved: storedFields,
    declares: { find: 'authoritative', idempotencyKey: false },
    clock,
    witness: {
      records: async (key) =>
        (await witness.records())
          .filter(({ fremdschluessel }) => fremdschluessel === key)
          .map(({ aktenzeichen, fields }) => ({ reference: aktenzeichen, fields })),
      count: async () => (await witness.records()).length,
    },
    inject: clock.watching(injections(() => witness)),
  });

  const inTurn = inLanes(1);
  const name = `${access.skin}, ${access.kind}`;
  test.concurrent.each(runnable(suite))(
    `${name}: %s`,
    async (_name, run) => {
      await expect(inTurn(run)).resolves.toBeUndefined();
    },
    patienceMs,
  );

  test(`${name}: leaves out only what does not apply to it`, () => {
    expect(leftOut(suite)).toEqual(['the channel declares `find: authoritative`', 'the channel declares `idempotencyKey: false`']);
  });
}

function leftOut(suite: readonly ConformanceCase[]): readonly string[] {
  return suite.flatMap(({ skipped }) => skipped ?? []);
}

function injections(witness: () => Witness): TargetInjections {
  const save = { match: { act: 'save' }, times: 1 } as const;
  const arm = async (...faults: readonly Fault[]): Promise<void> => witness().arm(...faults);
  return {
    cutBeforeSaving: () => arm({ kind: 'cut-before', ...save }),
    cutAfterSaving: () => arm({ kind: 'cut-after', ...save }),
    serverError: () => arm({ kind: 'http-500', ...save }),
    lateAnswer: (ms) => arm({ kind: 'latency', when: 'after', ms, ...save }),
    lateSaving: async () => {
      await arm({ kind: 'latency', ms: lateMs, ...save });
      return lateMs;
    },
    sessionExpired: () => arm({ kind: 'session-lost', match: { act: 'open-form' }, times: 1 }),
    rejection: async (record) => ({ ...record, postcode: '0304' }),
    clear: () => arm(),
  };
}

function storedFields(record: MappedRecord): Readonly<Record<string, unknown>> {
  return {
    anrede: record['salutation'],
    familienname: record['familyName'],
    vorname: record['givenName'],
    geburtsdatum: '12.10.1965',
    strasse: record['street'],
    hausnummer: record['houseNumber'],
    postleitzahl: record['postcode'],
    ort: record['town'],
    telefon: record['phone'],
    hundename: record['dogName'],
    rasse: record['breed'],
    geschlecht: 'm',
    haltungsbeginn: record['since'],
    assistenzhund: record['assistance'],
    bemerkung: record['remark'],
  };
}
