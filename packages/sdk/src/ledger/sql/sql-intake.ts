import { buffer } from 'node:stream/consumers';
import type { OpenAttachment } from '../../model/attachment.ts';
import type { Finding } from '../../model/finding.ts';
import type { EpochMs, SubmissionId } from '../../model/ids.ts';
import type { Incoming } from '../../portal/contract.ts';
import { seal } from '../../sealing/envelope.ts';
import type { IntakeLedger, PlannedSubmission, PlanResult, StoredSubmission, StoreResult, SubmissionAnswer } from '../contract.ts';
import { newSubmissionId } from '../ids.ts';
import { idReused, moveSubmission, planOne, setFindings } from './plan-submission.ts';
import { type PartOwner, type SealedPart, dropFiles, keptFolders, openPart, sealPart } from './content.ts';
import { type LedgerContext, literal } from './context.ts';
import { insertReport } from './sql-outbox.ts';
import { type SubmissionMeta, metaOf, openMeta, refOf } from './submission-meta.ts';

/** Submissions in SQL. */
export class SqlIntake implements IntakeLedger {
  readonly #context: LedgerContext;

  constructor(context: LedgerContext) {
    this.#context = context;
  }

  async store(portal: string, incoming: Incoming, now: EpochMs): Promise<StoreResult> {
    const { keys } = this.#context;
    const contentHash = keys.keyedHash('content', incoming.contentHash);
    const portalHash = keys.keyedHash('portal-id', incoming.portalId);
    const reusedHash = keys.keyedHash('portal-id', `${incoming.portalId}\0${incoming.contentHash}`);
    const known = await this.#known(portal, portalHash);
    if (known?.content_hash === contentHash) return this.#noteDuplicate(known.id, now);
    const reused = known === undefined ? undefined : await this.#known(portal, reusedHash);
    if (reused !== undefined) return this.#noteDuplicate(reused.id, now);
    const elsewhere = known === undefined ? await this.#sameContent(contentHash) : undefined;
    const finding: Finding | undefined = known === undefined ? (incoming.problem ?? elsewhere) : idReused(known.id);
    const hashes = { portalHash: known === undefined ? portalHash : reusedHash, contentHash };
    const id = await this.#insert(portal, incoming, { hashes, finding, now });
    if (finding === undefined) return { id, outcome: 'stored', findings: [] };
    return { id, outcome: finding === incoming.problem ? 'problem' : 'id-reused', findings: [finding] };
  }

  async dropOrphans(): Promise<number> {
    let dropped = 0;
    const folders = await keptFolders(this.#context);
    for (let start = 0; start < folders.length; start += 500) {
      const some = folders.slice(start, start + 500);
      const rows = await this.#context.db.selectFrom('submissions').select('id').where('id', 'in', some).execute();
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
      .orderBy('seq')
      .limit(limit)
      .execute();
    return rows.map((row) => row.id);
  }

  async open(id: SubmissionId): Promise<StoredSubmission> {
    const { db, keys } = this.#context;
    const row = await db.selectFrom('submissions').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
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
        bytes: async () => buffer(openPart(this.#context, owner, await this.#part(id, 'message'))),
      },
      attachments: await this.#attachments(owner, meta),
    };
  }

  async plan(plans: readonly PlannedSubmission[], now: EpochMs): Promise<readonly PlanResult[]> {
    return this.#context.writes.run(async (tx) => {
      const made: PlanResult[] = [];
      for (const planned of plans) made.push(await planOne(this.#context, tx, { planned, now }));
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
        detail: { by, reason, reference },
      });
      const findings = answer.findings ?? [];
      await setFindings(tx, id, findings);
      if (to === 'accepted')
        await insertReport(tx, { submission: id, kind: 'accepted', now, references: reference === undefined ? [] : [reference] });
      if (to === 'rejected') await insertReport(tx, { submission: id, kind: 'rejected', now, findings });
    });
  }

