import type { Clock } from '../../model/clock.ts';
import type { CommitGate } from '../../target/attempt.ts';
import { type TestAttempt, type TestAttemptOptions, testAttempt } from '../test-attempt.ts';

/** An attempt, and how often its commit point was asked for, also where it refused. */
export interface WatchedAttempt {
  readonly attempt: TestAttempt;
  asked(): number;
}

/** A test attempt whose commit point counts. */
export function watchedAttempt(options: TestAttemptOptions, clock: Clock): WatchedAttempt {
  const inner = testAttempt(options);
  let asked = 0;
  const gate: CommitGate = {
    get opened() {
      return inner.gate.opened;
    },
    open: async (intent) => {
      asked += 1;
      await inner.gate.open(intent);
    },
  };
  const attempt: TestAttempt = {
    ...inner,
    clock,
    gate,
    commit: async (intent, act) => {
      await gate.open(intent);
      return act();
    },
  };
  return { attempt, asked: () => asked };
}
