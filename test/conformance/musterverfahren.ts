import { join } from 'node:path';
import { loadConfig } from '@amtsbote/sdk/runtime';
import type { SecretReader } from '@amtsbote/sdk';
import type { ConformanceCase, TargetInjections, TargetWitness } from '@amtsbote/sdk/testing';
import { demoApiClient, demoUser, type Fault, type MusterverfahrenOptions, type StoredRecord } from '@amtsbote/simulators/musterverfahren';
import { makeProject, type ProjectOptions } from '../support/project.ts';
import { startWitness } from '../support/witness.ts';

/** A Musterverfahren for one conformance suite. */
export interface ConformanceApp {
  /** The options of a shipped target description, with the address of this Musterverfahren. */
  options(target: string): unknown;
  readonly secrets: SecretReader;
  /** Reads one kind of its records, without any connector. */
  witness(kind: StoredRecord['kind']): TargetWitness;
  /** Injections into the requests that save. */
  inject(saving: string): TargetInjections;
  arm(...faults: readonly Fault[]): Promise<void>;
  close(): Promise<void>;
}

/** Starts Musterverfahren, and reads the descriptions of the examples for it. */
export async function startConformanceApp(
  options: Omit<ProjectOptions, 'url'> = {},
  application: MusterverfahrenOptions = {},
): Promise<ConformanceApp> {
  const app = await startWitness(application);
  const project = await makeProject({ ...options, url: app.url });
  const { targets } = await loadConfig(join(project.directory, 'amtsbote.yaml'));
  const all = async (kind: StoredRecord['kind']): Promise<readonly StoredRecord[]> =>
    (await app.records()).filter((one) => one.kind === kind);
  return {
    options: (target) => targets[target]?.channels[0]?.options.value,
    secrets: { get: async (reference) => secrets[reference] ?? '' },
    witness: (kind) => ({
      records: async (key) =>
        (await all(kind))
          .filter((one) => one.fremdschluessel === key)
          .map(({ aktenzeichen, fields, attachments }) => ({ reference: aktenzeichen, fields, attachments })),
      count: async () => (await all(kind)).length,
    }),
    inject: (saving) => injections(app.arm, saving),
    arm: app.arm,
    close: async () => {
      await app.close();
      await project.remove();
    },
  };
}

/** The cases of a suite that apply, as rows of `test.each`. */
export function runnable(suite: readonly ConformanceCase[]): readonly (readonly [name: string, run: ConformanceCase['run']])[] {
  return suite.flatMap(({ name, skipped, run }) => (skipped === undefined ? [[name, run] as const] : []));
}

/** How late Musterverfahren saves when it is told to be late: less than its targets declare here. */
const lateMs = 1000;

function injections(arm: ConformanceApp['arm'], path: string): TargetInjections {
  const once = { match: { method: 'POST', path }, times: 1 };
  return {
    cutBeforeSaving: () => arm({ kind: 'cut-before', ...once }),
    cutAfterSaving: () => arm({ kind: 'cut-after', ...once }),
    serverError: () => arm({ kind: 'http-500', ...once }),
    lateAnswer: (ms) => arm({ kind: 'latency', when: 'after', ms, ...once }),
    lateSaving: async () => {
      await arm({ kind: 'latency', ms: lateMs, ...once });
      return lateMs;
    },
    clear: () => arm(),
  };
}

const secrets: Readonly<Record<string, string>> = {
  'secret:musterverfahren-user': demoUser.name,
  'secret:musterverfahren-password': demoUser.password,
  'secret:musterverfahren-client-id': demoApiClient.name,
  'secret:musterverfahren-client-secret': demoApiClient.password,
};
