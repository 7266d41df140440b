import type { Selectable } from 'kysely';
import { Defect } from '../../errors/families.ts';
import type { Finding } from '../../model/finding.ts';
import type { EpochMs } from '../../model/ids.ts';
import type { DeliveryState } from '../../model/states.ts';
import type { DeliveryChange } from '../contract.ts';
import type { PollPlan } from '../polls.ts';
import { settlementOf } from '../settlement.ts';
import { mayChange } from '../transitions.ts';
import { type Db, type LedgerContext, fromJson } from './context.ts';
import { insertReport } from './insert-report.ts';
import { keyForWriting } from './key-for-writing.ts';
import { keyIfThere, openReference, sealReference } from './sealed-reference.ts';
import type { DeliveryRow } from './tables.ts';

/**
 * Applies one change of state, with its event, and settles the submission, report included, in the caller's transaction.
 * Returns false, and changes nothing, when another holder has raised the fence.
 *
 * @throws Defect for a change that `transitions.ts` does not allow
 */
export async function changeDelivery(context: LedgerContext, tx: Db, change: DeliveryChange): Promise<boolean> {
  const row = await tx.selectFrom('deliveries').selectAll().where('key', '=', change.key).executeTakeFirst();
  if (row === undefined) throw new Defect('AB_DEFECT', `There is no delivery ${change.key}`);
  if (change.fence !== undefined && change.fence !== row.fence) return false;
  for (const [from, to] of stepsOf(row.state, change)) {
    if (!mayChange(from, to)) throw new Defect('AB_DEFECT', `A delivery may not go from ${from} to ${to}`);
  }
  const columns = columnsOf(row, change);
  if (change.reference !== undefined) {
    columns.sealed_reference = sealReference(await keyForWriting(context.keys, tx, row.submission_id), row.key, change.reference);
  }
  await tx.updateTable('deliveries').set(columns).where('key', '=', change.key).execute();
  if (change.to === 'delivered' && change.poll !== undefined) await insertPoll(tx, row, change.poll);
  await context.history.append(tx, {
    submission: row.submission_id,
    delivery: row.key,
    at: change.now,
    type: change.to,
    detail: {
      from: row.state,
      via: change.via,
      channel: change.channel,
      code: change.findings?.[0]?.code,
      by: change.by,
    },
    sealed: { reference: change.reference, requestHash: change.requestHash, reason: change.reason },
  });
  // On the way to its act a delivery is as open as before.
  if (change.to !== 'committing') await settle(context, tx, { ...change, submission: row.submission_id });
  return true;
}

async function insertPoll(tx: Db, { key, target }: Pick<Selectable<DeliveryRow>, 'key' | 'target'>, plan: PollPlan): Promise<void> {
  await tx
    .insertInto('polls')
    .values({ delivery_key: key, target, due_at: plan.dueAt, until: plan.until, seen: null, tries: 0, code: null })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

function stepsOf(from: DeliveryState, change: DeliveryChange): readonly (readonly [DeliveryState, DeliveryState])[] {
  return change.via === undefined
    ? [[from, change.to]]
    : [
        [from, change.via],
        [change.via, change.to],
      ];
}

function columnsOf(row: Selectable<DeliveryRow>, change: DeliveryChange): Partial<Selectable<DeliveryRow>> {
  const columns: Partial<Selectable<DeliveryRow>> = {
    state: change.to,
    findings: JSON.stringify(change.findings ?? []),
    due_at: change.dueAt ?? change.now,
    channel: change.channel ?? row.channel,
    channels_tried: change.channelsTried ?? row.channels_tried,
    attempts: attemptsAfter(row.attempts, change),
  };
  if (change.to === 'committing') columns.committed_at = change.now;
  if (change.requestHash !== undefined) columns.request_hash = change.requestHash;
  if (change.to === 'unknown' || change.to === 'committing') columns.looks = 0;
  if (change.inFlight === undefined) return columns;
  columns.max_in_flight_ms = change.inFlight.maxInFlightMs;
  columns.visibility_lag_ms = change.inFlight.visibilityLagMs;
  return columns;
}

function attemptsAfter(attempts: number, change: DeliveryChange): number {
  if (change.resetAttempts === true) return 0;
  return change.costsNoAttempt === true ? attempts - 1 : attempts;
}

/** What the submission is now, and the report that follows from it. */
async function settle(context: LedgerContext, tx: Db, change: { readonly submission: string; readonly now: EpochMs }): Promise<void> {
  const { submission, now } = change;
  const deliveries = await tx
    .selectFrom('deliveries')
    .select(['key', 'state', 'reference', 'sealed_reference', 'findings'])
    .where('submission_id', '=', submission)
    .execute();
  const state = settlementOf(deliveries.map((delivery) => delivery.state));
  const changed = await tx
    .updateTable('submissions')
    .set({ state })
    .where('id', '=', submission)
    .where('state', '!=', state)
    .executeTakeFirst();
  if (changed.numUpdatedRows === 0n) return;
  if (state === 'accepted') {
    const { data_key } = await tx.selectFrom('submissions').select('data_key').where('id', '=', submission).executeTakeFirstOrThrow();
    const key = keyIfThere(context.keys, submission, data_key);
    const references = deliveries.flatMap((delivery) => openReference(key, delivery) ?? []);
    await insertReport(context, tx, { submission, kind: 'accepted', now, references });
  }
  if (state === 'rejected') {
    const findings = deliveries.flatMap((delivery) => fromJson<Finding[]>(delivery.findings));
    await insertReport(context, tx, { submission, kind: 'rejected', now, findings });
  }
}
