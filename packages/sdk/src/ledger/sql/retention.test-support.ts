import { randomBytes } from 'node:crypto';
import type { Ledger } from '../contract.ts';
import { incoming, incomingFile } from './ledger.test-support.ts';

/** How far a submission has come. */
export const fates = ['received', 'case', 'ready', 'unknown', 'unreported', 'delivered', 'rejected', 'held'] as const;

/** One of {@link fates}. */
export type Fate = (typeof fates)[number];

/** Of these fates a submission may be purged. */
export const closedFates: readonly Fate[] = ['delivered', 'rejected'];

/** What is looked for in files afterwards. */
export const marked = {
  attachment: 'Geburtsurkunde-Quargel.pdf',
  record: 'Quargelhäuser',
  reference: 'Az-Quargel-77',
  reason: 'weil Quargel',
};

const target = 't';
const delivery = { route: 'r', target, recordType: 'dog', record: { name: marked.record }, mappingVersion: '1' };

/** Brings a new submission to its fate, one run of its own. */
export async function bringTo(
  ledger: Ledger,
  { id, fate, now }: { readonly id: string; readonly fate: Fate; readonly now: number },
): Promise<string> {
  await ledger.runs.begin(now);
  const files = [incomingFile(marked.attachment, Buffer.from('klein')), incomingFile('gross.bin', randomBytes(300_000))];
  const stored = await ledger.intake.store('p', incoming(id, files), { now });
  await plan(ledger, stored.id, { fate, now });
  if (fate === 'ready' || fate === 'received' || fate === 'case') return end(ledger, stored.id, now);
  if (fate !== 'rejected') await deliver(ledger, { fate, now });
  if (fate !== 'unknown' && fate !== 'unreported') await report(ledger, stored.id, now);
  if (fate === 'held') await ledger.retention.hold(stored.id, { on: true, now, by: 'clerk', reason: marked.reason });
  return end(ledger, stored.id, now);
}

async function plan(ledger: Ledger, id: string, { fate, now }: { readonly fate: Fate; readonly now: number }): Promise<void> {
  if (fate === 'received') return;
  const findings = [{ code: 'AB_SCHEMA_INVALID', message: 'invalid' }] as const;
  if (fate === 'case') await ledger.intake.plan([{ id, plan: { outcome: 'case', findings } }], now);
  else if (fate === 'rejected') await ledger.intake.plan([{ id, plan: { outcome: 'rejected', findings } }], now);
  else {
    const deliveries = [{ ...delivery, target: fate === 'ready' ? 'another' : target }];
    await ledger.intake.plan([{ id, plan: { outcome: 'routed', deliveries } }], now);
  }
}

async function deliver(ledger: Ledger, { fate, now }: { readonly fate: Fate; readonly now: number }): Promise<void> {
  const claim = await ledger.deliveries.claim({ now, targets: [target] });
  if (claim === undefined) throw new Error('nothing to claim');
  const held = { key: claim.key, fence: claim.fence, now };
  await ledger.deliveries.change({ ...held, to: 'committing', requestHash: 'f00d' });
  await ledger.deliveries.addEvidence(claim, { kind: 'screenshot', name: 'a.png', mediaType: 'image/png', bytes: randomBytes(5_000) }, now);
  if (fate === 'unknown') await ledger.deliveries.change({ ...held, to: 'unknown' });
  else await ledger.deliveries.change({ ...held, to: 'delivered', reference: marked.reference, by: 'clerk', reason: marked.reason });
}

async function report(ledger: Ledger, submission: string, now: number): Promise<void> {
  const due = await ledger.outbox.due({ now, portals: ['p'], limit: 1_000 });
  await ledger.outbox.sent(
    due.filter((one) => one.submission === submission),
    now,
  );
}

async function end(ledger: Ledger, id: string, now: number): Promise<string> {
  await ledger.runs.end(now);
  return id;
}
