import { Defect } from '../errors/families.ts';
import type { EvidenceItem } from '../evidence/contract.ts';
import type { OpenAttachment } from '../model/attachment.ts';
import type { Clock } from '../model/clock.ts';
import type { Logger } from '../model/logger.ts';
import type { Attempt, CommitIntent } from '../target/attempt.ts';

/** What an attempt of a test is like. */
export interface TestAttemptOptions {
  /** Default `AB-TEST-0000-0000-0001`. */
  readonly deliveryKey?: string | undefined;
  /** Default false. In a dry run the gate throws {@link TestDryRunStop}. */
  readonly dryRun?: boolean | undefined;
  /** The reference of a record that earlier acts began. Default none. */
  readonly begun?: string | undefined;
  /** Default: never aborted. */
  readonly signal?: AbortSignal | undefined;
  /** Default none. */
  readonly attachments?: readonly OpenAttachment[] | undefined;
  /** Whether evidence is wanted. Default false. */
  readonly evidence?: boolean | undefined;
  /** Called at every boundary, after it was recorded. */
  readonly boundary?: ((name: string) => void) | undefined;
  /** Called while the gate opens; what it throws keeps the gate shut. */
  readonly onOpen?: ((intent: CommitIntent) => Promise<void> | void) | undefined;
}

/** An attempt outside an engine, and what was seen of it. */
export interface TestAttempt extends Attempt {
  /** Steps, boundaries and gate openings in their order, such as `step:fill form`, `fence:held`, `gate:save`. */
  readonly events: readonly string[];
  /** What was journalled: one intent, or those of several ordered acts. */
  readonly intents: readonly CommitIntent[];
  readonly kept: readonly EvidenceItem[];
  /** Log lines as JSON, to look for what must not be in them. */
  readonly logLines: readonly string[];
}

/** Ends an attempt in a dry run, with what would have been sent. */
export class TestDryRunStop extends Error {
  readonly intent: CommitIntent;

  constructor(intent: CommitIntent) {
    super('dry run');
    this.name = 'TestDryRunStop';
    this.intent = intent;
  }
}

/** An attempt for tests of channels that need no engine: it remembers what an engine would make durable. */
export function testAttempt(options: TestAttemptOptions = {}): TestAttempt {
  const events: string[] = [];
  const intents: CommitIntent[] = [];
  const kept: EvidenceItem[] = [];
  const logLines: string[] = [];
  let opened = false;
  const open = async (intent: CommitIntent): Promise<void> => {
    if (intents.length > 0 && !(opened && [...intents, intent].every(({ ordered }) => ordered === true)))
      throw new Defect('AB_DEFECT', 'the gate was opened twice');
    intents.push(intent);
    await options.onOpen?.(intent);
    if (options.dryRun === true) throw new TestDryRunStop(intent);
    opened = true;
    events.push(`gate:${intent.name}`);
  };
  const gate = {
    get opened(): boolean {
      return opened;
    },
    open,
  };
  const attachments = options.attachments ?? [];
  return {
    events,
    intents,
    kept,
    logLines,
    deliveryKey: options.deliveryKey ?? 'AB-TEST-0000-0000-0001',
    number: 1,
    begun: options.begun,
    dryRun: options.dryRun ?? false,
    signal: options.signal ?? new AbortController().signal,
    clock: runningClock,
    logger: rememberingLogger(logLines),
    evidence: { wanted: options.evidence ?? false, add: async (item) => void kept.push(item) },
    boundary: (name) => {
      events.push(name);
      options.boundary?.(name);
    },
    attachments,
    attachment: (ref) => {
      const found = attachments.find((each) => each.ref === ref);
      if (found === undefined) throw new Defect('AB_DEFECT', `there is no attachment ${ref}`);
      return found;
    },
    step: async (name, act) => {
      events.push(`step:${name}`);
      return act();
    },
    commit: async (intent, act) => {
      await open(intent);
      return act();
    },
    gate,
  };
}

const runningClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(resolve, ms);
      signal?.addEventListener('abort', () => {
        clearTimeout(timer);
        reject(signal.reason);
      });
    }),
};

function rememberingLogger(lines: string[]): Logger {
  const write = (level: string) => (event: string, fields?: object) => void lines.push(JSON.stringify({ level, event, ...fields }));
  return { debug: write('debug'), info: write('info'), warn: write('warn') };
}
