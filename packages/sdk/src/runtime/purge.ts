import { ConfigurationFault } from '../errors/families.ts';
import type { Ledger } from '../ledger/contract.ts';
import type { Blocked, BlockedSubmission, PurgeCandidate, PurgeCounts } from '../ledger/retention.ts';
import type { EpochMs, SubmissionId } from '../model/ids.ts';
import { type PurgeKind, purgeKinds } from '../model/purge-kind.ts';
import { type RetentionRules, RetentionPlan } from '../retention/retention-plan.ts';
import type { Wiring } from './open-runtime.ts';
import { idOf } from './sync.ts';

/** What to purge of what is over. */
export interface PurgeOptions {
  /** Only says what would go. Default false. */
  readonly dryRun?: boolean | undefined;
  /** Only submissions that were final and reported before this moment. */
  readonly before?: EpochMs | undefined;
  /** Only submissions that went along this route. */
  readonly route?: string | undefined;
  /**
   * Only this submission (its id, a unique beginning of it, or a delivery key), whatever its periods are: message, attachments, records,
   * evidence, metadata. Its history without contents and its hashes keep their time. Not together with `before` or `route`.
   */
  readonly submission?: string | undefined;
  /** Account name, or `retention` for what goes by itself. */
  readonly by: string;
  /** Stops after this time, in milliseconds; the next purge goes on. Default: no end. */
  readonly budgetMs?: number | undefined;
  /** Heeded between two submissions. */
  readonly signal?: AbortSignal | undefined;
  /** Whether a ledger file of an older version may be written anew, once, to give free pages back. Default false. */
  readonly rebuild?: boolean | undefined;
}

/** What went, or would go. */
export interface PurgeResult {
  readonly dryRun: boolean;
  readonly at: EpochMs;
  /** Submissions of which something went. */
  readonly submissions: number;
  readonly kinds: Readonly<Record<PurgeKind, PurgedKind>>;
  /** What went of which submission. */
  readonly items: readonly { readonly id: SubmissionId; readonly kinds: readonly PurgeKind[] }[];
  /** What cannot go because it is open, unreported or on hold; not counted when time is limited. */
  readonly blocked?: Blocked | undefined;
  /** Stubs of events that went from the beginning of the history. */
  readonly cut: number;
  /** False when a reader kept older pages in the write-ahead log: the next purge empties it. */
  readonly compacted: boolean;
  /** False when time or a signal ended it before everything that is over was gone. */
  readonly complete: boolean;
}

/** How much of one kind went. */
export interface PurgedKind {
  readonly submissions: number;
  /** Parts and records, pieces of evidence, sealed facts, events, hashed ids. */
  readonly pieces: number;
}

const page = 200;
const mostShown = 5;

/**
 * Purges what is over by the periods of the configuration, submission by submission: killed at any moment, nothing is lost that should stay,
 * and the next purge goes on.
 *
 * @throws ConfigurationFault AB_LEDGER_BUSY when a run holds the ledger; AB_PURGE_REFUSED when the one submission must stay
 */
export async function purge(wiring: Wiring, options: PurgeOptions): Promise<PurgeResult> {
  checkRoute(wiring, options);
  const ledger = await wiring.ledger();
  const { clock, boundary } = wiring.services;
  const work = new PurgeWork(wiring, ledger, { ...options, one: await oneOf(wiring, ledger, options) });
  if (options.dryRun === true) return work.preview();
  if (!(await ledger.runs.begin(clock.now()))) throw new ConfigurationFault('AB_LEDGER_BUSY', 'Another run holds the ledger');
  try {
    return await work.run(boundary);
  } finally {
    await ledger.runs.end(clock.now());
  }
}

/** What goes of one submission before its time, as a citizen may demand. */
const beforeItsTime: readonly PurgeKind[] = ['content', 'evidence', 'metadata'];

interface DuePurge {
  readonly id: SubmissionId;
  readonly kinds: readonly PurgeKind[];
}

interface WorkOptions extends PurgeOptions {
  /** The one submission, where one was named. */
  readonly one?: DuePurge | undefined;
}

async function oneOf(wiring: Wiring, ledger: Ledger, { submission, before, route }: PurgeOptions): Promise<DuePurge | undefined> {
  if (submission === undefined) return undefined;
  if (before !== undefined || route !== undefined) throw new ConfigurationFault('AB_USAGE', 'One submission has neither day nor route');
  const id = await idOf(wiring, submission);
  const { kept = [], why } = (await ledger.retention.look(id)) ?? {};
  if (why !== undefined) throw new ConfigurationFault('AB_PURGE_REFUSED', `The submission ${id} stays: ${reasons[why]}`);
  return { id, kinds: beforeItsTime.filter((kind) => kept.includes(kind)) };
}

