import type { Fault } from '@amtsbote/simulators/musterverfahren';
import type { SeededRandom } from '../../support/seeded-random.ts';
import type { AccessKind } from './access-kinds.ts';

/** Shorter than any kind declares a request to go on, and longer than the API is waited for. */
const lateMs = 900;

type Making = (kind: AccessKind) => readonly Omit<Fault, 'match' | 'times'>[];

/** What goes wrong on the other side, by its name in the list of faults that the matrix promises. */
export const targetFaults: Readonly<Record<string, Making>> = {
  'cut before saving': () => [{ kind: 'cut-before' }],
  'cut after saving': () => [{ kind: 'cut-after' }],
  '500 before saving': () => [{ kind: 'http-500' }],
  '500 after saving': () => [{ kind: 'http-500', when: 'after' }],
  'time-out with effect': ({ tooLongMs }) => [{ kind: 'latency', when: 'after', ms: tooLongMs }],
  'time-out without effect': ({ tooLongMs }) => [{ kind: 'latency', ms: tooLongMs }, { kind: 'cut-before' }],
  'late effect': () => [{ kind: 'latency', ms: lateMs }],
  'session lost': () => [{ kind: 'session-lost' }],
};

/** One fault of the matrix, or none, for the next saving requests; with its name. */
export function drawFault(random: SeededRandom, kind: AccessKind): { readonly name: string; readonly armed: readonly Fault[] } {
  if (random.chance(0.2)) return { name: 'no fault', armed: [] };
  const name = random.pick(Object.keys(targetFaults));
  const times = 1 + random.below(2);
  const match = { method: 'POST', path: kind.saving };
  const armed = (targetFaults[name]?.(kind) ?? []).map((fault) => ({ ...fault, match, times }));
  return { name: `${name} x${times}`, armed };
}
