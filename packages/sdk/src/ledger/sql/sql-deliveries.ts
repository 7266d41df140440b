import type { Insertable, Selectable } from 'kysely';
import { Defect } from '../../errors/families.ts';
import type { EvidenceItem } from '../../evidence/contract.ts';
import type { Finding } from '../../model/finding.ts';
import type { DeliveryKey, EpochMs, SubmissionId } from '../../model/ids.ts';
import type { MappedRecord } from '../../model/record.ts';
import type { DeliveryState } from '../../model/states.ts';
import { seal, type SealKey, unseal } from '../../sealing/envelope.ts';
import { afterDeath } from '../after-death.ts';
import { answersToDelivery } from '../answers.ts';
import type {
  AttachmentNames,
  AttemptEnd,
  Claim,
  ClaimRequest,
  DeliveryChange,
  DeliveryFacts,
  DeliveryLedger,
  NotedAct,
  PlannedDelivery,
  UnknownDelivery,
} from '../contract.ts';
import { deliveryKeyFor } from '../ids.ts';
import { changeDelivery } from './change-delivery.ts';
import { mayBeDeliveredAlready } from './restored.ts';
import { restoredFinding } from './restored-finding.ts';
import { claimNext } from './claim-next.ts';
import { type Db, type LedgerContext, dataKeyOf, fromJson, literal } from './context.ts';
import { heedClock } from './heed-clock.ts';
import { firstRow, prepared } from './prepared.ts';
import { openReference } from './sealed-reference.ts';
import { noteNews } from './sql-targets.ts';
import { openMeta } from './submission-meta.ts';
import type { AttemptRow, DeliveryRow, RecordRow } from './tables.ts';

const endOfAttempt = prepared(
  (db, { delivery, fence, ...columns }: Partial<AttemptRow> & { readonly delivery: DeliveryKey; readonly fence: number }) =>
    db.updateTable('attempts').set(columns).where('delivery_key', '=', delivery).where('fence', '=', fence),
);

const ownerOf = prepared((db, { submission }: { readonly submission: SubmissionId }) =>
  db.selectFrom('submissions').select(['portal', 'portal_hash', 'received_at', 'data_key']).where('id', '=', submission),
);

const insertDeliveryRow = prepared((db, row: Insertable<DeliveryRow>) => db.insertInto('deliveries').values(row));

const heldDelivery = prepared((db, { key, fence }: { readonly key: DeliveryKey; readonly fence: number }) =>
  db.selectFrom('deliveries').select('submission_id').where('key', '=', key).where('fence', '=', fence).where('state', '=', 'committing'),
);

const insertRecord = prepared((db, row: RecordRow) => db.insertInto('records').values(row));

/** Deliveries in SQL. */
export class SqlDeliveries implements DeliveryLedger {
  readonly #context: LedgerContext;

  constructor(context: LedgerContext) {
    this.#context = context;
  }

