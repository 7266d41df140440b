import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CharactersConfig, RetryConfig } from '../config/config.ts';
import type { Ledger } from '../ledger/contract.ts';
import { openSqliteLedger } from '../ledger/sql/sql-ledger.ts';
import type { SubmissionView } from '../ledger/views.ts';
import { codeListsOf } from '../message/codelist/code-lists.ts';
import type { Profile } from '../message/profile/profile.ts';
import { joinSteps, type MessageValidation, type Verdict } from '../message/validation/validation.ts';
import type { Finding } from '../model/finding.ts';
import { parseMapping } from '../mapping/parse-mapping.ts';
import type { Mapping } from '../mapping/mapping.ts';
import type { Channel } from '../target/channel.ts';
import { recordShape } from '../target/record-shape.ts';
import { MemoryPortal } from '../testing/memory-portal.ts';
import { MemoryTarget } from '../testing/memory-target.ts';
import { type SettableClock, settableClock } from '../testing/settable-clock.ts';
import type { DryRunSink, EngineContext, EngineRoute, EngineTarget } from './context.ts';
import type { EngineEvent } from './events.ts';
import { type RunOptions, runOnce } from './run-once.ts';
import type { RunTally } from './run-tally.ts';

/** A message of the tests, with the name it is about. */
export function messageFor(name: string, extra = ''): string {
  return `<?xml version="1.0" encoding="UTF-8"?><antrag xmlns="urn:example:antrag"><name>${name}</name>${extra}</antrag>`;
}

const mappingText = `
message: { root: antrag, namespace: 'urn:example:antrag' }
prefixes: { a: profile }
record: dog
fields:
  name: { path: a:name, required: true, text: { max: 40 } }
checks:
  - { assert: 'not(a:verboten)', else: reject, code: X010, message: not allowed here }
`;

/** An engine on a real ledger, with portal and target in memory and a clock that stands still. */
export interface Bench extends AsyncDisposable {
  readonly folder: string;
  readonly portal: MemoryPortal;
  readonly target: MemoryTarget;
  readonly clock: SettableClock;
  readonly events: EngineEvent[];
  readonly ledger: Ledger;
  readonly boundaries: string[];
  /** One run. */
  run(options?: Partial<RunOptions>): Promise<RunTally>;
  /** The only submission. */
  only(): Promise<SubmissionView>;
  setMapping(text: string): Promise<void>;
  setDryRun(sink: DryRunSink | undefined): void;
  onBoundary: (name: string) => void;
}

/** What differs from the usual bench. */
export interface BenchOptions {
  readonly channels?: (target: MemoryTarget) => readonly Channel[];
  readonly route?: Partial<EngineRoute>;
  /** A second route for the same messages, to a second target with the same channels. */
  readonly second?: Partial<EngineRoute>;
  readonly retry?: Partial<RetryConfig>;
  readonly productive?: boolean;
  /** Whether the portal is told `accepted` once a submission is stored. */
  readonly acceptStored?: boolean;
  /** Budgets, hours, circuit and deadlines of the target. */
  readonly target?: Pick<EngineTarget, 'limits' | 'hours' | 'circuit' | 'deadlines' | 'status'>;
  readonly characters?: CharactersConfig;
  readonly profiles?: readonly Profile[];
  /** The verdict on messages of ours. Default valid. */
  readonly answersAre?: Verdict;
}

/** Opens a bench; closes and removes it at the end of its block. */
export async function openBench(options: BenchOptions = {}): Promise<Bench> {
  const folder = await mkdtemp(join(tmpdir(), 'engine-'));
  const ledger = await openSqliteLedger(join(folder, 'ledger.sqlite'), randomBytes(32));
  const portal = new MemoryPortal();
  const target = new MemoryTarget();
  const clock = settableClock();
  const events: EngineEvent[] = [];
  const boundaries: string[] = [];
  let mapping: Mapping = await parseMapping(mappingText, 'dog.yaml');
  const channels = options.channels?.(target) ?? [target.channel('api')];
  const context: EngineContext & { dryRun?: DryRunSink | undefined } = {
    ledger,
    portals: new Map([['folder', portal]]),
    acceptStored: new Set(options.acceptStored === true ? ['folder'] : []),
    targets: new Map(['registry', 'archive'].map((name) => [name, targetOf(name, channels, options)])),
    routes: new Map([
      ['dogs', routeOf(() => mapping, options.route)],
      ...(options.second === undefined
        ? []
        : ([['archived', routeOf(() => mapping, { name: 'archived', target: 'archive', ...options.second })]] as const)),
    ]),
    retry: { attempts: 3, firstMs: 30_000, maxMs: 3_600_000, waitForUnknownMs: 30_000, attemptMs: 60_000, ...options.retry },
    profiles: async () => options.profiles ?? [],
    codeLists: async () => codeListsOf([]),
    validate: async () => verdictOf(options.answersAre ?? 'valid'),
    clock,
    random: () => 0.5,
    logger: { debug: () => undefined, info: () => undefined, warn: () => undefined },
    boundary: (name) => {
      boundaries.push(name);
      bench.onBoundary(name);
    },
    emit: (event) => void events.push(event),
    keepEvidence: true,
  };
  const bench: Bench = {
    folder,
    portal,
    target,
    clock,
    events,
    ledger,
    boundaries,
    onBoundary: () => undefined,
    run: (run = {}) => runOnce(context, { signal: new AbortController().signal, ...run }),
    only: async () => {
      const [first] = await ledger.views.list({});
      if (first === undefined) throw new Error('there is no submission');
      return ledger.views.show(first.id);
    },
    setMapping: async (text) => {
      mapping = await parseMapping(text, 'dog.yaml');
    },
    setDryRun: (sink) => {
      context.dryRun = sink;
    },
    [Symbol.asyncDispose]: async () => {
      await ledger.close();
      await rm(folder, { recursive: true });
    },
  };
  return bench;
}

/** What a validation says that has one step. */
export function verdictOf(verdict: Verdict, ...warnings: readonly Finding[]): MessageValidation {
  return joinSteps([{ name: 'schema', verdict, findings: [], warnings }]);
}

function targetOf(name: string, channels: readonly Channel[], options: BenchOptions): EngineTarget {
  const shape = recordShape({ name: { required: true, max: 40 }, plans: { type: 'attachment', many: true } });
  const { productive = true, characters, target } = options;
  return { name, productive, characters, ...target, open: async () => ({ records: { dog: shape }, channels }) };
}

function routeOf(mapping: () => Mapping, differing: Partial<EngineRoute> = {}): EngineRoute {
  return {
    name: 'dogs',
    portal: 'folder',
    target: 'registry',
    unchecked: 'case',
    beside: [],
    rejections: 'allowed',
    mapping: async () => mapping(),
    constants: {},
    answers: { accepted: [], rejected: [] },
    validate: async () => verdictOf('valid'),
    ...differing,
  };
}
