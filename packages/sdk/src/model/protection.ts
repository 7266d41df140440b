/** When a target rests after failures, and how long. */
export interface CircuitConfig {
  /** Different submissions that fail one after the other, none succeeding in between. Default 5. */
  readonly failures: number;
  /** The first pause, in milliseconds; each one after a failed probe is twice as long. Default 60,000. */
  readonly firstMs: number;
  /** The longest pause, in milliseconds. Default 3,600,000. */
  readonly maxMs: number;
}

/** When a target rests, where nothing else is said. */
export const defaultCircuit: CircuitConfig = { failures: 5, firstMs: 60_000, maxMs: 3_600_000 };

/** How long one step of an attempt may take, and one look-up, in milliseconds, where nothing else is said. */
export const defaultDeadlines = { stepMs: 60_000, lookUpMs: 60_000 } as const;
