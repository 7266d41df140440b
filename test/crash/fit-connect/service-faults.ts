import type { Fault } from '@amtsbote/simulators/fit-connect';
import type { SeededRandom } from '../../support/seeded-random.ts';

type Made = readonly Omit<Fault, 'times'>[];

const operations = ['list', 'read', 'events', 'read-attachment', 'post-event', 'token', 'jwks', 'destination'] as const;

/** What goes wrong at the service, by its name. None of it is a fault of a submission: nothing may be rejected for it. */
const serviceFaults: Readonly<Record<string, (random: SeededRandom) => Made>> = {
  'cut before': (random) => [{ kind: 'cut-before', match: { operation: random.pick(operations) } }],
  'cut after': (random) => [{ kind: 'cut-after', match: { operation: random.pick(operations) } }],
  'cut halfway': (random) => [{ kind: 'cut-halfway', match: { operation: random.pick(operations) } }],
  'answer accepted, connection cut': () => [{ kind: 'cut-after', match: { operation: 'post-event' } }],
  'answer accepted, then 500': () => [{ kind: 'http-500', when: 'after', match: { operation: 'post-event' } }],
  '409 for nothing': () => [{ kind: 'http-409', match: { operation: 'post-event' } }],
  '500': (random) => [{ kind: 'http-500', match: { operation: random.pick(operations) } }],
  '502': (random) => [{ kind: 'http-502', match: { operation: random.pick(operations) } }],
  '503': (random) => [{ kind: 'http-503', retryAfter: 1, match: { operation: random.pick(operations) } }],
  '429': (random) => [{ kind: 'http-429', reset: 1, match: { operation: random.pick(operations) } }],
  'token revoked': (random) => [{ kind: 'token-revoked', match: { operation: random.pick(['list', 'read', 'events', 'post-event']) } }],
  'token short-lived': () => [{ kind: 'token-short-lived', match: { operation: 'token' } }],
  'pages shift': () => [{ kind: 'paging-shift' }],
  'pages overlap': () => [{ kind: 'paging-overlap' }],
  'listed twice': () => [{ kind: 'duplicate-listing' }],
  'listed after the answer': () => [{ kind: 'listing-answered' }],
  'total too small': () => [{ kind: 'total-too-small' }],
  'nothing listed': () => [{ kind: 'empty-listing' }],
  'a page in place of the answer': (random) => [{ kind: 'wrong-content', match: { operation: random.pick(operations) } }],
};

/** None, one or two of them, each for one or two requests; with their names. */
export function drawServiceFaults(random: SeededRandom): { readonly names: readonly string[]; readonly faults: readonly Fault[] } {
  const names = Array.from({ length: random.below(3) }, () => random.pick(Object.keys(serviceFaults)));
  const faults = names.flatMap((name) => (serviceFaults[name]?.(random) ?? []).map((made) => ({ ...made, times: 1 + random.below(2) })));
  return { names, faults };
}
