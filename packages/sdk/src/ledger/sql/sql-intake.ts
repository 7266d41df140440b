import { Readable } from 'node:stream';
import type { Insertable } from 'kysely';
import { Defect } from '../../errors/families.ts';
import type { OpenAttachment } from '../../model/attachment.ts';
import type { Finding } from '../../model/finding.ts';
import type { EpochMs, SubmissionId } from '../../model/ids.ts';
import type { Incoming } from '../../portal/contract.ts';
import { seal } from '../../sealing/envelope.ts';
import type { WrappedKey } from '../../sealing/key-ring.ts';
import type {
  IntakeLedger,
  PlannedSubmission,
  PlanResult,
  StoredSubmission,
  StoreResult,
  Storing,
  SubmissionAnswer,
  Suspect,
} from '../contract.ts';
import { newSubmissionId } from '../ids.ts';
import { idReused, moveSubmission, planOne, setFindings } from './plan-submission.ts';
import { bytesOf, type PartOwner, type SealedPart, dropFiles, keptFolders, liesInLedger, openPart, sealPart } from './content.ts';
import { type Db, type LedgerContext, literal } from './context.ts';
import { keepReceived } from './portal-evidence.ts';
import { firstRow, prepared } from './prepared.ts';
import { keptBits } from './purge-kinds.ts';
import { beginReading, endReading, readOnceMore, suspectsOf } from './readings.ts';
import { keepDeadline } from './sql-deadlines.ts';
import { insertReport } from './insert-report.ts';
import { type SubmissionMeta, metaOf, openMeta, refOf } from './submission-meta.ts';
import type { ContentRow, SubmissionRow } from './tables.ts';

const insertSubmission = prepared((db, row: Insertable<SubmissionRow>) => db.insertInto('submissions').values(row));

const insertContent = prepared((db, row: ContentRow) => db.insertInto('content').values(row));

const submissionOf = prepared((db, { id }: { readonly id: SubmissionId }) =>
  db.selectFrom('submissions').select(['portal', 'state', 'test', 'data_key', 'sealed_meta']).where('id', '=', id),
);

const contentOf = prepared((db, { id, part }: { readonly id: SubmissionId; readonly part: string }) =>
  db.selectFrom('content').select('sealed_bytes').where('submission_id', '=', id).where('part', '=', part),
);

const withPortalId = prepared((db, { portal, hash }: { readonly portal: string; readonly hash: string }) =>
  db.selectFrom('submissions').select(['id', 'content_hash']).where('portal', '=', portal).where('portal_hash', '=', hash),
);

const withContent = prepared((db, { hash }: { readonly hash: string }) =>
  db.selectFrom('submissions').select('id').where('content_hash', '=', hash),
);

