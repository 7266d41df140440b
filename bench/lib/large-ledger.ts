import { DatabaseSync } from 'node:sqlite';

/**
 * Fills a ledger, made before, with submissions that were delivered and reported long ago, whose content was purged, and whose records are to
 * be asked about in three hours. Written by SQL of
 * its own: through the engine a million would take an hour.
 */
export function fillLedger(file: string, count: number): void {
  const database = new DatabaseSync(file);
  try {
    database.exec('pragma journal_mode = wal; pragma synchronous = off; begin immediate');
    for (const statement of statements) database.exec(statement.replaceAll(':count', String(count)));
    database.exec('commit; pragma synchronous = full; pragma wal_checkpoint(truncate)');
  } finally {
    database.close();
  }
}

const numbers = 'with recursive n (i) as (select 1 union all select i + 1 from n where i < :count)';
const id = `printf('s-%010d', i)`;
const key = `printf('AB-%016d', i)`;

const statements: readonly string[] = [
  `${numbers} insert into submissions (id, portal, portal_hash, content_hash, state, test, duplicates, findings, received_at, data_key, sealed_meta)
    select ${id}, 'eingang', hex(randomblob(32)), hex(randomblob(32)), 'accepted', 0, 0, '[]', i, zeroblob(61), zeroblob(300) from n`,
  `${numbers} insert into deliveries (key, submission_id, route, target, record_type, state, due_at, fence, attempts, channels_tried, channel,
      committed_at, max_in_flight_ms, visibility_lag_ms, looks, request_hash, reference, mapping_version, findings)
    select ${key}, ${id}, 'registration', 'application', 'registration', 'delivered', i, 1, 1, 1, 'api', i, 30000, 0, 0, hex(randomblob(32)),
      'R-' || i, '1', '[]' from n`,
  `${numbers} insert into attempts (delivery_key, fence, number, channel, started_at, ended_at, outcome, code, steps)
    select ${key}, 1, 1, 'api', i, i, 'delivered', null, '[]' from n`,
  `${numbers} insert into reports (id, submission_id, kind, created_at, due_at, tries, sent_at, "references", findings)
    select ${id} || '-accepted', ${id}, 'accepted', i, i, 1, i, '[]', '[]' from n`,
  `${numbers} insert into polls (delivery_key, target, due_at, until, seen, tries, code)
    select ${key}, 'application', (unixepoch() + 10800) * 1000, (unixepoch() + 31536000) * 1000, 'received', 0, null from n`,
  `${numbers} insert into events (submission_id, delivery_key, position, at, type, detail, hash)
    select ${id}, null, 1, i, 'received', '{"portal":"eingang"}', hex(randomblob(32)) from n`,
  `insert into checkpoints (at, last_event, events, hash) select max(id), max(id), count(*), hex(randomblob(32)) from events`,
  `${numbers} insert into runs (started_at, ended_at, pid, host, boot, process_start)
    select i, i, 1, 'bench', 'bench', '1' from n where i % 10 = 0`,
];
