import type { EpochMs } from '../model/ids.ts';
import { type PurgeKind, purgeKinds } from '../model/purge-kind.ts';
import { type Period, cutoff } from './period.ts';

/** How long each kind is kept once a submission is final and reported. */
export type RetentionPeriods = Readonly<Record<PurgeKind, Period>>;

/** What is kept where nothing else is written. */
export const defaultPeriods: RetentionPeriods = { content: '90d', evidence: '1y', metadata: '1y', history: '10y', hashes: '10y' };

/** The periods of a project, and what its routes have otherwise. */
export interface RetentionRules {
  readonly periods: RetentionPeriods;
  readonly routes: Readonly<Record<string, Partial<RetentionPeriods>>>;
}

/** What a submission is judged by. */
export interface Retained {
  /** When it was final and reported. */
  readonly settledAt: EpochMs;
  readonly kept: readonly PurgeKind[];
  readonly routes: readonly string[];
}

type Cutoffs = Readonly<Record<PurgeKind, EpochMs>>;

/** Says at one moment what is over. */
export class RetentionPlan {
  readonly #common: Cutoffs;
  readonly #routes: ReadonlyMap<string, Cutoffs>;

  constructor(rules: RetentionRules, now: EpochMs) {
    this.#common = cutoffsOf(rules.periods, now);
    const routes = Object.entries(rules.routes).map(([name, own]) => [name, cutoffsOf({ ...rules.periods, ...own }, now)] as const);
    this.#routes = new Map(routes);
  }

  /** The kinds of a submission that are over. One that went along several routes keeps each kind as long as the longest of them says. */
  due({ settledAt, kept, routes }: Retained): readonly PurgeKind[] {
    const cutoffs = routes.length === 0 ? [this.#common] : routes.map((route) => this.#routes.get(route) ?? this.#common);
    return kept.filter((kind) => cutoffs.every((entry) => settledAt <= entry[kind]));
  }

  /** By kind: nothing that was settled later is over on any route. */
  get latest(): Cutoffs {
    return byKind((kind) => Math.max(this.#common[kind], ...[...this.#routes.values()].map((entry) => entry[kind])));
  }
}

/** Nothing outlives the history but the hashes, and they do not go before it; the metadata open the content, and do not go before that. */
function cutoffsOf(periods: RetentionPeriods, now: EpochMs): Cutoffs {
  const own = byKind((kind) => cutoff(periods[kind], now));
  const inHistory = byKind((kind) => Math.max(own[kind], own.history));
  return { ...inHistory, metadata: Math.min(inHistory.metadata, inHistory.content), hashes: Math.min(own.hashes, own.history) };
}

function byKind(of: (kind: PurgeKind) => EpochMs): Cutoffs {
  return Object.fromEntries(purgeKinds.map((kind) => [kind, of(kind)])) as Cutoffs;
}
