import type { EpochMs } from '../../model/ids.ts';
import { pauseAfter } from '../pause.ts';
import type { NewsOf, TargetLedger, TargetNews } from '../targets.ts';
import type { PauseView } from '../views.ts';
import { type Db, type LedgerContext, literal } from './context.ts';
import { firstRow, prepared } from './prepared.ts';

interface AtTarget {
  readonly target: string;
}

const pauseOf = prepared((db, { target }: AtTarget) => db.selectFrom('pauses').selectAll().where('target', '=', target));

const countFailures = prepared((db, { target }: AtTarget) =>
  db
    .selectFrom('failures')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('target', '=', target),
);

const deleteFailures = prepared((db, { target }: AtTarget) => db.deleteFrom('failures').where('target', '=', target));

const minute = 60_000;

/** How targets are, in SQL. */
export class SqlTargets implements TargetLedger {
  readonly #context: LedgerContext;

  constructor(context: LedgerContext) {
    this.#context = context;
  }

  async pauses(): Promise<readonly PauseView[]> {
    return this.#context.db.selectFrom('pauses').select(['target', 'until', 'code']).orderBy('target').execute();
  }

  async nextStart(target: string, perMinute: number, now: EpochMs): Promise<EpochMs | undefined> {
    const starts = await this.#context.db
      .selectFrom('starts')
      .select('at')
      .where('target', '=', target)
      .where('at', '>', now - minute)
      .where('at', '<=', now)
      .orderBy('at', 'desc')
      .limit(perMinute)
      .execute();
    const oldest = starts[perMinute - 1];
    return oldest && oldest.at + minute;
  }

  async takeStart(target: string, perMinute: number, now: EpochMs): Promise<boolean> {
    return this.#context.writes.run((tx) => takeStart(tx, target, { perMinute, now }));
  }

  async note(news: TargetNews, of: NewsOf): Promise<void> {
    await this.#context.writes.run((tx) => noteNews(this.#context, tx, { news, of }));
  }

  async resume(target: string, now: EpochMs): Promise<void> {
    await this.#context.writes.run((tx) => open(tx, target, now));
  }
}

/** Counts a delivery that begins now against the budget of its target; false when there is nothing left of it. */
export async function takeStart(tx: Db, target: string, { perMinute, now }: { perMinute: number; now: EpochMs }): Promise<boolean> {
  // A clock that was put back must not hold up what is due: starts that lie ahead are gone.
  await tx
    .deleteFrom('starts')
    .where('target', '=', target)
    .where(({ or, eb }) => or([eb('at', '<=', now - minute), eb('at', '>', now)]))
    .execute();
  const counted = await tx
    .selectFrom('starts')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('target', '=', target)
    .executeTakeFirstOrThrow();
  if (counted.count >= perMinute) return false;
  await tx.insertInto('starts').values({ target, at: now }).execute();
  return true;
}

/** Notes what was learned of a target, in the caller's transaction; a pause and its end are events of the submission. */
export async function noteNews({ history }: LedgerContext, tx: Db, { news, of }: { news: TargetNews; of: NewsOf }): Promise<void> {
  const { target, submission, delivery, since, now } = of;
  if (news.kind === 'failed') {
    const failure = { target, submission_id: submission };
    await tx
      .insertInto('failures')
      .values(failure)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
  const before = firstRow(await pauseOf(tx, { target }));
  const pause = pauseAfter(news, { pause: before, failures: await failuresOf(tx, target), since, now });
  if (news.kind === 'well' && pause === undefined) await forgetFailures(tx, target);
  if (pause !== undefined && pause !== before) {
    const { until, code, round } = pause;
    await tx
      .insertInto('pauses')
      .values({ target, until, code, round })
      .onConflict((conflict) => conflict.column('target').doUpdateSet({ until, code, round }))
      .execute();
    await history.append(tx, { submission, delivery, at: now, type: 'target-paused', detail: { target, code, until, round } });
  }
  if (pause === undefined && before !== undefined) {
    await open(tx, target, now);
    await history.append(tx, { submission, delivery, at: now, type: 'target-resumed', detail: { target } });
  }
}

async function failuresOf(tx: Db, target: string): Promise<number> {
  return firstRow(await countFailures(tx, { target }))?.count ?? 0;
}

/** Ends a pause; what waits for a later attempt or look-up is due at once, for it failed while the target did. */
async function open(tx: Db, target: string, now: EpochMs): Promise<void> {
  await forgetFailures(tx, target);
  const ended = await tx.deleteFrom('pauses').where('target', '=', target).executeTakeFirst();
  if (ended.numDeletedRows === 0n) return;
  await tx
    .updateTable('deliveries')
    .set({ due_at: now })
    .where('target', '=', target)
    .where('due_at', '>', now)
    .where(({ or, and, eb }) =>
      or([eb('state', '=', literal('ready')), and([eb('state', '=', literal('unknown')), eb('failed_looks', '>', 0)])]),
    )
    .execute();
}

async function forgetFailures(tx: Db, target: string): Promise<void> {
  await deleteFailures(tx, { target });
}
