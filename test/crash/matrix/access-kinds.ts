import type { Fault } from '@amtsbote/simulators/musterverfahren';
import { dogMessage, tradeMessage } from '../../support/messages.ts';
import type { ProjectOptions } from '../../support/project.ts';
import type { SeededRandom } from '../../support/seeded-random.ts';

/** A way into the target, by what it can do for a record whose saving nobody saw. */
export interface AccessKind {
  readonly name: string;
  readonly project: Omit<ProjectOptions, 'url'>;
  /** Path of the saving request. */
  readonly saving: string;
  /** A message of which no other number has the same. */
  readonly message: (number: string) => string;
  /** Whether each outcome can be found out: then nothing may end as a case. */
  readonly decidable: boolean;
  /** How long a run takes that nobody kills, in milliseconds. */
  readonly runMs: number;
}

const api = {
  saving: '/api/gewerbeanmeldungen',
  message: (number: string) => tradeMessage({ businessName: `Betrieb ${number}` }),
  runMs: 1500,
};
const webUi = { saving: '/hund/neu/speichern', message: (number: string) => dogMessage({ dogName: `Hund ${number}` }), runMs: 3500 };
const apiTimes = { timeoutMs: 700, maxInFlightMs: 1500 };
const webTimes = { timeoutMs: 4000, maxInFlightMs: 1500 };

/** The five ways of the crash matrix. */
export const accessKinds: readonly AccessKind[] = [
  { name: 'API with key', ...api, project: { ...apiTimes, idempotencyKey: true, find: false }, decidable: true },
  { name: 'API without key, with find', ...api, project: apiTimes, decidable: true },
  { name: 'API without either', ...api, project: { ...apiTimes, find: false }, decidable: false },
  { name: 'web UI with find', ...webUi, project: webTimes, decidable: true },
  { name: 'web UI without find', ...webUi, project: { ...webTimes, find: false }, decidable: false },
];

/** Longer than the time-out of the API, and over before the declared time in flight is. */
const tooLongMs = 1100;

type FaultName =
  | 'cut before'
  | 'cut after'
  | '500 before'
  | '500 after'
  | 'time-out with effect'
  | 'time-out without effect'
  | 'session lost';

const faults: Readonly<Record<FaultName, readonly Omit<Fault, 'match' | 'times'>[]>> = {
  'cut before': [{ kind: 'cut-before' }],
  'cut after': [{ kind: 'cut-after' }],
  '500 before': [{ kind: 'http-500' }],
  '500 after': [{ kind: 'http-500', when: 'after' }],
  'time-out with effect': [{ kind: 'latency', when: 'after', ms: tooLongMs }],
  'time-out without effect': [{ kind: 'latency', ms: tooLongMs }, { kind: 'cut-before' }],
  'session lost': [{ kind: 'session-lost' }],
};

/** One fault of the matrix, or none, for the next saving requests; with its name. */
export function drawFault(random: SeededRandom, { saving }: AccessKind): { readonly name: string; readonly armed: readonly Fault[] } {
  if (random.chance(0.25)) return { name: 'no fault', armed: [] };
  const name = random.pick(Object.keys(faults) as FaultName[]);
  const times = 1 + random.below(2);
  const match = { method: 'POST', path: saving };
  return { name: `${name} x${times}`, armed: faults[name].map((fault) => ({ ...fault, match, times })) };
}
