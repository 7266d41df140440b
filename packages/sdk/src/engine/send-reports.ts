import { isAmtsboteError } from '../errors/amtsbote-error.ts';
import type { WaitingReport } from '../ledger/contract.ts';
import type { EngineContext } from './context.ts';
import { backoffMs } from './retry-policy.ts';

/** Reports noted as sent in one write: what a crash may have sent twice. */
const notedTogether = 20;

/** Sends what portals are to be told, at least once each. What fails is repeated with backoff for as long as it takes. */
export async function sendReports(context: EngineContext, signal: AbortSignal): Promise<void> {
  const { ledger, clock } = context;
  for (let due = await ledger.outbox.due(clock.now()); due.length > 0; due = await ledger.outbox.due(clock.now())) {
    const known = due.filter((report) => context.portals.has(report.portal));
    if (known.length === 0) return;
    for (let start = 0; start < known.length; start += notedTogether) {
      await sendSome(context, known.slice(start, start + notedTogether), signal);
      if (signal.aborted) return;
    }
  }
}

async function sendSome(context: EngineContext, reports: readonly WaitingReport[], signal: AbortSignal): Promise<void> {
  const { ledger, clock, boundary, emit } = context;
  const sent: WaitingReport[] = [];
  for (const report of reports) {
    if (signal.aborted) break;
    if (await isSent(context, report)) sent.push(report);
  }
  if (sent.length === 0) return;
  const ids = sent.map((report) => report.id);
  await ledger.outbox.sent(ids, clock.now());
  boundary('report:noted');
  for (const { submission, kind } of sent) emit({ type: 'reported', submission, kind });
}

async function isSent(context: EngineContext, report: WaitingReport): Promise<boolean> {
  const { ledger, clock, boundary, logger } = context;
  const { id, kind, submission, portalId, handle, createdAt, references, findings } = report;
  try {
    boundary('report:before');
    await context.portals.get(report.portal)?.report({ id, kind, submission, portalId, handle, at: createdAt, references, findings });
    boundary('report:sent');
    return true;
  } catch (error) {
    const dueAt = clock.now() + backoffMs(context, report.tries + 1);
    await ledger.outbox.failed(id, dueAt);
    logger.warn('report failed, repeated later', { report: id, code: isAmtsboteError(error) ? error.code : 'AB_DEFECT' });
    return false;
  }
}