  async #known(portal: string, portalHash: string): Promise<{ id: string; content_hash: string } | undefined> {
    return this.#context.db
      .selectFrom('submissions')
      .select(['id', 'content_hash'])
      .where('portal', '=', portal)
      .where('portal_hash', '=', portalHash)
      .executeTakeFirst();
  }

  /** The same content that came through another portal, or under another id: a person must say whether it is one submission or two. */
  async #sameContent(contentHash: string): Promise<Finding | undefined> {
    const row = await this.#context.db.selectFrom('submissions').select('id').where('content_hash', '=', contentHash).executeTakeFirst();
    return row && contentReused(row.id);
  }

  async #noteDuplicate(id: SubmissionId, now: EpochMs): Promise<StoreResult> {
    await this.#context.writes.run(async (tx) => {
      await tx
        .updateTable('submissions')
        .set((eb) => ({ duplicates: eb('duplicates', '+', 1) }))
        .where('id', '=', id)
        .execute();
      await this.#context.history.append(tx, { submission: id, at: now, type: 'duplicate' });
    });
    return { id, outcome: 'duplicate', findings: [] };
  }

  async #insert(portal: string, incoming: Incoming, facts: InsertFacts): Promise<SubmissionId> {
    const id = newSubmissionId();
    const { key, wrapped } = this.#context.keys.newDataKey(id);
    const owner: PartOwner = { submission: id, key };
    try {
      const parts = await this.#sealAll(owner, incoming);
      const sealedMeta = seal(key, `${id}/meta`, Buffer.from(JSON.stringify(metaOf(incoming)), 'utf8'));
      await this.#context.writes.run(async (tx) => {
        await tx
          .insertInto('submissions')
          .values({
            id,
            portal,
            portal_hash: facts.hashes.portalHash,
            content_hash: facts.hashes.contentHash,
            matter_hash: incoming.matter === undefined ? null : this.#context.keys.keyedHash('matter', `${portal}\0${incoming.matter}`),
            message_hash: null,
            state: facts.finding === undefined ? 'received' : 'case',
            test: incoming.test === true ? 1 : 0,
            duplicates: 0,
            findings: JSON.stringify(facts.finding === undefined ? [] : [facts.finding]),
            received_at: facts.now,
            data_key: wrapped,
            sealed_meta: sealedMeta,
          })
          .execute();
        for (const { part, sealedBytes } of parts) {
          await tx.insertInto('content').values({ submission_id: id, part, sealed_bytes: sealedBytes }).execute();
        }
        await this.#context.history.append(tx, {
          submission: id,
          at: facts.now,
          type: 'received',
          detail: { portal, code: facts.finding?.code },
        });
      });
      return id;
    } catch (error) {
      await dropFiles(this.#context, id);
      throw error;
    }
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
    const row = await this.#context.db
      .selectFrom('content')
      .select('sealed_bytes')
      .where('submission_id', '=', id)
      .where('part', '=', part)
      .executeTakeFirstOrThrow();
    return { part, sealedBytes: row.sealed_bytes };
  }

  async #attachments(owner: PartOwner, meta: SubmissionMeta): Promise<readonly OpenAttachment[]> {
    const opened: OpenAttachment[] = [];
    for (const info of meta.attachments) {
      const part = await this.#part(owner.submission, info.ref);
      opened.push({ ...info, open: () => openPart(this.#context, owner, part) });
    }
    return opened;
  }
}

interface InsertFacts {
  readonly hashes: { readonly portalHash: string; readonly contentHash: string };
  readonly finding: Finding | undefined;
  readonly now: EpochMs;
}

function contentReused(id: SubmissionId): Finding {
  return {
    code: 'AB_ID_REUSED',
    message: `The same content came before, as ${id}, under another id or through another portal`,
    hint: 'Compare both with `amtsbote show`; answer `--reject` or `--retry`, as it is one submission or two.',
    officialCode: 'S050',
  };
}