  async claim(request: ClaimRequest): Promise<Claim | undefined> {
    const claimed = await claimNext(this.#context, request);
    if (claimed === undefined) return undefined;
    const key = this.#context.keys.unwrap(claimed.submission_id, claimed.data_key);
    return {
      key: claimed.key,
      submission: claimed.submission_id,
      route: claimed.route,
      target: claimed.target,
      recordType: claimed.record_type,
      record: openJson<MappedRecord>(key, recordPlace(claimed.key), claimed.sealed_record),
      mappingVersion: claimed.mapping_version,
      fence: claimed.fence,
      startedAt: request.now,
      attempt: claimed.attempts,
      channelsTried: claimed.channels_tried,
      begun: openReference(key, claimed),
      hasAttachments: openMeta({ submission: claimed.submission_id, key }, claimed.sealed_meta).attachments.length > 0,
      ...(claimed.sealed_attachment_names !== null && {
        attachmentNames: openJson<AttachmentNames>(key, namesPlace(claimed.key), claimed.sealed_attachment_names),
      }),
    };
  }

  async targetsDue(now: EpochMs): Promise<ReadonlySet<string>> {
    const rows = await this.#context.db
      .selectFrom('deliveries')
      .select('target')
      .distinct()
      .where('state', '=', literal('ready'))
      .where('due_at', '<=', now)
      .execute();
    return new Set(rows.map((row) => row.target));
  }

  async change(change: DeliveryChange): Promise<boolean> {
    return this.#context.writes.run((tx) => changeDelivery(this.#context, tx, change));
  }

  async noteAct({ key, fence, now, act, requestHash }: NotedAct): Promise<boolean> {
    return this.#context.writes.run(async (tx) => {
      const row = firstRow(await heldDelivery(tx, { key, fence }));
      if (row === undefined) return false;
      const { submission_id: submission } = row;
      const type = 'act';
      await this.#context.history.append(tx, { submission, delivery: key, at: now, type, detail: { act }, sealed: { requestHash } });
      return true;
    });
  }

  async acts(key: DeliveryKey): Promise<readonly string[]> {
    const rows = await this.#context.db
      .selectFrom('events')
      .select('detail')
      .where('submission_id', '=', (eb) => eb.selectFrom('deliveries').select('submission_id').where('key', '=', key))
      .where('delivery_key', '=', key)
      .where('type', 'in', ['committing', 'act'])
      .orderBy('position')
      .execute();
    return rows.flatMap(({ detail }) => fromJson<{ act?: string }>(detail).act ?? []);
  }

  async remap(claim: Claim, mapped: Pick<PlannedDelivery, 'record' | 'attachmentNames' | 'mappingVersion'>): Promise<void> {
    const key = await dataKeyOf(this.#context, this.#context.db, claim.submission);
    await this.#context.writes.run(async (tx) => {
      const held = await tx
        .updateTable('deliveries')
        .set({ mapping_version: mapped.mappingVersion })
        .where('key', '=', claim.key)
        .where('fence', '=', claim.fence)
        .where('state', '=', 'attempting')
        .executeTakeFirst();
      if (held.numUpdatedRows === 0n) return;
      await tx
        .updateTable('records')
        .set(sealMapped(key, claim.key, mapped))
        .where('delivery_key', '=', claim.key)
        .execute();
    });
  }

  /** A holder whose fence was raised writes nothing, not even how its attempt ended. */
  async endAttempt(claim: Claim, end: AttemptEnd): Promise<boolean> {
    return this.#context.writes.run(async (tx) => {
      const { key: delivery, submission, target, startedAt: since, fence } = claim;
      const held = await changeDelivery(this.#context, tx, { channel: end.channel, ...end.change, key: delivery, fence });
      if (!held) return false;
      await endOfAttempt(tx, {
        delivery,
        fence,
        ended_at: end.change.now,
        channel: end.channel,
        outcome: end.change.to,
        code: end.change.findings?.[0]?.code ?? null,
        steps: JSON.stringify(end.steps),
      });
      const { news, change } = end;
      if (news !== undefined) await noteNews(this.#context, tx, { news, of: { target, submission, delivery, since, now: change.now } });
      return true;
    });
  }

  async addEvidence(claim: Claim, item: EvidenceItem, now: EpochMs): Promise<void> {
    const place = evidencePlace(claim.key, claim.attempt, item.name);
    await this.#context.writes.run(async (tx) => {
      const key = await dataKeyOf(this.#context, tx, claim.submission);
      await tx
        .insertInto('evidence')
        .values({
          submission_id: claim.submission,
          delivery_key: claim.key,
          attempt: claim.attempt,
          kind: item.kind,
          name: item.name,
          media_type: item.mediaType,
          size: item.bytes.length,
          at: now,
          sealed_bytes: seal(key, place, item.bytes),
        })
        .execute();
    });
  }

  async recover(now: EpochMs, longestMs: number): Promise<readonly DeliveryKey[]> {
    return this.#context.writes.run(async (tx) => {
      await heedClock(tx, now, longestMs);
      const open = [...(await inState(tx, 'attempting')), ...(await inState(tx, 'committing'))];
      for (const row of open) {
        if (row.state === 'attempting') await this.#recoverAttempt(tx, row.key, now);
        else {
          const dueAt = now + row.max_in_flight_ms + row.visibility_lag_ms;
          await changeDelivery(this.#context, tx, { key: row.key, to: 'unknown', now, dueAt, findings: [interrupted] });
        }
      }
      return open.map((row) => row.key);
    });
  }

  async #recoverAttempt(tx: Db, key: DeliveryKey, now: EpochMs): Promise<void> {
    const counted = await tx
      .selectFrom('attempts')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('delivery_key', '=', key)
      .where('ended_at', 'is', null)
      .executeTakeFirstOrThrow();
    const next = afterDeath(counted.count);
    if (next.to === 'case') await changeDelivery(this.#context, tx, { key, now, ...next });
    else await changeDelivery(this.#context, tx, { key, to: 'ready', now, dueAt: now + next.waitMs });
  }

  async unknownDue(now: EpochMs): Promise<readonly UnknownDelivery[]> {
    const rows = await this.#context.db
      .selectFrom('deliveries')
      .selectAll()
      .where('state', '=', literal('unknown'))
      .where('due_at', '<=', now)
      .orderBy('due_at')
      .execute();
    return rows.map((row) => ({
      key: row.key,
      submission: row.submission_id,
      target: row.target,
      recordType: row.record_type,
      committedAt: row.committed_at ?? row.due_at,
      attempts: row.attempts,
      looks: row.looks,
      failedLooks: row.failed_looks,
      findings: fromJson<Finding[]>(row.findings),
      begun: row.sealed_reference !== null,
    }));
  }

  async nextUnknownDue(targets: readonly string[]): Promise<EpochMs | undefined> {
    if (targets.length === 0) return undefined;
    const row = await this.#context.db
      .selectFrom('deliveries')
      .select((eb) => eb.fn.min('due_at').as('due'))
      .where('state', '=', literal('unknown'))
      .where('target', 'in', [...targets])
      .executeTakeFirst();
    return row?.due ?? undefined;
  }

  async noteLook(key: DeliveryKey, look: Pick<UnknownDelivery, 'looks' | 'failedLooks'>, dueAt: EpochMs): Promise<void> {
    await this.#context.db
      .updateTable('deliveries')
      .set({ looks: look.looks, failed_looks: look.failedLooks, due_at: dueAt })
      .where('key', '=', key)
      .where('state', '=', 'unknown')
      .execute();
  }

  async get(key: DeliveryKey): Promise<DeliveryFacts | undefined> {
    const row = await this.#context.db.selectFrom('deliveries').selectAll().where('key', '=', key).executeTakeFirst();
    return (
      row && {
        key: row.key,
        submission: row.submission_id,
        route: row.route,
        target: row.target,
        recordType: row.record_type,
        state: row.state,
        everCommitted: row.committed_at !== null,
        answers: answersToDelivery(row.state, fromJson<Finding[]>(row.findings)),
      }
    );
  }

  async record(key: DeliveryKey): Promise<MappedRecord | undefined> {
    const { db } = this.#context;
    const row = await db
      .selectFrom('deliveries')
      .innerJoin('records', 'records.delivery_key', 'deliveries.key')
      .select(['submission_id', 'sealed_record'])
      .where('key', '=', key)
      .executeTakeFirst();
    if (row === undefined) return undefined;
    return openJson<MappedRecord>(await dataKeyOf(this.#context, db, row.submission_id), recordPlace(key), row.sealed_record);
  }

  async makeDue(keys: readonly DeliveryKey[], now: EpochMs): Promise<readonly DeliveryKey[]> {
    const rows = await this.#context.db
      .updateTable('deliveries')
      .set({ due_at: now })
      .where('key', 'in', [...keys])
      .where('state', '=', 'ready')
      .returning('key')
      .execute();
    return rows.map((row) => row.key);
  }
}

function inState(tx: Db, state: DeliveryState): Promise<HeldRow[]> {
  return tx
    .selectFrom('deliveries')
    .select(['key', 'state', 'committed_at', 'max_in_flight_ms', 'visibility_lag_ms'])
    .where('state', '=', literal(state))
    .execute();
}

type HeldRow = Pick<Selectable<DeliveryRow>, 'key' | 'state' | 'committed_at' | 'max_in_flight_ms' | 'visibility_lag_ms'>;

const interrupted: Finding = {
  code: 'AB_OUTCOME_UNKNOWN',
  message: 'The process ended after the commit point, before the answer was known',
  hint: 'It is looked up before anything is sent again.',
};

/**
 * Writes a new delivery in the transaction that routes its submission: `ready` and due now; in a restored ledger `unknown`, where it may
 * have been delivered before.
 */
export async function insertDelivery(
  context: LedgerContext,
  tx: Db,
  planned: { readonly submission: SubmissionId; readonly delivery: PlannedDelivery; readonly now: EpochMs },
): Promise<DeliveryKey> {
  const { submission, delivery, now } = planned;
  const owner = firstRow(await ownerOf(tx, { submission }));
  if (owner === undefined) throw new Defect('AB_DEFECT', 'A delivery has no submission');
  const identity = { portal: owner.portal, portalHash: owner.portal_hash, target: delivery.target, recordType: delivery.recordType };
  const key = deliveryKeyFor(context.keys, identity);
  const dataKey = context.keys.unwrap(submission, owner.data_key);
  const lookFirst = mayBeDeliveredAlready(context, owner.received_at);
  await insertDeliveryRow(tx, {
    key,
    submission_id: submission,
    route: delivery.route,
    target: delivery.target,
    record_type: delivery.recordType,
    state: lookFirst ? 'unknown' : 'ready',
    due_at: now,
    fence: 0,
    attempts: 0,
    channels_tried: 0,
    channel: null,
    committed_at: lookFirst ? now : null,
    max_in_flight_ms: 0,
    visibility_lag_ms: 0,
    looks: 0,
    request_hash: null,
    reference: null,
    sealed_reference: null,
    mapping_version: delivery.mappingVersion,
    findings: JSON.stringify(lookFirst ? [restoredFinding] : []),
  });
  await insertRecord(tx, { delivery_key: key, ...sealMapped(dataKey, key, delivery) });
  await context.history.append(tx, {
    submission,
    delivery: key,
    at: now,
    type: lookFirst ? 'unknown' : 'ready',
    detail: { route: delivery.route, target: delivery.target, code: lookFirst ? restoredFinding.code : undefined, ...delivery.notes },
  });
  return key;
}

/** Where a piece of evidence is sealed to. */
export function evidencePlace(key: DeliveryKey, attempt: number, name: string): string {
  return `${key}/evidence/${attempt}/${name}`;
}

function sealMapped(
  dataKey: SealKey,
  key: DeliveryKey,
  { record, attachmentNames }: Pick<PlannedDelivery, 'record' | 'attachmentNames'>,
): Pick<RecordRow, 'sealed_record' | 'sealed_attachment_names'> {
  return {
    sealed_record: sealJson(dataKey, recordPlace(key), record),
    sealed_attachment_names: attachmentNames === undefined ? null : sealJson(dataKey, namesPlace(key), attachmentNames),
  };
}

function recordPlace(key: DeliveryKey): string {
  return `${key}/record`;
}

function namesPlace(key: DeliveryKey): string {
  return `${key}/attachment-names`;
}

function sealJson(dataKey: SealKey, place: string, value: object): Uint8Array {
  return seal(dataKey, place, Buffer.from(JSON.stringify(value), 'utf8'));
}

/** The caller names the type of what it sealed. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters
function openJson<T>(dataKey: SealKey, place: string, sealed: Uint8Array): T {
  return fromJson<T>(unseal(dataKey, place, sealed).toString('utf8'));
}
