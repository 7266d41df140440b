import type { Selectable } from 'kysely';
import type { Finding } from '../../model/finding.ts';
import type { SubmissionId } from '../../model/ids.ts';
import { type DeliveryState, type SubmissionState, deliveryStates, submissionStates } from '../../model/states.ts';
import { type SealKey, unseal } from '../../sealing/envelope.ts';
import { answersToDelivery, answersToSubmission } from '../answers.ts';
import type { LedgerViews, SubmissionFilter } from '../contract.ts';
import type {
  DeliverySummary,
  EvidenceView,
  KeptPortalEvidence,
  LedgerCounts,
  StepView,
  SubmissionSummary,
  SubmissionView,
} from '../views.ts';
import { answersAwaited } from './sql-deadlines.ts';
import { type LedgerContext, fromJson } from './context.ts';
import { portalEvidenceOf, portalKind } from './portal-evidence.ts';
import { relatedSubmissions } from './related-submissions.ts';
import { keyIfThere, openReference } from './sealed-reference.ts';
import { type Detail, openDetailIfThere } from './sealed-detail.ts';
import { evidencePlace } from './sql-deliveries.ts';
import { openMetaIfThere } from './submission-meta.ts';
import type { CountRow, DeliveryRow, SubmissionRow } from './tables.ts';

/** Reads for people, in SQL. Outside of any transaction: readers never hold up a run. */
export class SqlViews implements LedgerViews {
  readonly #context: LedgerContext;

  constructor(context: LedgerContext) {
    this.#context = context;
  }

  async counts(): Promise<LedgerCounts> {
    const { db } = this.#context;
    const counts = await db.selectFrom('counts').selectAll().execute();
    const waiting = await db
      .selectFrom('reports')
      .select((eb) => [eb.fn.countAll<number>().as('count'), eb.fn.min('created_at').as('oldest')])
      .where('sent_at', 'is', null)
      .executeTakeFirst();
    const run = await db.selectFrom('runs').selectAll().orderBy('id', 'desc').limit(1).executeTakeFirst();
    return {
      submissions: countsOf(submissionStates, 'submission', counts),
      deliveries: countsOf(deliveryStates, 'delivery', counts),
      reportsWaiting: waiting?.count ?? 0,
      ...(waiting?.oldest != null && { reportsWaitSince: waiting.oldest }),
      pauses: await db.selectFrom('pauses').select(['target', 'until', 'code']).orderBy('target').execute(),
      lastRun: run && { startedAt: run.started_at, endedAt: run.ended_at ?? undefined, pid: run.pid, host: run.host },
    };
  }