/** Submissions in SQL. */
export class SqlIntake implements IntakeLedger {
  readonly #context: LedgerContext;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(context: LedgerContext) {
    this.#context = context;
  }

  /** Kept in the order of the calls, whatever each takes to be sealed: the order inside a matter follows it. */
  async store(portal: string, incoming: Incoming, storing: Storing): Promise<StoreResult> {
    const arrival = this.#arrivalOf(portal, incoming, storing);
    const sealing = this.#turn.then(() => this.#sealOrKnown(arrival));
    this.#turn = sealing.catch(() => undefined);
    const sealed = await sealing;
    return 'id' in sealed ? this.#noteDuplicate(sealed.id, storing.now) : this.#keep(arrival, sealed);
  }

  async knows(portal: string, portalId: string): Promise<boolean> {
    const { db, keys } = this.#context;
    return (await sameId(db, portal, keys.keyedHash('portal-id', portalId))) !== undefined;
  }

  async dropOrphans(): Promise<number> {
    let dropped = 0;
    const folders = await keptFolders(this.#context);
    for (let start = 0; start < folders.length; start += 500) {
      const some = folders.slice(start, start + 500);
      const rows = await this.#context.db
        .selectFrom('submissions')
        .select('id')
        .where('id', 'in', some)
        .where((eb) => eb(eb('kept', '&', keptBits.content), '!=', 0))
        .execute();
      const orphans = new Set(some).difference(new Set(rows.map((row) => row.id)));
      for (const id of orphans) await dropFiles(this.#context, id);
      dropped += orphans.size;
    }
    return dropped;
  }

  async unread(limit = 100): Promise<readonly SubmissionId[]> {
    const rows = await this.#context.db
      .selectFrom('submissions')
      .select('id')
      .where('state', '=', literal('received'))
      .where(({ not, exists, selectFrom }) =>
        not(exists(selectFrom('readings').select('submission_id').whereRef('submission_id', '=', 'submissions.id'))),
      )
      .orderBy('seq')
      .limit(limit)
      .execute();
    return rows.map((row) => row.id);
  }

  async suspects(): Promise<readonly Suspect[]> {
    return suspectsOf(this.#context.db);
  }

  async beginReading(ids: readonly SubmissionId[]): Promise<void> {
    await this.#context.writes.run((tx) => beginReading(tx, ids));
  }

  async leaveUnread(ids: readonly SubmissionId[]): Promise<void> {
    await this.#context.writes.run((tx) => endReading(tx, ids));
  }

  async open(id: SubmissionId): Promise<StoredSubmission> {
    const { db, keys } = this.#context;
    const row = firstRow(await submissionOf(db, { id }));
    if (row === undefined) throw new Defect('AB_DEFECT', `There is no submission ${id}`);
    const owner: PartOwner = { submission: id, key: keys.unwrap(id, row.data_key) };
    const meta = openMeta(owner, row.sealed_meta);
    return {
      id,
      portal: row.portal,
      portalId: meta.portalId,
      handle: meta.handle,
      state: row.state,
      test: row.test === 1,
      message: meta.message && {
        ...meta.message,
        bytes: async () => bytesOf(openPart(this.#context, owner, await this.#part(id, 'message'))),
      },
      attachments: meta.attachments.map((info) => this.#attachment(owner, info)),
    };
  }

  async plan(plans: readonly PlannedSubmission[], now: EpochMs): Promise<readonly PlanResult[]> {
    return this.#context.writes.run(async (tx) => {
      const made: PlanResult[] = [];
      for (const planned of plans) made.push(await planOne(this.#context, tx, { planned, now }));
      await endReading(
        tx,
        plans.map(({ id }) => id),
      );
      return made;
    });
  }

  async answer(id: SubmissionId, answer: SubmissionAnswer): Promise<void> {
    const to = ({ delivered: 'accepted', retry: 'received', reject: 'rejected' } as const)[answer.answer];
    await this.#context.writes.run(async (tx) => {
      if (!(await moveSubmission(tx, id, { from: 'case', to }))) return;
      const { now, by, reason, reference } = answer;
      await this.#context.history.append(tx, {
        submission: id,
        at: now,
        type: `answered-${answer.answer}`,
        detail: { by },
        sealed: { reason, reference },
      });
      if (to === 'received') await readOnceMore(tx, id);
      const findings = answer.findings ?? [];
      await setFindings(tx, id, findings);
      if (to === 'accepted')
        await insertReport(this.#context, tx, {
          submission: id,
          kind: 'accepted',
          now,
          references: reference === undefined ? [] : [reference],
        });
      if (to === 'rejected') await insertReport(this.#context, tx, { submission: id, kind: 'rejected', now, findings });
    });
  }

  #arrivalOf(portal: string, incoming: Incoming, { now, accept = false }: Storing): Arrival {
    const { keys } = this.#context;
    return {
      portal,
      incoming,
      now,
      accept,
      contentHash: keys.keyedHash('content', incoming.contentHash),
      portalHash: keys.keyedHash('portal-id', incoming.portalId),
      reusedHash: keys.keyedHash('portal-id', `${incoming.portalId}\0${incoming.contentHash}`),
    };
  }

  /** Large content that is known already is not written a second time. */
  async #sealOrKnown(arrival: Arrival): Promise<SealedSubmission | { readonly id: SubmissionId }> {
    const { message, attachments } = arrival.incoming;
    if ([message, ...attachments].some((file) => file !== undefined && !liesInLedger(file))) {
      const { duplicateOf } = await recognise(this.#context.db, arrival);
      if (duplicateOf !== undefined) return { id: duplicateOf };
    }
    return this.#seal(arrival.incoming);
  }

  async #seal(incoming: Incoming): Promise<SealedSubmission> {
    const id = newSubmissionId();
    const { key, wrapped } = this.#context.keys.newDataKey(id);
    const owner: PartOwner = { submission: id, key };
    try {
      const parts = await this.#sealAll(owner, incoming);
      const meta = seal(key, `${id}/meta`, Buffer.from(JSON.stringify(metaOf(incoming)), 'utf8'));
      return { owner, wrapped, parts, meta };
    } catch (error) {
      await dropFiles(this.#context, id);
      throw error;
    }
  }

  /** Whether it is a duplicate is looked up in the transaction that keeps it: the same may be on its way a second time. */
  async #keep(arrival: Arrival, sealed: SealedSubmission): Promise<StoreResult> {
    const drop = (): Promise<void> => dropFiles(this.#context, sealed.owner.submission);
    try {
      const result = await this.#context.writes.run((tx) => this.#keepNew(tx, arrival, sealed));
      if (result.outcome === 'duplicate' && sealed.parts.some(({ sealedBytes }) => sealedBytes === null)) await drop();
      return result;
    } catch (error) {
      await drop();
      throw error;
    }
  }

  async #keepNew(tx: Db, arrival: Arrival, sealed: SealedSubmission): Promise<StoreResult> {
    const { incoming, now } = arrival;
    const { duplicateOf, portalHash, finding } = await recognise(tx, arrival);
    if (duplicateOf !== undefined) {
      await this.#countDuplicate(tx, duplicateOf, now);
      return { id: duplicateOf, outcome: 'duplicate', findings: [] };
    }
    const id = sealed.owner.submission;
    await insertSubmission(tx, this.#rowOf(arrival, sealed, { portalHash, finding }));
    for (const { part, sealedBytes } of sealed.parts) {
      await insertContent(tx, { submission_id: id, part, sealed_bytes: sealedBytes });
    }
    const { evidence, answerBy } = incoming;
    if (answerBy !== undefined) await keepDeadline(tx, { submission: id, portal: arrival.portal }, answerBy);
    if (evidence !== undefined) await keepReceived(tx, { submission: id, name: 'received', at: now, evidence }, sealed.owner.key);
    const detail = { portal: arrival.portal, code: finding?.code };
    await this.#context.history.append(tx, { submission: id, at: now, type: 'received', detail });
    if (finding === undefined) {
      if (arrival.accept) await insertReport(this.#context, tx, { submission: id, kind: 'accepted', now });
      return { id, outcome: 'stored', findings: [] };
    }
    return { id, outcome: finding === incoming.problem ? 'problem' : 'id-reused', findings: [finding] };
  }

  #rowOf(arrival: Arrival, sealed: SealedSubmission, known: Pick<Recognised, 'portalHash' | 'finding'>): Insertable<SubmissionRow> {
    const { portal, incoming, now, contentHash } = arrival;
    const { portalHash, finding } = known;
    return {
      id: sealed.owner.submission,
      portal,
      portal_hash: portalHash,
      content_hash: contentHash,
      matter_hash: incoming.matter === undefined ? null : this.#context.keys.keyedHash('matter', `${portal}\0${incoming.matter}`),
      message_hash: null,
      state: finding === undefined ? 'received' : 'case',
      test: incoming.test === true ? 1 : 0,
      duplicates: 0,
      findings: JSON.stringify(finding === undefined ? [] : [finding]),
      received_at: now,
      data_key: sealed.wrapped,
      sealed_meta: sealed.meta,
    };
  }

  async #noteDuplicate(id: SubmissionId, now: EpochMs): Promise<StoreResult> {
    await this.#context.writes.run((tx) => this.#countDuplicate(tx, id, now));
    return { id, outcome: 'duplicate', findings: [] };
  }

  async #countDuplicate(tx: Db, id: SubmissionId, now: EpochMs): Promise<void> {
    await tx
      .updateTable('submissions')
      .set((eb) => ({ duplicates: eb('duplicates', '+', 1) }))
      .where('id', '=', id)
      .execute();
    await this.#context.history.append(tx, { submission: id, at: now, type: 'duplicate' });
  }

  async #sealAll(owner: PartOwner, incoming: Incoming): Promise<readonly SealedPart[]> {
    const parts: SealedPart[] = [];
    if (incoming.message !== undefined) parts.push(await sealPart(this.#context, owner, { part: 'message', file: incoming.message }));
    for (const [index, file] of incoming.attachments.entries()) {
      parts.push(await sealPart(this.#context, owner, { part: refOf(index), file }));
    }
    return parts;
  }

  async #part(id: SubmissionId, part: string): Promise<SealedPart> {
    const row = firstRow(await contentOf(this.#context.db, { id, part }));
    if (row === undefined) throw new Defect('AB_DEFECT', `There is no content of ${id}`);
    return { part, sealedBytes: row.sealed_bytes };
  }

  /** Its bytes are read when it is opened for the first time: a plan needs only names. */
  #attachment(owner: PartOwner, info: SubmissionMeta['attachments'][number]): OpenAttachment {
    let read: Promise<SealedPart> | undefined;
    const part = async (): Promise<SealedPart> => (read ??= this.#part(owner.submission, info.ref));
    const bytes = async function* bytes(this: SqlIntake): AsyncIterable<Uint8Array> {
      yield* openPart(this.#context, owner, await part()) as AsyncIterable<Uint8Array>;
    };
    return { ...info, open: () => Readable.from(bytes.call(this), { objectMode: false }) };
  }
}

/** A submission as it came, and by what it is recognised. */
interface Arrival {
  readonly portal: string;
  readonly incoming: Incoming;
  readonly now: EpochMs;
  /** Whether the portal is told at once that it was stored. */
  readonly accept: boolean;
  readonly contentHash: string;
  readonly portalHash: string;
  /** Stands for the portal's id where that id came before with other content. */
  readonly reusedHash: string;
}

/** A submission whose large content is durable, and that is not in the ledger yet. */
interface SealedSubmission {
  readonly owner: PartOwner;
  readonly wrapped: WrappedKey;
  readonly parts: readonly SealedPart[];
  readonly meta: Uint8Array;
}

interface Recognised {
  /** It is this one once more. */
  readonly duplicateOf?: SubmissionId;
  readonly portalHash: string;
  /** Why it is a case from the start. */
  readonly finding?: Finding | undefined;
}

/** Looks a submission up by its id and its content. */
async function recognise(db: Db, arrival: Arrival): Promise<Recognised> {
  const { portal, incoming, contentHash, portalHash, reusedHash } = arrival;
  const known = await sameId(db, portal, portalHash);
  if (known === undefined) return { portalHash, finding: incoming.problem ?? (await sameContent(db, contentHash)) };
  const again = known.content_hash === contentHash ? known : await sameId(db, portal, reusedHash);
  if (again !== undefined) return { portalHash, duplicateOf: again.id };
  return { portalHash: reusedHash, finding: idReused(known.id) };
}

async function sameId(db: Db, portal: string, portalHash: string): Promise<{ id: string; content_hash: string } | undefined> {
  return firstRow(await withPortalId(db, { portal, hash: portalHash }));
}

/** The same content that came through another portal, or under another id: a person must say whether it is one submission or two. */
async function sameContent(db: Db, contentHash: string): Promise<Finding | undefined> {
  const row = firstRow(await withContent(db, { hash: contentHash }));
  return row && contentReused(row.id);
}

function contentReused(id: SubmissionId): Finding {
  return {
    code: 'AB_ID_REUSED',
    message: `The same content came before, as ${id}, under another id or through another portal`,
    hint: 'Compare both with `amtsbote show`; answer `--reject` or `--retry`, as it is one submission or two.',
    officialCode: 'S050',
  };
}
