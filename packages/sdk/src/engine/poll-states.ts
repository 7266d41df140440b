import { isAmtsboteError } from '../errors/amtsbote-error.ts';
import { NotDelivered } from '../errors/families.ts';
import type { StatusConfig } from '../config/config.ts';
import type { Poll } from '../ledger/polls.ts';
import type { TargetNews } from '../ledger/targets.ts';
import { defaultDeadlines } from '../model/protection.ts';
import type { RecordState } from '../model/states.ts';
import type { Channel } from '../target/channel.ts';
import type { Target } from '../target/define-target.ts';
import type { EngineContext, EngineTarget } from './context.ts';
import { channelsFor } from './deliver-one.ts';
import { newsOf } from './protection/target-news.ts';
import { restOf } from './protection/target-rest.ts';
import { backoffMs } from './retry-policy.ts';
import type { RunTally } from './run-tally.ts';

/** Records of one target that are asked about at the same time, where nothing else is said. A web UI is asked for one. */
const perTarget = 4;
/** How long one run asks one target: what is left is for the next run. */
const longestMs = 60_000;
/** Technical failures in a row after which a target is left alone until the next run. */
const mostFailures = 3;

interface PollRun {
  readonly tally: RunTally;
  readonly signal: AbortSignal;
}

/**
 * Asks targets how their records fare, where that is due. Comes behind the deliveries and takes what they left of the target's budget; a
 * target that rests is not asked, and one behind its pause for one record first. What fails is repeated later and changes no delivery.
 * Returns whether portals are to be told something.
 */
