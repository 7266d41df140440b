import type { Selectable } from 'kysely';
import type { Finding } from '../../model/finding.ts';
import type { EpochMs } from '../../model/ids.ts';
import type { PurgeKind } from '../../model/purge-kind.ts';
import type { PurgeCounts, PurgeOrder } from '../retention.ts';
import { hashedEvent } from './audited-event.ts';
import { countPieces } from './count-pieces.ts';
import { type Db, type LedgerContext, fromJson } from './context.ts';
import { stubProof } from './history-cut.ts';
import { keptBits, kindsOf, without } from './purge-kinds.ts';
import { renewDataKey } from './renew-data-key.ts';
import { legacyCover } from './sealed-detail.ts';
import { endPolls } from './sql-polls.ts';
import type { SubmissionRow } from './tables.ts';
import { whyItStays } from './why-it-stays.ts';

/** Purges kinds of one submission in the caller's transaction. Undefined, and nothing changed, when it must stay. */
export async function purgeSubmission(context: LedgerContext, tx: Db, order: PurgeOrder): Promise<PurgeCounts | undefined> {
  const row = await tx.selectFrom('submissions').selectAll().where('id', '=', order.id).executeTakeFirst();
  if (row === undefined || (await whyItStays(tx, row)) !== undefined) return undefined;
  const asked = order.kinds.filter((kind) => kindsOf(row.kept).includes(kind));
  const kinds = await allowedOf(tx, row, asked);
  if (kinds.length === 0) return undefined;
  const counts = await countPieces(tx, order.id, kinds);
  const kept = without(row.kept, kinds);
  if (kinds.includes('content')) await purgeContent(tx, row.id);
  if (kinds.includes('evidence')) await tx.deleteFrom('evidence').where('submission_id', '=', row.id).execute();
  if (kinds.includes('metadata')) await purgeMetadata(context, tx, row.id);
  if ((kept & keptBits.content) === 0) await renewDataKey(context, tx, row.id);
  if (kinds.includes('history') || kinds.includes('hashes')) await purgeHistory(context, tx, { id: row.id, now: order.now });
  else await context.history.append(tx, { submission: row.id, at: order.now, type: 'purged', detail: { by: order.by, ...counts } });
  if (kinds.includes('hashes')) await purgeHashes(tx, row.id);
  else await markPurged(tx, row, { kept, kinds, now: order.now });
  return counts;
}

/**
 * What may go of what is asked for. The metadata open the content and stay with it; the history goes after all else, once a checkpoint
 * covers it. The hashes go last.
 */
async function allowedOf(tx: Db, row: Selectable<SubmissionRow>, asked: readonly PurgeKind[]): Promise<readonly PurgeKind[]> {
  const withoutOrphans = asked.filter((kind) => kind !== 'metadata' || (without(row.kept, asked) & keptBits.content) === 0);
  if (!asked.includes('history') && !asked.includes('hashes')) return withoutOrphans;
  const events = await tx
    .selectFrom('events')
    .select((eb) => eb.fn.max('id').as('last'))
    .where('submission_id', '=', row.id)
    .executeTakeFirst();
  const checkpoints = await tx
    .selectFrom('checkpoints')
    .select((eb) => eb.fn.max('last_event').as('last'))
    .executeTakeFirst();
  const isCovered = (events?.last ?? 0) <= (checkpoints?.last ?? 0);
  const mayGo = isCovered && (without(row.kept, withoutOrphans) | keptBits.history) === keptBits.history;
  const kinds = withoutOrphans.filter((kind) => kind !== 'history' || mayGo);
  return kinds.filter((kind) => kind !== 'hashes' || (isCovered && without(row.kept, kinds) === 0));
}

async function purgeHashes(tx: Db, id: string): Promise<void> {
  await tx.deleteFrom('message_references').where('submission_id', '=', id).execute();
  await tx.deleteFrom('submissions').where('id', '=', id).execute();
}

