import type { Selectable } from 'kysely';
import type { SubmissionId } from '../../model/ids.ts';
import { type RelatedSubmission, relations } from '../views.ts';
import type { Db } from './context.ts';
import type { SubmissionRow } from './tables.ts';

const mostShown = 50;

/** The submissions that belong together with one, told by keyed hashes; oldest first. */
export async function relatedSubmissions(db: Db, row: Selectable<SubmissionRow>): Promise<readonly RelatedSubmission[]> {
  const found = new Map<SubmissionId, RelatedSubmission & { readonly seq: number }>();
  for (const relation of relations) {
    for (const { seq, id, state, received_at } of await related[relation](db, row)) {
      if (id !== row.id && !found.has(id)) found.set(id, { seq, id, relation, state, receivedAt: received_at });
    }
  }
  return [...found.values()].sort((one, other) => one.seq - other.seq).map(({ seq: _seq, ...one }) => one);
}

type Found = Pick<Selectable<SubmissionRow>, 'seq' | 'id' | 'state' | 'received_at'>;
type Finder = (db: Db, row: Selectable<SubmissionRow>) => Promise<readonly Found[]>;

const related: Readonly<Record<RelatedSubmission['relation'], Finder>> = {
  'refers-to': (db, { id }) =>
    submissions(db)
      .where('message_hash', 'in', (eb) => eb.selectFrom('message_references').select('message_hash').where('submission_id', '=', id))
      .execute(),
  'referred-by': (db, { message_hash: hash }) =>
    hash === null
      ? none
      : submissions(db)
          .where('id', 'in', (eb) => eb.selectFrom('message_references').select('submission_id').where('message_hash', '=', hash))
          .execute(),
  'same-message': (db, { message_hash: hash }) => (hash === null ? none : submissions(db).where('message_hash', '=', hash).execute()),
  'same-content': (db, { content_hash: hash }) => submissions(db).where('content_hash', '=', hash).execute(),
  'same-matter': (db, { matter_hash: hash }) => (hash === null ? none : submissions(db).where('matter_hash', '=', hash).execute()),
};

const none: Promise<readonly Found[]> = Promise.resolve([]);

function submissions(db: Db) {
  return db.selectFrom('submissions').select(['seq', 'id', 'state', 'received_at']).orderBy('seq', 'desc').limit(mostShown);
}
