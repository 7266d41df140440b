import type { EpochMs } from '../model/ids.ts';
import type { TargetNews } from './targets.ts';

/** A target that rests. */
export interface Pause {
  readonly until: EpochMs;
  readonly code: string;
  /** Pauses in a row, this one included; each is twice as long as the one before. */
  readonly round: number;
}

/** What is known of a target when news come. */
export interface TargetFacts {
  readonly pause?: Pause | undefined;
  /** Different submissions that failed since it last took one, the one of the news included. */
  readonly failures: number;
  /** When the attempt began that the news come from. */
  readonly since: EpochMs;
  readonly now: EpochMs;
}

/**
 * The pause of a target after news of it; undefined when it takes deliveries.
 *
 * What began before a pause neither ends nor lengthens it, but a pause may be asked for longer. Behind its end the first failure of a
 * probe pauses again. Without a pause it takes failures of different submissions: one alone never gets there.
 */
export function pauseAfter(news: TargetNews, facts: TargetFacts): Pause | undefined {
  const { pause, failures, since, now } = facts;
  if (pause !== undefined && since < pause.until) return lengthened(pause, askedUntil(news, now));
  if (news.kind === 'well') return undefined;
  const { kind, code, circuit } = news;
  if (kind === 'failed' && pause === undefined && failures < news.circuit.failures) return undefined;
  const round = (pause?.round ?? 0) + 1;
  return lengthened({ until: now + pauseMs(circuit, round), code, round }, askedUntil(news, now));
}

function askedUntil(news: TargetNews, now: EpochMs): EpochMs {
  return news.kind === 'pause' && news.askedMs !== undefined ? now + news.askedMs : 0;
}

function lengthened(pause: Pause, until: EpochMs): Pause {
  return until > pause.until ? { ...pause, until } : pause;
}

/** How long a pause lasts: the first so long, each further one twice as long, up to the longest. */
export function pauseMs({ firstMs, maxMs }: { readonly firstMs: number; readonly maxMs: number }, round: number): number {
  return Math.min(maxMs, firstMs * 2 ** Math.min(round - 1, 30));
}
