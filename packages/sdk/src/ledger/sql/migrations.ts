/**
 * The schema, step by step; a ledger of version n has had the first n applied, each in a transaction of its own. Steps
 * are never changed once released.
 */
export const migrations: readonly (readonly string[])[] = [
  [
    `create table meta (name text primary key, value text not null) strict`,
    `create table submissions (
      seq integer primary key autoincrement, id text not null unique, portal text not null, portal_hash text not null,
      content_hash text not null, matter_hash text, state text not null, test integer not null, duplicates integer not null,
      findings text not null, received_at integer not null, data_key blob not null, sealed_meta blob not null,
      unique (portal, portal_hash)) strict`,
    `create index submissions_open on submissions (state) where state = 'received' or state = 'case'`,
    `create index submissions_content on submissions (content_hash)`,
    `create index submissions_matter on submissions (matter_hash) where matter_hash is not null`,
    `create table content (
      submission_id text not null references submissions (id), part text not null, sealed_bytes blob,
      primary key (submission_id, part)) strict`,
    `create table deliveries (
      seq integer primary key autoincrement, key text not null unique, submission_id text not null references submissions (id),
      route text not null, target text not null, record_type text not null, state text not null, due_at integer not null,
      fence integer not null, attempts integer not null, channels_tried integer not null, channel text,
      committed_at integer, max_in_flight_ms integer not null, visibility_lag_ms integer not null, looks integer not null,
      request_hash text, reference text, mapping_version text not null, findings text not null) strict`,
    `create table records (delivery_key text primary key references deliveries (key), sealed_record blob not null) strict`,
    `create index deliveries_open on deliveries (state, due_at)
      where state = 'ready' or state = 'attempting' or state = 'committing' or state = 'unknown'`,
    `create index deliveries_submission on deliveries (submission_id)`,
    `create table attempts (
      delivery_key text not null references deliveries (key), fence integer not null, number integer not null, channel text,
      started_at integer not null, ended_at integer, outcome text, code text, steps text not null,
      primary key (delivery_key, fence)) strict, without rowid`,
    `create table reports (
      id text primary key, submission_id text not null references submissions (id), kind text not null, created_at integer not null,
      due_at integer not null, tries integer not null, sent_at integer, "references" text not null, findings text not null) strict`,
    `create index reports_waiting on reports (due_at) where sent_at is null`,
    `create index reports_submission on reports (submission_id)`,
    `create table events (
      id integer primary key, submission_id text not null references submissions (id), delivery_key text,
      at integer not null, type text not null, detail text not null) strict`,
    `create index events_submission on events (submission_id)`,
    `create trigger events_keep before update on events begin select raise(abort, 'events are append-only'); end`,
    `create trigger events_stay before delete on events begin select raise(abort, 'events are append-only'); end`,
    `create table evidence (
      id integer primary key autoincrement, submission_id text not null references submissions (id), delivery_key text not null,
      attempt integer not null, kind text not null, name text not null, media_type text not null, size integer not null,
      at integer not null, sealed_bytes blob not null) strict`,
    `create index evidence_submission on evidence (submission_id)`,
    `create table pauses (target text primary key, until integer not null, code text not null) strict`,
    `create table runs (
      id integer primary key autoincrement, started_at integer not null, ended_at integer, pid integer not null, host text not null,
      boot text not null, process_start text not null) strict`,
  ],
  [
    `alter table submissions add column message_hash text`,
    `create index submissions_message on submissions (message_hash) where message_hash is not null`,
  ],
  // Events become chains.
  [
    `drop trigger events_keep`,
    `alter table events add column position integer not null default 0`,
    `alter table events add column hash text`,
    `update events set position = (select count(*) from events as e where e.submission_id = events.submission_id and e.id <= events.id)`,
    `drop index events_submission`,
    `create unique index events_chain on events (submission_id, position)`,
    `create trigger events_keep before update on events begin select raise(abort, 'events are append-only'); end`,
    `create table checkpoints (
      id integer primary key autoincrement, at integer not null, last_event integer not null, events integer not null,
      hash text not null) strict`,
    `create trigger checkpoints_keep before update on checkpoints begin select raise(abort, 'checkpoints are append-only'); end`,
    `create trigger checkpoints_stay before delete on checkpoints begin select raise(abort, 'checkpoints are append-only'); end`,
  ],
  [`alter table records add column sealed_attachment_names blob`],
  // What may be purged, and what stays to prove that it was.
  [
    `alter table submissions add column settled_at integer`,
    `alter table submissions add column hold integer not null default 0`,
    `alter table submissions add column kept integer not null default 15`,
    `alter table submissions add column purged text not null default '{}'`,
    `update submissions set settled_at = (select max(sent_at) from reports where submission_id = submissions.id)
      where state in ('accepted', 'rejected')
        and not exists (select 1 from reports where submission_id = submissions.id and sent_at is null)`,
    `create index submissions_retention on submissions (kept, settled_at) where settled_at is not null and hold = 0`,
    `alter table events add column sealed_detail blob`,
    `alter table events add column sealed_hash text`,
    `create table event_stubs (id integer primary key, hash text not null, purged_at integer not null, proof text not null) strict`,
    `drop trigger events_keep`,
    `drop trigger events_stay`,
    `drop trigger checkpoints_stay`,
    `create trigger events_keep before update of id, submission_id, delivery_key, position, at, type, detail, hash on events
      begin select raise(abort, 'events are append-only'); end`,
    `create trigger events_seal before update of sealed_hash on events when old.sealed_hash is not null
      begin select raise(abort, 'events are append-only'); end`,
    `create trigger events_stay before delete on events when not exists (select 1 from event_stubs where id = old.id)
      begin select raise(abort, 'events are append-only'); end`,
    `create trigger checkpoints_stay before delete on checkpoints
      when old.id >= coalesce((select json_extract(value, '$.number') from meta where name = 'history-cut'), 0)
      begin select raise(abort, 'checkpoints are append-only'); end`,
  ],
  // Targets rest after failures, and take so many in a minute.
  [
    `alter table pauses add column round integer not null default 1`,
    `create table failures (target text not null, submission_id text not null, primary key (target, submission_id)) strict, without rowid`,
    `create table starts (target text not null, at integer not null) strict`,
    `create index starts_target on starts (target, at)`,
  ],
  // Counted as they change: counting a million at each look takes longer than the look.
  [
    `create table counts (kind text not null, state text not null, count integer not null, primary key (kind, state)) strict, without rowid`,
    `insert into counts (kind, state, count) select 'submission', state, count(*) from submissions group by state`,
    `insert into counts (kind, state, count) select 'delivery', state, count(*) from deliveries group by state`,
    `create trigger submissions_come after insert on submissions begin
      insert into counts (kind, state, count) values ('submission', new.state, 1) on conflict do update set count = count + 1; end`,
    `create trigger submissions_change after update of state on submissions when old.state <> new.state begin
      insert into counts (kind, state, count) values ('submission', old.state, -1) on conflict do update set count = count - 1;
      insert into counts (kind, state, count) values ('submission', new.state, 1) on conflict do update set count = count + 1; end`,
    `create trigger submissions_go after delete on submissions begin
      insert into counts (kind, state, count) values ('submission', old.state, -1) on conflict do update set count = count - 1; end`,
    `create trigger deliveries_come after insert on deliveries begin
      insert into counts (kind, state, count) values ('delivery', new.state, 1) on conflict do update set count = count + 1; end`,
    `create trigger deliveries_change after update of state on deliveries when old.state <> new.state begin
      insert into counts (kind, state, count) values ('delivery', old.state, -1) on conflict do update set count = count - 1;
      insert into counts (kind, state, count) values ('delivery', new.state, 1) on conflict do update set count = count + 1; end`,
    `create trigger deliveries_go after delete on deliveries begin
      insert into counts (kind, state, count) values ('delivery', old.state, -1) on conflict do update set count = count - 1; end`,
    `create index runs_open on runs (ended_at) where ended_at is null`,
  ],
  // What is being read: a row that stays behind tells that the process may have died of it.
  [`create table readings (submission_id text primary key references submissions (id), begun integer not null) strict, without rowid`],
  // Reports in an order, states of records at their targets, references sealed, and what a message refers to.
  [
    `alter table reports add column position integer not null default 1`,
    `alter table reports add column status text`,
    `alter table reports add column final integer`,
    `alter table reports add column sealed_references blob`,
    `update reports set position = 1 + (select count(*) from reports as e
      where e.submission_id = reports.submission_id and (e.created_at, e.rowid) < (reports.created_at, reports.rowid))
      where exists (select 1 from reports as e where e.submission_id = reports.submission_id and e.id <> reports.id)`,
    `alter table deliveries add column sealed_reference blob`,
    `create table polls (
      delivery_key text primary key references deliveries (key), target text not null, due_at integer not null, until integer not null,
      seen text, tries integer not null, code text) strict, without rowid`,
    `create index polls_due on polls (target, due_at)`,
    `create index polls_failed on polls (target, code) where code is not null`,
    `create table message_references (
      submission_id text not null references submissions (id), message_hash text not null,
      primary key (submission_id, message_hash)) strict, without rowid`,
    `create index message_references_hash on message_references (message_hash)`,
  ],
  // Look-ups that fail end, too.
  [`alter table deliveries add column failed_looks integer not null default 0`],
  // A clock that was set between two runs is noticed.
  [`alter table runs add column since_boot_ms integer`],
  // Until when portals wait for an answer, and portals with which something is wrong.
  [
    `create table deadlines (
      submission_id text primary key, portal text not null, answer_by integer not null, first_at integer not null,
      warn_at text not null, case_at integer not null, warned integer not null, closed integer not null) strict, without rowid`,
    `create index deadlines_first on deadlines (first_at)`,
    `create table failing_portals (
      portal text primary key, since integer not null, at integer not null, codes text not null) strict, without rowid`,
  ],
  // How far the sending of a report came, of which several messages are made.
  [`alter table reports add column progress text`],
  // What is the same in the proofs of many submissions, such as the keys of a service.
  [`create table shared_evidence (hash text primary key, content text not null) strict, without rowid`],
];