export async function pollStates(context: EngineContext, run: PollRun): Promise<boolean> {
  const polled = [...context.targets.values()].flatMap((target) => (target.status === undefined ? [] : { target, status: target.status }));
  const polls = polled.map(({ target, status }) => new TargetPoll(context, { target, status, run }));
  const ends = await Promise.allSettled(polls.map(async (poll) => poll.run()));
  const failed = ends.find((end) => end.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  return polls.some((poll) => poll.hasNews);
}

interface PollParts {
  readonly target: EngineTarget;
  readonly status: StatusConfig;
  readonly run: PollRun;
}

/** The looks of one run at one target. */
class TargetPoll {
  readonly #context: EngineContext;
  readonly #parts: PollParts;
  /** What is due then is asked for once, however short the time between two looks is. */
  readonly #startedAt: number;
  /** Whether a record had another state than before. */
  hasNews = false;
  #failuresInRow = 0;
  #isClosed = false;

  constructor(context: EngineContext, parts: PollParts) {
    this.#context = context;
    this.#parts = parts;
    this.#startedAt = context.clock.now();
  }

  async run(): Promise<void> {
    const { ledger, logger } = this.#context;
    const { target, status } = this.#parts;
    await ledger.polls.heedClock(target.name, this.#startedAt, Math.max(status.everyMs, this.#context.retry.maxMs));
    for (;;) {
      const due = await ledger.polls.due({ now: this.#startedAt, target: target.name, limit: target.limits?.atOnce ?? perTarget });
      if (due.length === 0) return;
      const width = await this.#width();
      if (width === 0) return;
      const opened = await target.open().catch(() => undefined);
      if (opened === undefined) return logger.warn('states cannot be asked for: the target does not open', { target: target.name });
      const isOneByOne = opened.channels.some((channel) => channel.kind === 'rpa');
      await Promise.all(due.slice(0, isOneByOne ? 1 : width).map(async (poll) => this.#look(poll, opened)));
    }
  }

  /** How many looks may begin now; behind the end of a pause one. */
  async #width(): Promise<number> {
    const { ledger, clock } = this.#context;
    const { target, run } = this.#parts;
    const now = clock.now();
    if (run.signal.aborted || this.#isClosed || now > this.#startedAt + longestMs || this.#failuresInRow >= mostFailures) return 0;
    const pauses = await ledger.targets.pauses();
    if (restOf(target, pauses, now) !== undefined) return 0;
    return pauses.some((pause) => pause.target === target.name) ? 1 : Number.POSITIVE_INFINITY;
  }

  async #look(poll: Poll, opened: Target): Promise<void> {
    const { ledger, clock, boundary, emit } = this.#context;
    const { target, status, run } = this.#parts;
    const since = clock.now();
    const channels = channelsFor(opened, undefined, poll.recordType).filter((channel) => channel.status !== undefined);
    if (poll.reference === undefined || poll.until <= since || channels.length === 0) return ledger.polls.end(poll.key);
    const { reference } = poll;
    const perMinute = target.limits?.perMinute;
    if (perMinute !== undefined && !(await ledger.targets.takeStart(target.name, perMinute, since))) {
      this.#isClosed = true;
      return;
    }
    boundary('poll:before');
    try {
      const state = await this.#ask({ ...poll, reference }, channels);
      boundary('poll:asked');
      this.#failuresInRow = 0;
      await this.#tell(poll, { kind: 'well' }, since);
      if (state === undefined) return await ledger.polls.end(poll.key);
      const now = clock.now();
      if (!(await ledger.polls.seen(poll, { state, now, dueAt: now + status.everyMs }))) return;
      boundary('poll:written');
      this.hasNews = true;
      run.tally.count('states');
      emit({ type: 'status', submission: poll.submission, delivery: poll.key, ...state });
    } catch (error) {
      if (!run.signal.aborted) await this.#postpone(poll, error, since);
    }
  }

  /** The first channel that knows an answer, the one that delivered before the others. */
  async #ask(poll: Poll & { readonly reference: string }, channels: readonly Channel[]): Promise<RecordState | undefined> {
    const { key, reference, recordType } = poll;
    for (const channel of channels.toSorted((one, other) => Number(other.kind === poll.channel) - Number(one.kind === poll.channel))) {
      const state = await this.#inTime(async (signal) => channel.status?.(recordType, { reference, key }, signal));
      if (state !== undefined) return state;
    }
    return undefined;
  }

  async #inTime<T>(ask: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const { target, run } = this.#parts;
    const allowedMs = target.deadlines?.lookUpMs ?? defaultDeadlines.lookUpMs;
    const ended = new AbortController();
    const tooLate = new NotDelivered('AB_DEADLINE', `The target took longer than ${allowedMs} ms to name a state`);
    const late = Promise.withResolvers<never>();
    const timer = setTimeout(() => {
      ended.abort(tooLate);
      late.reject(tooLate);
    }, allowedMs);
    try {
      return await Promise.race([ask(AbortSignal.any([run.signal, ended.signal])), late.promise]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** A state that is not listed is asked for again at its usual time; a target that fails, with growing waits. */
  async #postpone(poll: Poll, error: unknown, since: number): Promise<void> {
    const { ledger, clock, logger, retry } = this.#context;
    const { target, status } = this.#parts;
    const code = isAmtsboteError(error) ? error.code : 'AB_DEFECT';
    const isAnswer = isAmtsboteError(error) && error.effect === 'case';
    if (!isAnswer) this.#failuresInRow += 1;
    const waitMs = isAnswer ? status.everyMs : backoffMs(this.#context, poll.tries + 1);
    await ledger.polls.failed(poll.key, { code, dueAt: clock.now() + waitMs });
    logger.warn('a state could not be read, repeated later', { delivery: poll.key, target: target.name, code });
    const news = isAmtsboteError(error) ? newsOf(error, { retry, circuit: target.circuit }) : undefined;
    if (news !== undefined) await this.#tell(poll, news, since);
  }

  /**
   * What a look tells of its target. It closes it for deliveries when the login was refused or patience was asked for, and not because
   * states alone cannot be read; behind the end of a pause it is as good a probe as a delivery.
   */
  async #tell({ submission, key: delivery }: Poll, news: TargetNews, since: number): Promise<void> {
    const { ledger, clock } = this.#context;
    const target = this.#parts.target.name;
    const isProbe = (await ledger.targets.pauses()).some((pause) => pause.target === target && pause.until <= since);
    if (news.kind !== 'pause' && !isProbe) return;
    await ledger.targets.note(news, { target, submission, delivery, since, now: clock.now() });
  }
}
