import { dogMessage, tradeMessage } from '../../support/messages.ts';
import type { ProjectOptions } from '../../support/project.ts';

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
  /** How long a run takes that nobody kills, in milliseconds, and how many boundaries it passes with one submission. */
  readonly runMs: number;
  readonly boundaries: number;
  /** Longer than the run waits for the answer to a saving request. */
  readonly tooLongMs: number;
}

/** How long a request may go on after the death of who sent it, as every kind declares it. */
const maxInFlightMs = 1500;

const api = {
  saving: '/api/gewerbeanmeldungen',
  message: (number: string) => tradeMessage({ businessName: `Betrieb ${number}` }),
  runMs: 700,
  boundaries: 20,
  tooLongMs: 1100,
};
const webUi = {
  saving: '/hund/neu/speichern',
  message: (number: string) => dogMessage({ dogName: `Hund ${number}` }),
  runMs: 2500,
  boundaries: 48,
  tooLongMs: 2000,
};
const apiTimes = { timeoutMs: 700, maxInFlightMs };
const webTimes = { timeoutMs: 4000, maxInFlightMs };

/** The five ways of the crash matrix. */
export const accessKinds: readonly AccessKind[] = [
  { name: 'API with key', ...api, project: { ...apiTimes, idempotencyKey: true, find: false }, decidable: true },
  { name: 'API without key, with find', ...api, project: apiTimes, decidable: true },
  { name: 'API without either', ...api, project: { ...apiTimes, find: false }, decidable: false },
  { name: 'web UI with find', ...webUi, project: webTimes, decidable: true },
  { name: 'web UI without find', ...webUi, project: { ...webTimes, find: false }, decidable: false },
];