const reasons: Readonly<Record<BlockedSubmission['why'], string>> = {
  open: 'it is open',
  unreported: 'its portal was not told yet',
  held: 'it is under legal hold',
};

type Tally = Record<PurgeKind, { submissions: number; pieces: number }>;

class PurgeWork {
  readonly #wiring: Wiring;
  readonly #ledger: Ledger;
  readonly #options: WorkOptions;
  readonly #now: EpochMs;
  readonly #plan: RetentionPlan;
  readonly #items: { id: SubmissionId; kinds: readonly PurgeKind[] }[] = [];
  readonly #kinds: Tally;

  constructor(wiring: Wiring, ledger: Ledger, options: WorkOptions) {
    this.#wiring = wiring;
    this.#ledger = ledger;
    this.#options = options;
    this.#now = wiring.services.clock.now();
    this.#plan = new RetentionPlan(rulesOf(wiring), this.#now);
    this.#kinds = Object.fromEntries(purgeKinds.map((kind) => [kind, { submissions: 0, pieces: 0 }])) as Tally;
  }

  async preview(): Promise<PurgeResult> {
    for await (const { id, kinds } of this.#due()) {
      const counts = await this.#ledger.retention.count(id);
      this.#note(id, Object.fromEntries(kinds.map((kind) => [kind, counts[kind] ?? 0])));
    }
    return this.#result({ cut: 0, compacted: false, complete: true });
  }

  async run(boundary: (name: string) => void): Promise<PurgeResult> {
    const { retention, intake } = this.#ledger;
    await intake.dropOrphans();
    await retention.seal(this.#now);
    let complete = true;
    for await (const { id, kinds } of this.#due()) {
      if (this.#isOver()) {
        complete = false;
        break;
      }
      boundary('purge:before');
      const counts = await retention.purge({ id, kinds, now: this.#now, by: this.#options.by });
      if (counts === undefined) continue;
      boundary('purge:rows');
      if (counts.content !== undefined) await retention.dropFiles(id);
      boundary('purge:files');
      this.#note(id, counts);
    }
    const cut = await retention.cut(this.#now);
    boundary('purge:cut');
    const compacted = await retention.compact(this.#options.rebuild === true);
    boundary('purge:compacted');
    return this.#result({ cut, compacted, complete });
  }

  async *#due(): AsyncGenerator<DuePurge> {
    const { retention } = this.#ledger;
    const { one } = this.#options;
    if (one !== undefined) {
      if (one.kinds.length > 0) yield one;
      return;
    }
    const request = { settledBy: this.#plan.latest, limit: page };
    for (let found = await retention.candidates(request); ;) {
      for (const candidate of found) {
        const kinds = this.#isWanted(candidate) ? this.#plan.due(candidate) : [];
        if (kinds.length > 0) yield { id: candidate.id, kinds };
      }
      const after = found.at(-1)?.cursor;
      if (after === undefined) return;
      found = await retention.candidates({ ...request, after });
    }
  }

  #isWanted({ settledAt, routes }: PurgeCandidate): boolean {
    const { before, route } = this.#options;
    return (before === undefined || settledAt < before) && (route === undefined || routes.includes(route));
  }

  #isOver(): boolean {
    const { budgetMs, signal } = this.#options;
    return signal?.aborted === true || (budgetMs !== undefined && this.#wiring.services.clock.now() - this.#now >= budgetMs);
  }

  #note(id: SubmissionId, counts: PurgeCounts): void {
    const kinds = purgeKinds.filter((kind) => counts[kind] !== undefined);
    this.#items.push({ id, kinds });
    for (const kind of kinds) {
      this.#kinds[kind].submissions += 1;
      this.#kinds[kind].pieces += counts[kind] ?? 0;
    }
  }

  async #result(end: Pick<PurgeResult, 'cut' | 'compacted' | 'complete'>): Promise<PurgeResult> {
    return {
      dryRun: this.#options.dryRun === true,
      at: this.#now,
      submissions: new Set(this.#items.map((item) => item.id)).size,
      kinds: this.#kinds,
      items: this.#items,
      ...(this.#options.budgetMs === undefined &&
        this.#options.one === undefined && { blocked: await this.#ledger.retention.blocked(mostShown) }),
      ...end,
    };
  }
}

function rulesOf({ config }: Wiring): RetentionRules {
  const own = Object.entries(config.routes).flatMap(([name, { retention }]) =>
    retention === undefined ? [] : [[name, retention] as const],
  );
  return { periods: config.retention.periods, routes: Object.fromEntries(own) };
}

function checkRoute({ config }: Wiring, { route }: PurgeOptions): void {
  if (route === undefined || Object.hasOwn(config.routes, route)) return;
  throw new ConfigurationFault('AB_USAGE', `The configuration has no such route; it has: ${Object.keys(config.routes).join(', ')}`);
}
