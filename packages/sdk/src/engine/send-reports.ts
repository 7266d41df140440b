import { isAmtsboteError } from '../errors/amtsbote-error.ts';
import type { WaitingReport } from '../ledger/contract.ts';
import type { Portal } from '../portal/contract.ts';
import type { EngineContext } from './context.ts';
import { backoffMs } from './retry-policy.ts';

/** Sends what portals are to be told, at least once each. What fails is repeated with backoff for as long as it takes. */
export async function sendReports(context: EngineContext, signal: AbortSignal): Promise<void> {
  const { ledger, clock } = context;
  for (let due = await ledger.outbox.due(clock.now()); due.length > 0; due = await ledger.outbox.due(clock.now())) {
    let progress = false;
    for (const report of due) {
      if (signal.aborted) return;
      const portal = context.portals.get(report.portal);
      if (portal === undefined) continue;
      progress = true;
      await sendOne(context, portal, report);
    }
    if (!progress) return;
  }
}

async function sendOne(context: EngineContext, portal: Portal, report: WaitingReport): Promise<void> {
  const { ledger, clock, boundary, emit, logger } = context;
  const { id, kind, submission, portalId, handle, createdAt, references, findings } = report;
  try {
    boundary('report:before');
    await portal.report({ id, kind, submission, portalId, handle, at: createdAt, references, findings });
    boundary('report:sent');
  } catch (error) {
    const dueAt = clock.now() + backoffMs(context, report.tries + 1);
    await ledger.outbox.failed(id, dueAt);
    logger.warn('report failed, repeated later', { report: id, code: isAmtsboteError(error) ? error.code : 'AB_DEFECT' });
    return;
  }
  await ledger.outbox.sent(id, clock.now());
  boundary('report:noted');
  emit({ type: 'reported', submission, kind });
}
