import type { Selectable } from 'kysely';
import { Defect } from '../../errors/families.ts';
import type { Finding } from '../../model/finding.ts';
import type { EpochMs } from '../../model/ids.ts';
import type { DeliveryState, SubmissionState } from '../../model/states.ts';
import type { DeliveryChange } from '../contract.ts';
import type { PollPlan } from '../polls.ts';
import { settlementOf } from '../settlement.ts';
import { mayChange } from '../transitions.ts';
import { type Db, type LedgerContext, fromJson } from './context.ts';
import type { NewEvent } from './history.ts';
import { insertReport } from './insert-report.ts';
import { keyForWriting } from './key-for-writing.ts';
import { keyIfThere, openReference, sealReference } from './sealed-reference.ts';
import type { SealKey } from '../../sealing/envelope.ts';
import { firstRow, hasChanged, prepared } from './prepared.ts';
import type { DeliveryRow } from './tables.ts';

const deliveryOf = prepared((db, { key }: { readonly key: string }) => db.selectFrom('deliveries').selectAll().where('key', '=', key));

const updateDelivery = prepared((db, { key, ...columns }: Partial<Selectable<DeliveryRow>> & { readonly key: string }) =>
  db.updateTable('deliveries').set(columns).where('key', '=', key),
);

const deliveriesOf = prepared((db, { submission }: { readonly submission: string }) =>
  db.selectFrom('deliveries').select(['key', 'state', 'reference', 'sealed_reference', 'findings']).where('submission_id', '=', submission),
);

const settleSubmission = prepared((db, { submission, state }: { readonly submission: string; readonly state: SubmissionState }) =>
  db.updateTable('submissions').set({ state }).where('id', '=', submission).where('state', '!=', state),
);

/**
 * Applies one change of state, with its event, and settles the submission, report included, in the caller's transaction.
 * Returns false, and changes nothing, when another holder has raised the fence.
 *
 * @throws Defect for a change that `transitions.ts` does not allow
 */
export async function changeDelivery(context: LedgerContext, tx: Db, change: DeliveryChange): Promise<boolean> {
  const row = firstRow(await deliveryOf(tx, { key: change.key }));
  if (row === undefined) throw new Defect('AB_DEFECT', `There is no delivery ${change.key}`);
  if (change.fence !== undefined && change.fence !== row.fence) return false;
  for (const [from, to] of stepsOf(row.state, change)) {
    if (!mayChange(from, to)) throw new Defect('AB_DEFECT', `A delivery may not go from ${from} to ${to}`);
  }
  const columns = columnsOf(row, change);
  const { reference, requestHash, reason, act } = change;
  const key = await keyToSeal(context, tx, { submission: row.submission_id, values: [reference, requestHash, reason] });
  if (key !== undefined && reference !== undefined) columns.sealed_reference = sealReference(key, row.key, reference);
  await updateDelivery(tx, { ...columns, key: row.key });
  if (change.to === 'delivered' && change.poll !== undefined) await insertPoll(tx, row, change.poll);
  await context.history.append(tx, {
    submission: row.submission_id,
    delivery: row.key,
    at: change.now,
    type: change.to,
    detail: { ...detailOf(row.state, change), act },
    sealed: { reference, requestHash, reason },
    key,
  });
  // On the way to its act a delivery is as open as before.
  if (change.to !== 'committing') await settle(context, tx, { submission: row.submission_id, now: change.now, key });
  return true;
}

/** The data key, once for all that a change seals; undefined when it seals nothing. */
async function keyToSeal(
  { keys }: LedgerContext,
  tx: Db,
  { submission, values }: { readonly submission: string; readonly values: readonly (string | undefined)[] },
): Promise<SealKey | undefined> {
  return values.every((value) => value === undefined) ? undefined : keyForWriting(keys, tx, submission);
}

async function insertPoll(tx: Db, { key, target }: Pick<Selectable<DeliveryRow>, 'key' | 'target'>, plan: PollPlan): Promise<void> {
  await tx
    .insertInto('polls')
    .values({ delivery_key: key, target, due_at: plan.dueAt, until: plan.until, seen: null, tries: 0, code: null })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

function detailOf(from: DeliveryState, { via, channel, findings = [], by }: DeliveryChange): NonNullable<NewEvent['detail']> {
  return { from, via, channel, code: findings[0]?.code, by };
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
  if (change.to === 'unknown' || change.to === 'committing') Object.assign(columns, { looks: 0, failed_looks: 0 });
  if (change.inFlight === undefined) return columns;
  columns.max_in_flight_ms = change.inFlight.maxInFlightMs;
  columns.visibility_lag_ms = change.inFlight.visibilityLagMs;
  return columns;
}

function attemptsAfter(attempts: number, change: DeliveryChange): number {
  if (change.resetAttempts === true) return 0;
  return change.costsNoAttempt === true ? attempts - 1 : attempts;
}

/** A change of a delivery, as its submission sees it. */
interface Settlement {
  readonly submission: string;
  readonly now: EpochMs;
  /** The data key, if it is at hand. */
  readonly key: SealKey | undefined;
}

/** What the submission is now, and the report that follows from it. */
async function settle(context: LedgerContext, tx: Db, { submission, now, key }: Settlement): Promise<void> {
  const { rows: deliveries } = await deliveriesOf(tx, { submission });
  const state = settlementOf(deliveries.map((delivery) => delivery.state));
  if (!hasChanged(await settleSubmission(tx, { submission, state }))) return;
  if (state === 'accepted') {
    const opens = key ?? (await keyOf(context, tx, submission));
    const references = deliveries.flatMap((delivery) => openReference(opens, delivery) ?? []);
    await insertReport(context, tx, { submission, kind: 'accepted', now, references, key });
  }
  if (state === 'rejected') {
    const findings = deliveries.flatMap((delivery) => fromJson<Finding[]>(delivery.findings));
    await insertReport(context, tx, { submission, kind: 'rejected', now, findings });
  }
}

async function keyOf({ keys }: LedgerContext, tx: Db, submission: string): Promise<SealKey | undefined> {
  const { data_key } = await tx.selectFrom('submissions').select('data_key').where('id', '=', submission).executeTakeFirstOrThrow();
  return keyIfThere(keys, submission, data_key);
}
