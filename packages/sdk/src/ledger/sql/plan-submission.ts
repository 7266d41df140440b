import type { Finding } from '../../model/finding.ts';
import type { DeliveryKey, EpochMs, SubmissionId } from '../../model/ids.ts';
import type { SubmissionState } from '../../model/states.ts';
import type { MessageFacts, PlannedSubmission, PlanResult, SubmissionPlan } from '../contract.ts';
import type { Db, LedgerContext } from './context.ts';
import { acceptedBefore } from '../accepted-before.ts';
import { isAccepted } from './is-accepted.ts';
import { hasChanged, prepared } from './prepared.ts';
import { insertDelivery } from './sql-deliveries.ts';
import { insertReport } from './insert-report.ts';

const changeState = prepared((db, { id, from, to }: Move & { readonly id: SubmissionId }) =>
  db.updateTable('submissions').set({ state: to }).where('id', '=', id).where('state', '=', from),
);

/** A change of state. */
interface Move {
  readonly from: SubmissionState;
  readonly to: SubmissionState;
}

/** More than a message refers to in earnest. */
const mostReferences = 50;

/** Writes what one submission becomes, in the transaction of its group. */
export async function planOne(
  context: LedgerContext,
  tx: Db,
  { planned, now }: { readonly planned: PlannedSubmission; readonly now: EpochMs },
): Promise<PlanResult> {
  const { id, facts } = planned;
  const reused = facts && (await noteMessage(context, tx, { id, facts }));
  const told = planned.plan.outcome === 'rejected' && (await isAccepted(tx, id)) ? acceptedBefore : undefined;
  const plan = withStop(planned.plan, { reused, told });
  if (!(await moveSubmission(tx, id, { from: 'received', to: plan.outcome }))) return { keys: [] };
  const known = facts && { standard: facts.standard, version: facts.version, messageType: facts.type };
  if (plan.outcome !== 'routed') {
    const { outcome, findings } = plan;
    await setFindings(tx, id, findings);
    await context.history.append(tx, { submission: id, at: now, type: outcome, detail: { code: findings[0]?.code, ...known } });
    if (outcome === 'rejected') await insertReport(context, tx, { submission: id, kind: 'rejected', now, findings });
    return { keys: [], overruled: planned.plan.outcome === 'routed' ? reused : told };
  }
  const keys: DeliveryKey[] = [];
  for (const delivery of plan.deliveries) {
    const noted = { ...delivery, notes: { ...known, ...delivery.notes } };
    keys.push(await insertDelivery(context, tx, { submission: id, delivery: noted, now }));
  }
  return { keys };
}

/**
 * A known id stops a message that would go on, and stands beside what a person must decide anyway. A proved content fault is rejected, unless
 * the portal was told `accepted` before.
 */
function withStop(
  plan: SubmissionPlan,
  { reused, told }: { readonly reused?: Finding | undefined; readonly told?: Finding | undefined },
): SubmissionPlan {
  if (plan.outcome === 'rejected') return told === undefined ? plan : { outcome: 'case', findings: [...plan.findings, told] };
  if (reused === undefined) return plan;
  return { outcome: 'case', findings: plan.outcome === 'case' ? [...plan.findings, reused] : [reused] };
}

/**
 * Keeps what orders and recognises a message, and says whether another submission has its id. One that was read before is let through: a
 * person has answered its case.
 */
async function noteMessage(
  { keys }: LedgerContext,
  tx: Db,
  { id, facts }: { readonly id: SubmissionId; readonly facts: MessageFacts },
): Promise<Finding | undefined> {
  const { standard, messageId, matter } = facts;
  await noteReferences({ keys }, tx, { id, facts });
  if (messageId === undefined && matter === undefined) return undefined;
  const row = await tx
    .selectFrom('submissions')
    .select(['portal', 'matter_hash', 'message_hash'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  const messageHash = messageId === undefined ? null : messageHashOf(keys, standard, messageId);
  const matterHash = row.matter_hash ?? (matter === undefined ? null : keys.keyedHash('matter', `${row.portal}\0${matter}`));
  await tx.updateTable('submissions').set({ message_hash: messageHash, matter_hash: matterHash }).where('id', '=', id).execute();
  if (messageHash === null || row.message_hash !== null) return undefined;
  const other = await tx
    .selectFrom('submissions')
    .select('id')
    .where('message_hash', '=', messageHash)
    .where('id', '!=', id)
    .executeTakeFirst();
  return other && idReused(other.id);
}

/** Keeps by keyed hashes to which messages this one refers, so that both are shown with each other. */
async function noteReferences(
  { keys }: Pick<LedgerContext, 'keys'>,
  tx: Db,
  { id, facts }: { readonly id: SubmissionId; readonly facts: MessageFacts },
): Promise<void> {
  const { standard, refersTo = [] } = facts;
  const hashes = new Set(refersTo.slice(0, mostReferences).map((messageId) => messageHashOf(keys, standard, messageId)));
  for (const message_hash of hashes) {
    await tx
      .insertInto('message_references')
      .values({ submission_id: id, message_hash })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}

function messageHashOf(keys: LedgerContext['keys'], standard: string, messageId: string): string {
  return keys.keyedHash('message', `${standard}\0${messageId}`);
}

/** A known id that came again with other content. */
export function idReused(id: SubmissionId): Finding {
  return {
    code: 'AB_ID_REUSED',
    message: `The id of ${id} came again with other content`,
    hint: 'Compare both submissions with `amtsbote show`.',
    officialCode: 'S050',
  };
}

/** Changes the state of a submission; false when it is not in the state expected. */
export async function moveSubmission(tx: Db, id: SubmissionId, move: Move): Promise<boolean> {
  return hasChanged(await changeState(tx, { id, ...move }));
}

/** Replaces what stands against a submission. */
export async function setFindings(tx: Db, id: SubmissionId, findings: readonly Finding[]): Promise<void> {
  await tx
    .updateTable('submissions')
    .set({ findings: JSON.stringify(findings) })
    .where('id', '=', id)
    .execute();
}
