import type { Selectable } from 'kysely';
import { Defect } from '../../errors/families.ts';
import type { Finding } from '../../model/finding.ts';
import type { DeliveryState } from '../../model/states.ts';
import type { DeliveryChange } from '../contract.ts';
import { settlementOf } from '../settlement.ts';
import { mayChange } from '../transitions.ts';
import { type Db, type LedgerContext, fromJson } from './context.ts';
import { insertReport } from './sql-outbox.ts';
import type { DeliveryRow } from './tables.ts';

/**
 * Applies one change of state, with its event, and settles the submission, report included, in the caller's transaction.
 * Returns false, and changes nothing, when another holder has raised the fence.
 *
 * @throws Defect for a change that `transitions.ts` does not allow
 */
export async function changeDelivery({ history }: LedgerContext, tx: Db, change: DeliveryChange): Promise<boolean> {
  const row = await tx.selectFrom('deliveries').selectAll().where('key', '=', change.key).executeTakeFirst();
  if (row === undefined) throw new Defect('AB_DEFECT', `There is no delivery ${change.key}`);
  if (change.fence !== undefined && change.fence !== row.fence) return false;
  for (const [from, to] of stepsOf(row.state, change)) {
    if (!mayChange(from, to)) throw new Defect('AB_DEFECT', `A delivery may not go from ${from} to ${to}`);
  }
  await tx.updateTable('deliveries').set(columnsOf(row, change)).where('key', '=', change.key).execute();
  await history.append(tx, {
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
  if (change.to !== 'committing') await settle(tx, row.submission_id, change);
  return true;
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
    reference: change.reference ?? row.reference,
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
async function settle(tx: Db, submission: string, change: DeliveryChange): Promise<void> {
  const deliveries = await tx
    .selectFrom('deliveries')
    .select(['state', 'reference', 'findings'])
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
  const references = deliveries.flatMap((delivery) => delivery.reference ?? []);
  if (state === 'accepted') await insertReport(tx, { submission, kind: 'accepted', now: change.now, references });
  if (state === 'rejected') {
    const findings = deliveries.flatMap((delivery) => fromJson<Finding[]>(delivery.findings));
    await insertReport(tx, { submission, kind: 'rejected', now: change.now, findings });
  }
}
