export { settableClock, type SettableClock } from './settable-clock.ts';
export { MemoryPortal, type MemorySubmission } from './memory-portal.ts';
export { MemoryTarget, type MemoryFault, type MemoryRecord } from './memory-target.ts';
export { type TestAttempt, testAttempt, type TestAttemptOptions, TestDryRunStop } from './test-attempt.ts';
export { type ConformanceCase, ConformanceFailure } from './conformance/conformance-case.ts';
export type { ConformanceServices } from './conformance/conformance-services.ts';
export { targetConformance } from './conformance/target-conformance.ts';
export type {
  TargetConformanceOptions,
  TargetInjections,
  TargetWitness,
  WitnessedRecord,
} from './conformance/target-options.ts';
export { portalConformance } from './conformance/portal-conformance.ts';
export type {
  OfferedSubmission,
  PortalConformanceOptions,
  PortalInjections,
  PortalWitness,
} from './conformance/portal-options.ts';
