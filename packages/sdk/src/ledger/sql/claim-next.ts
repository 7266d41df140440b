import { expressionBuilder, type Insertable, type Selectable } from 'kysely';
import type { DeliveryState } from '../../model/states.ts';
import type { ClaimRequest } from '../contract.ts';
import { type Db, type LedgerContext, literal } from './context.ts';
import { firstRow, prepared } from './prepared.ts';
import { takeStart } from './sql-targets.ts';
import type { AttemptRow, DeliveryRow, RecordRow, Tables } from './tables.ts';

const takeDelivery = prepared((db, { key, fence, attempts }: { readonly key: string; readonly fence: number; readonly attempts: number }) =>
  db.updateTable('deliveries').set({ state: 'attempting', fence, attempts }).where('key', '=', key),
);

const insertAttempt = prepared((db, row: Insertable<AttemptRow>) => db.insertInto('attempts').values(row));

/** A claimed row with its record and the wrapped key of its submission. */
export type ClaimedRow = Selectable<DeliveryRow & RecordRow> & { readonly data_key: Uint8Array; readonly sealed_meta: Uint8Array };

/**
 * Takes the due delivery that waits longest and makes it `attempting` under a new fence, with an attempt row, in one transaction.
 * Left out: targets that rest or are being probed, those whose budget is used up, and deliveries whose matter has an earlier one that is not settled well.
 */
export async function claimNext({ writes, history }: LedgerContext, request: ClaimRequest): Promise<ClaimedRow | undefined> {
  return writes.run(async (tx) => {
    const row = await nextDue(tx, request);
    if (row === undefined) return undefined;
    const { perMinute, now } = request;
    if (perMinute !== undefined && !(await takeStart(tx, row.target, { perMinute, now }))) return undefined;
    const fence = row.fence + 1;
    const attempts = row.attempts + 1;
    await takeDelivery(tx, { key: row.key, fence, attempts });
    await insertAttempt(tx, {
      delivery_key: row.key,
      fence,
      number: attempts,
      channel: null,
      started_at: request.now,
      ended_at: null,
      outcome: null,
      code: null,
      steps: '[]',
    });
    await history.append(tx, {
      submission: row.submission_id,
      delivery: row.key,
      at: request.now,
      type: 'attempting',
      detail: { attempt: attempts },
    });
    return { ...row, fence, attempts };
  });
}

async function nextDue(tx: Db, request: ClaimRequest): Promise<ClaimedRow | undefined> {
  if (request.targets.length === 0) return undefined;
  const { now, targets, routes } = request;
  return firstRow(await selectDue(tx, { now, targets, routes }));
}

const selectDue = prepared((db, { now, targets, routes }: Pick<ClaimRequest, 'now' | 'targets' | 'routes'>) => {
  const query = db
    .selectFrom('deliveries as d')
    .innerJoin('submissions as s', 's.id', 'd.submission_id')
    .innerJoin('records as r', 'r.delivery_key', 'd.key')
    .selectAll(['d', 'r'])
    .select(['s.data_key', 's.sealed_meta'])
    .where('d.state', '=', literal('ready'))
    .where('d.due_at', '<=', now)
    .where('d.target', 'in', [...targets])
    .where(({ not, exists }) => not(exists(pausedTarget(now))))
    .where(({ or, eb, not, exists, selectFrom }) =>
      or([
        eb('s.matter_hash', 'is', null),
        not(
          exists(
            selectFrom('submissions as before')
              .select('before.id')
              .whereRef('before.matter_hash', '=', 's.matter_hash')
              .whereRef('before.seq', '<', 's.seq')
              .where('before.state', 'in', ['received', 'routed', 'case']),
          ),
        ),
      ]),
    )
    .orderBy('d.due_at')
    .orderBy('d.seq')
    .limit(1);
  return routes === undefined ? query : query.where('d.route', 'in', [...routes]);
});

/** A pause that keeps the target of the outer row from its next delivery: it lasts, or the one delivery of its probe is under way. */
function pausedTarget(now: number) {
  return expressionBuilder<Tables & { d: DeliveryRow }, 'd'>()
    .selectFrom('pauses as p')
    .select('p.target')
    .whereRef('p.target', '=', 'd.target')
    .where(({ or, eb, exists, selectFrom }) => {
      const held = (state: DeliveryState) =>
        exists(selectFrom('deliveries as o').select('o.key').where('o.state', '=', literal(state)).whereRef('o.target', '=', 'p.target'));
      return or([eb('p.until', '>', now), held('attempting'), held('committing')]);
    });
}
