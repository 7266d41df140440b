/** The tables. Times are milliseconds since 1970. What is written outlives the process, and need not outlive the computer. */
export const schema: string = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = OFF;
  CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS destinations (destination_id TEXT PRIMARY KEY, document TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS clients (client_id TEXT PRIMARY KEY, document TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS links (client_id TEXT NOT NULL, destination_id TEXT NOT NULL, PRIMARY KEY (client_id, destination_id));
  CREATE TABLE IF NOT EXISTS cases (
    case_id TEXT PRIMARY KEY, destination_id TEXT NOT NULL, client_id TEXT NOT NULL, callback TEXT, created_at INTEGER NOT NULL);
  CREATE TABLE IF NOT EXISTS items (
    item_id TEXT PRIMARY KEY, kind TEXT NOT NULL, case_id TEXT NOT NULL, destination_id TEXT NOT NULL, client_id TEXT NOT NULL,
    state TEXT NOT NULL, announced TEXT NOT NULL, service TEXT, region TEXT, metadata TEXT, data TEXT,
    created_at INTEGER NOT NULL, submitted_at INTEGER, decided_at INTEGER);
  CREATE INDEX IF NOT EXISTS items_by_state ON items (state, submitted_at);
  CREATE INDEX IF NOT EXISTS items_by_case ON items (case_id);
  CREATE TABLE IF NOT EXISTS attachments (
    item_id TEXT NOT NULL, attachment_id TEXT NOT NULL, upload INTEGER NOT NULL, size INTEGER NOT NULL, tag TEXT NOT NULL,
    PRIMARY KEY (item_id, attachment_id));
  CREATE TABLE IF NOT EXISTS pieces (upload INTEGER NOT NULL, number INTEGER NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (upload, number));
  CREATE TABLE IF NOT EXISTS events (
    number INTEGER PRIMARY KEY, case_id TEXT NOT NULL, item_id TEXT NOT NULL, act TEXT NOT NULL, jti TEXT NOT NULL UNIQUE,
    issuer TEXT NOT NULL, jws TEXT NOT NULL, at INTEGER NOT NULL);
  CREATE INDEX IF NOT EXISTS events_by_case ON events (case_id, number);
  CREATE INDEX IF NOT EXISTS events_by_time ON events (at);
  CREATE TABLE IF NOT EXISTS callbacks (
    number INTEGER PRIMARY KEY, url TEXT NOT NULL, secret TEXT NOT NULL, body TEXT NOT NULL, attempts INTEGER NOT NULL,
    due_at INTEGER NOT NULL);
`;