  async list(filter: SubmissionFilter): Promise<readonly SubmissionSummary[]> {
    const { db } = this.#context;
    let query = db
      .selectFrom('submissions')
      .selectAll()
      .orderBy('seq', 'desc')
      .limit(filter.limit ?? 50);
    if (filter.portal !== undefined) query = query.where('portal', '=', filter.portal);
    if (filter.ids !== undefined) query = query.where('id', 'in', [...filter.ids]);
    if (filter.from !== undefined) query = query.where('received_at', '>=', filter.from);
    if (filter.to !== undefined) query = query.where('received_at', '<', filter.to);
    if (filter.state !== undefined) {
      const state = filter.state;
      query = query.where(({ or, eb, exists, selectFrom }) =>
        or([
          eb('state', '=', state as SubmissionState),
          exists(
            selectFrom('deliveries')
              .select('deliveries.key')
              .whereRef('deliveries.submission_id', '=', 'submissions.id')
              .where('deliveries.state', '=', state as DeliveryState),
          ),
        ]),
      );
    }
    const rows = await query.execute();
    if (rows.length === 0) return [];
    const ids = rows.map((row) => row.id);
    const deliveries = await db.selectFrom('deliveries').selectAll().where('submission_id', 'in', ids).orderBy('seq').execute();
    const byOwner = Map.groupBy(deliveries, (delivery) => delivery.submission_id);
    const waiting = await answersAwaited(db, ids);
    return rows.map((row) => ({ ...summaryOf(row, this.#openReferences(row, byOwner.get(row.id) ?? [])), ...waiting.get(row.id) }));
  }

  async find(id: string): Promise<SubmissionId | undefined> {
    const { db } = this.#context;
    const delivery = await db.selectFrom('deliveries').select('submission_id').where('key', '=', id.toUpperCase()).executeTakeFirst();
    if (delivery !== undefined) return delivery.submission_id;
    const escaped = id.toLowerCase().replaceAll(/[\\%_]/g, String.raw`\$&`);
    const rows = await db.selectFrom('submissions').select('id').where('id', 'like', `${escaped}%`).limit(2).execute();
    return rows.length === 1 ? rows[0]?.id : undefined;
  }

  async show(id: SubmissionId): Promise<SubmissionView> {
    const { db, keys } = this.#context;
    const row = await db.selectFrom('submissions').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
    const deliveries = await db.selectFrom('deliveries').selectAll().where('submission_id', '=', id).orderBy('seq').execute();
    const key = row.data_key.length === 0 ? undefined : keys.unwrap(id, row.data_key);
    const meta = key && openMetaIfThere({ submission: id, key }, row.sealed_meta);
    return {
      ...summaryOf(row, this.#openReferences(row, deliveries)),
      ...(await answersAwaited(db, [id])).get(id),
      portalId: meta?.portalId,
      test: row.test === 1,
      messageMediaType: meta?.message?.mediaType,
      messageSize: meta?.message?.size,
      attachments: meta?.attachments ?? [],
      attempts: await this.#attempts(deliveries.map((delivery) => delivery.key)),
      reports: await this.#reports(id),
      related: await relatedSubmissions(db, row),
      events: await this.#events(id, key),
      evidence: await this.#evidence(id),
    };
  }

  async evidence(id: number): Promise<Uint8Array> {
    const { db, keys } = this.#context;
    const row = await db
      .selectFrom('evidence')
      .innerJoin('submissions', 'submissions.id', 'evidence.submission_id')
      .selectAll('evidence')
      .select('submissions.data_key')
      .where('evidence.id', '=', id)
      .executeTakeFirstOrThrow();
    const key = keys.unwrap(row.submission_id, row.data_key);
    return unseal(key, evidencePlace(row.delivery_key, row.attempt, row.name), row.sealed_bytes);
  }

  async portalEvidence(id: SubmissionId): Promise<readonly KeptPortalEvidence[]> {
    return portalEvidenceOf(this.#context, id);
  }

  #openReferences(row: Selectable<SubmissionRow>, deliveries: readonly Selectable<DeliveryRow>[]): readonly Selectable<DeliveryRow>[] {
    if (deliveries.every((delivery) => delivery.sealed_reference === null)) return deliveries;
    const key = keyIfThere(this.#context.keys, row.id, row.data_key);
    return deliveries.map((delivery) => ({ ...delivery, reference: openReference(key, delivery) ?? null }));
  }

  async #attempts(keys: readonly string[]): Promise<SubmissionView['attempts']> {
    if (keys.length === 0) return [];
    const rows = await this.#context.db
      .selectFrom('attempts')
      .selectAll()
      .where('delivery_key', 'in', [...keys])
      .orderBy('started_at')
      .orderBy('fence')
      .execute();
    return rows.map((row) => ({
      delivery: row.delivery_key,
      number: row.number,
      channel: row.channel ?? undefined,
      startedAt: row.started_at,
      endedAt: row.ended_at ?? undefined,
      outcome: row.outcome ?? undefined,
      code: row.code ?? undefined,
      steps: fromJson<StepView[]>(row.steps),
    }));
  }

  async #reports(id: SubmissionId): Promise<SubmissionView['reports']> {
    const rows = await this.#context.db.selectFrom('reports').selectAll().where('submission_id', '=', id).orderBy('position').execute();
    const next = rows.find((row) => row.sent_at === null);
    return rows.map((row) => ({
      id: row.id,
      kind: row.kind,
      createdAt: row.created_at,
      sentAt: row.sent_at ?? undefined,
      tries: row.tries,
      dueAt: row === next ? row.due_at : undefined,
      ...(row.status !== null && { state: { status: row.status, final: row.final === 1 } }),
    }));
  }

  async #events(id: SubmissionId, key: SealKey | undefined): Promise<SubmissionView['events']> {
    const rows = await this.#context.db.selectFrom('events').selectAll().where('submission_id', '=', id).orderBy('id').execute();
    return rows.map((row) => {
      const place = { submission: id, position: row.position };
      const sealed = key && row.sealed_detail && openDetailIfThere(key, place, row.sealed_detail);
      return {
        at: row.at,
        type: row.type,
        delivery: row.delivery_key ?? undefined,
        detail: { ...fromJson<Detail>(row.detail), ...sealed },
      };
    });
  }

  async #evidence(id: SubmissionId): Promise<readonly EvidenceView[]> {
    const rows = await this.#context.db
      .selectFrom('evidence')
      .select(['id', 'delivery_key', 'attempt', 'kind', 'name', 'media_type', 'size', 'at'])
      .where('submission_id', '=', id)
      .where('kind', '!=', portalKind)
      .orderBy('id')
      .execute();
    return rows.map(({ delivery_key, media_type, ...row }) => ({ ...row, delivery: delivery_key, mediaType: media_type }));
  }
}

function summaryOf(row: Selectable<SubmissionRow>, deliveries: readonly Selectable<DeliveryRow>[]): SubmissionSummary {
  return {
    id: row.id,
    portal: row.portal,
    state: row.state,
    receivedAt: row.received_at,
    duplicates: row.duplicates,
    findings: fromJson<Finding[]>(row.findings),
    deliveries: deliveries.map(deliveryOf),
    answers: answersToSubmission(row.state, deliveries.length),
    ...(row.purged !== '{}' && { purged: fromJson<NonNullable<SubmissionSummary['purged']>>(row.purged) }),
    ...(row.hold === 1 && { held: true }),
  };
}

function deliveryOf(row: Selectable<DeliveryRow>): DeliverySummary {
  const findings = fromJson<Finding[]>(row.findings);
  return {
    key: row.key,
    route: row.route,
    target: row.target,
    recordType: row.record_type,
    state: row.state,
    channel: row.channel ?? undefined,
    reference: row.reference ?? undefined,
    attempts: row.attempts,
    dueAt: row.state === 'ready' || row.state === 'unknown' ? row.due_at : undefined,
    findings,
    answers: answersToDelivery(row.state, findings),
  };
}

function countsOf<State extends string>(
  states: readonly State[],
  kind: CountRow['kind'],
  rows: readonly CountRow[],
): Readonly<Record<State, number>> {
  const counted = new Map<string, number>(rows.filter((row) => row.kind === kind).map((row) => [row.state, row.count]));
  return Object.fromEntries(states.map((state) => [state, counted.get(state) ?? 0])) as Record<State, number>;
}
