import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import type { PortalEvidence } from '../../evidence/contract.ts';
import type { Ledger } from '../contract.ts';
import { incoming } from './ledger.test-support.ts';
import { openSqliteLedger } from './sql-ledger.ts';

const key = randomBytes(32);
let file: string;
let ledger: Ledger;
beforeEach(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'portal-evidence-'));
  file = join(folder, 'ledger.sqlite');
  ledger = await openSqliteLedger(file, key);
  onTestFinished(async () => {
    await ledger.close();
    await rm(folder, { recursive: true });
  });
});

const proof = (word: string): PortalEvidence => ({ format: 'test/1', files: { 'word.txt': word }, shared: { 'keys.json': '{"keys":[]}' } });
const answer: PortalEvidence = { format: 'test/1', files: { 'answer.txt': 'ja' } };

/** A submission that is rejected, and whose rejection was told. */
async function settled(id: string, evidence: PortalEvidence | undefined = answer): Promise<string> {
  const stored = await ledger.intake.store('p', { ...incoming(id), evidence: proof(`wort ${id}`) }, { now: 1 });
  const findings = [{ code: 'AB_SCHEMA_INVALID', message: 'invalid' }] as const;
  await ledger.intake.plan([{ id: stored.id, plan: { outcome: 'rejected', findings } }], 1);
  await ledger.outbox.sent([{ id: `${stored.id}-rejected`, evidence }], 2);
  return stored.id;
}

async function filesOf(id: string): Promise<readonly (readonly [string, Readonly<Record<string, string>>])[]> {
  return (await ledger.views.portalEvidence(id)).map(({ name, files }) => [name, files] as const);
}

function count(sql: string): number {
  const db = new DatabaseSync(file, { readOnly: true });
  try {
    return Number(Object.values(db.prepare(sql).get() ?? {})[0]);
  } finally {
    db.close();
  }
}

test('what came with a submission and with a report is kept, each once, and is no evidence of a delivery', async () => {
  const id = await settled('1');
  await ledger.outbox.sent([{ id: `${id}-rejected`, evidence: { ...answer, files: { 'answer.txt': 'doch nicht' } } }], 3);
  await ledger.intake.store('p', { ...incoming('1'), evidence: proof('noch einmal') }, { now: 4 });
  expect(await filesOf(id)).toEqual([
    ['received', { 'word.txt': 'wort 1', 'keys.json': '{"keys":[]}' }],
    [`${id}-rejected`, { 'answer.txt': 'ja' }],
  ]);
  expect((await ledger.views.show(id)).evidence).toEqual([]);
});

test('what is the same for many is there once; their own files are sealed', async () => {
  for (const id of ['1', '2', '3']) await settled(id);
  expect(count('select count(*) from shared_evidence')).toBe(1);
  expect(count(`select count(*) from evidence where instr(sealed_bytes, 'wort') > 0`)).toBe(0);
});

test('a shared file that was changed in the ledger is left out', async () => {
  const id = await settled('1');
  const db = new DatabaseSync(file);
  db.exec(`update shared_evidence set content = '{}'`);
  db.close();
  expect(await filesOf(id)).toMatchObject([['received', { 'word.txt': 'wort 1' }], expect.anything()]);
  expect(Object.keys((await filesOf(id))[0]?.[1] ?? {})).toEqual(['word.txt']);
});

test('it outlives the content, goes with the evidence, and nothing is kept behind that', async () => {
  const id = await settled('1');
  await ledger.retention.purge({ id, kinds: ['content'], now: 5, by: 'clerk' });
  expect((await filesOf(id)).map(([name]) => name)).toEqual(['received', `${id}-rejected`]);
  expect(await ledger.retention.purge({ id, kinds: ['evidence'], now: 6, by: 'clerk' })).toEqual({ evidence: 2 });
  expect(await filesOf(id)).toEqual([]);
});

test('the chain of one submission is looked at by itself, with the first seal that covers it', async () => {
  await ledger.runs.begin(1);
  const [one, two] = [await settled('1'), await settled('2')];
  await ledger.runs.end(3);
  await ledger.runs.begin(4);
  await settled('3');
  await ledger.runs.end(5);
  const { events, faults, checkpoint } = await ledger.audit.historyOf(one);
  expect([events.map(({ type }) => type), faults, checkpoint?.number]).toEqual([['received', 'rejected', 'reported'], [], 1]);
  const db = new DatabaseSync(file);
  db.exec(`drop trigger events_keep; update events set type = 'accepted' where submission_id = '${two}' and position = 2`);
  db.close();
  expect((await ledger.audit.historyOf(one)).faults).toEqual([]);
  expect((await ledger.audit.historyOf(two)).faults).toMatchObject([{ kind: 'event-changed', position: 2 }]);
  expect(await ledger.audit.historyOf('s-none')).toEqual({ events: [], faults: [], checkpoint: undefined });
});
