export { settableClock, type SettableClock } from './settable-clock.ts';
export { MemoryPortal, type MemorySubmission } from './memory-portal.ts';
export { MemoryTarget, type MemoryFault, type MemoryRecord } from './memory-target.ts';
export { type TestAttempt, testAttempt, type TestAttemptOptions, TestDryRunStop } from './test-attempt.ts';