async function purgeContent(tx: Db, id: string): Promise<void> {
  await tx.deleteFrom('content').where('submission_id', '=', id).execute();
  await tx
    .deleteFrom('records')
    .where('delivery_key', 'in', (eb) => eb.selectFrom('deliveries').select('key').where('submission_id', '=', id))
    .execute();
}

async function purgeMetadata({ keys }: LedgerContext, tx: Db, id: string): Promise<void> {
  const row = await tx.selectFrom('submissions').select('findings').where('id', '=', id).executeTakeFirstOrThrow();
  const findings = codesOf(row.findings);
  await tx
    .updateTable('submissions')
    .set({ sealed_meta: new Uint8Array(0), findings })
    .where('id', '=', id)
    .execute();
  await endPolls(tx, id);
  const deliveries = await tx.selectFrom('deliveries').select(['key', 'findings']).where('submission_id', '=', id).execute();
  for (const { key, findings: found } of deliveries) {
    await tx.updateTable('attempts').set({ steps: '[]' }).where('delivery_key', '=', key).execute();
    await tx
      .updateTable('deliveries')
      .set({ reference: null, sealed_reference: null, request_hash: null, findings: codesOf(found) })
      .where('key', '=', key)
      .execute();
  }
  const reports = await tx.selectFrom('reports').select(['id', 'findings']).where('submission_id', '=', id).execute();
  for (const report of reports) {
    await tx
      .updateTable('reports')
      .set({ references: '[]', sealed_references: null, findings: codesOf(report.findings) })
      .where('id', '=', report.id)
      .execute();
  }
  const events = await tx.selectFrom('events').selectAll().where('submission_id', '=', id).where('sealed_detail', 'is not', null).execute();
  for (const event of events) {
    const cover = event.sealed_hash === null ? { sealed_hash: legacyCover(keys, { ...hashedEvent(event), hash: event.hash }) } : {};
    await tx
      .updateTable('events')
      .set({ sealed_detail: null, ...cover })
      .where('id', '=', event.id)
      .execute();
  }
}

/** Findings without anything that a connector or a message could have put into them. */
function codesOf(findings: string): string {
  return JSON.stringify(fromJson<Finding[]>(findings).map(({ code, officialCode }) => ({ code, message: '', officialCode })));
}

async function purgeHistory(
  { keys, history }: LedgerContext,
  tx: Db,
  { id, now }: { readonly id: string; readonly now: EpochMs },
): Promise<void> {
  const events = await tx.selectFrom('events').select(['id', 'hash']).where('submission_id', '=', id).execute();
  for (const event of events) {
    const stub = { id: event.id, hash: event.hash ?? '', purged_at: now };
    await tx
      .insertInto('event_stubs')
      .values({ ...stub, proof: stubProof(keys, stub) })
      .execute();
  }
  await tx.deleteFrom('events').where('submission_id', '=', id).execute();
  await tx
    .deleteFrom('attempts')
    .where('delivery_key', 'in', (eb) => eb.selectFrom('deliveries').select('key').where('submission_id', '=', id))
    .execute();
  await tx.deleteFrom('reports').where('submission_id', '=', id).execute();
  await endPolls(tx, id);
  await tx.deleteFrom('deliveries').where('submission_id', '=', id).execute();
  history.forget();
}

interface Purged {
  readonly kept: number;
  readonly kinds: readonly PurgeKind[];
  readonly now: EpochMs;
}

async function markPurged(tx: Db, row: Selectable<SubmissionRow>, { kept, kinds, now }: Purged): Promise<void> {
  const dates = fromJson<Partial<Record<PurgeKind, EpochMs>>>(row.purged);
  const purged = JSON.stringify({ ...dates, ...Object.fromEntries(kinds.map((kind) => [kind, now])) });
  await tx.updateTable('submissions').set({ kept, purged }).where('id', '=', row.id).execute();
}
