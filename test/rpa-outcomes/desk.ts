import type { Clock } from '@amtsbote/sdk';
import { demoUser, type Fault, type Quirk, type SkinName, type StoredRecord } from '@amtsbote/simulators/musterverfahren';
import type { Runtime } from '@amtsbote/sdk/runtime';
import { dogMessage } from '../support/messages.ts';
import type { SkinAccess } from '../support/open-skin.ts';
import { makeSkinProject } from '../support/skin-project.ts';
import { startWitness } from '../support/witness.ts';
import { type CuttableNetwork, openNetwork } from './cuttable-network.ts';

/** What a run came to for the submission at hand. */
export interface RunOutcome {
  readonly state: string;
  /** Of the first finding; `–` when there is none. */
  readonly code: string;
  /** What the application holds of it, as it says itself. */
  readonly records: number;
}

/** A skin of Musterverfahren, a network to it, and Amtsbote with one submission after the other. */
export interface Desk {
  readonly access: SkinAccess;
  readonly network: CuttableNetwork;
  readonly runtime: Runtime;
  /** Puts a new submission into the hot folder. */
  drop(): Promise<void>;
  /** Does something whenever a boundary is reached, until the next run ends. */
  at(boundary: RegExp, act: () => void): void;
  arm(...faults: readonly Fault[]): Promise<void>;
  switchOn(...quirks: readonly Quirk[]): Promise<void>;
  /** Runs once, so long after the run before. Default: an hour. */
  run(laterMs?: number): Promise<RunOutcome>;
  /** Answers the case at hand with "try again". */
  retry(): Promise<void>;
  /** Locks the account, as somebody does who types wrong passwords. */
  lockAccount(): Promise<void>;
  /** How many saving requests, or logins, were sent so far. */
  sent(what: 'saves' | 'logins'): number;
  close(): Promise<void>;
}

/** Times of a desk. */
export interface DeskTimes {
  readonly maxInFlightMs?: number;
  readonly timeoutMs?: number;
}

/** Patient, so that a machine on which much else runs changes no outcome. */
const patient = { maxInFlightMs: 15_000, timeoutMs: 6000 };
const hourMs = 3_600_000;

/** Opens a desk. */
export async function openDesk(access: SkinAccess, times: DeskTimes = {}): Promise<Desk> {
  const { maxInFlightMs, timeoutMs } = { ...patient, ...times };
  const witness = await startWitness({ skin: access.skin });
  const network = await openNetwork(witness.url);
  const project = await makeSkinProject(access, { url: network.url, maxInFlightMs, timeoutMs }, '1s');
  const clock = leapingClock();
  let watched: { readonly boundary: RegExp; readonly act: () => void } | undefined;
  const boundary = (name: string): void => {
    if (watched?.boundary.test(name) === true) watched.act();
  };
  const runtime = await project.open({ clock, boundary });
  const recordsOf = async (key: string): Promise<readonly StoredRecord[]> =>
    (await witness.records()).filter(({ fremdschluessel }) => fremdschluessel === key);
  let number = 0;
  const latest = async () => (await runtime.list({ limit: 1 }))[0];
  return {
    access,
    network,
    runtime,
    drop: () => project.drop(`einreichung-${(number += 1)}.xml`, dogMessage({ dogName: `Hund ${number}` })),
    at: (name, act) => void (watched = { boundary: name, act }),
    arm: witness.arm,
    switchOn: async (...quirks) => {
      await fetch(`${witness.url}/__quirks`, { method: 'POST', body: JSON.stringify(quirks) });
    },
    run: async (laterMs = hourMs) => {
      clock.leap(laterMs);
      await runtime.sync();
      watched = undefined;
      const delivery = (await latest())?.deliveries[0];
      const records = await recordsOf(delivery?.key ?? '');
      return { state: delivery?.state ?? 'none', code: delivery?.findings[0]?.code ?? '–', records: records.length };
    },
    retry: async () => void (await runtime.resolve((await latest())?.id ?? '', { answer: 'retry', by: 'anna' })),
    lockAccount: async () => {
      for (let nth = 0; nth < 5; nth += 1) await signInWrongly(witness.url, access.skin);
    },
    sent: (what) => network.seen.filter((request) => writes[what].test(request)).length,
    close: async () => {
      await runtime.close();
      await network.close();
      await witness.close();
      await project.remove();
    },
  };
}

async function signInWrongly(url: string, skin: SkinName): Promise<void> {
  const { name } = demoUser;
  const [path, fields] = signIns[skin];
  await fetch(`${url}${path}`, { method: 'POST', body: new URLSearchParams(fields(name, 'falsch')), redirect: 'manual' });
}

type SignIn = readonly [path: string, fields: (name: string, password: string) => Record<string, string>];

const ofPages: SignIn = ['/anmelden', (name, password) => ({ benutzername: name, kennwort: password })];
const signIns: Readonly<Record<SkinName, SignIn>> = {
  pages: ofPages,
  app: ofPages,
  frames: ['/mv/anmeldung', (name, password) => ({ BENUTZER: name, KENNWORT: password })],
};

const writes = {
  saves: /^POST \/(?:hund\/neu\/speichern|daten\/hund|mv\/hund\/speichern)(?:\?|$)/,
  logins: /^POST \/(?:anmelden|daten\/anmeldung|mv\/anmeldung)$/,
} as const;

/** Runs with the machine; waits pass at once. */
function leapingClock(): Clock & { leap(ms: number): void } {
  let aheadMs = 0;
  return {
    now: () => Date.now() + aheadMs,
    sleep: async (ms, signal) => {
      signal?.throwIfAborted();
      aheadMs += ms;
    },
    leap: (ms) => void (aheadMs += ms),
  };
}
