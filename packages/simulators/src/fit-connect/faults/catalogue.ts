import { answerFaults } from './answer-faults.ts';
import { callbackFaults } from './callback-faults.ts';
import { contentFaults } from './content-faults.ts';
import { directoryFaults } from './directory-faults.ts';
import { eventFaults } from './event-faults.ts';
import type { FaultKind, FaultSpec } from './fault.ts';
import { listFaults } from './list-faults.ts';
import { transportFaults } from './transport-faults.ts';

/** What the faults of requests do; those of callbacks are not among them. */
export const faultSpecs: ReadonlyMap<FaultKind, FaultSpec> = new Map(
  Object.entries({ ...transportFaults, ...directoryFaults, ...listFaults, ...contentFaults, ...eventFaults, ...answerFaults }) as [
    FaultKind,
    FaultSpec,
  ][],
);

/** What each fault of {@link FaultKind} does, in half a sentence. */
export const faultTexts: ReadonlyMap<FaultKind, string> = new Map([
  ...[...faultSpecs].map(([kind, { text }]) => [kind, text] as const),
  ...Object.entries(callbackFaults).map(([kind, { text }]) => [kind as FaultKind, text] as const),
]);

/** True for the name of a fault. */
export function isFaultKind(kind: unknown): kind is FaultKind {
  return faultTexts.has(kind as FaultKind);
}
