import { completeFinding, isAmtsboteError } from '../errors/amtsbote-error.ts';
import type { WaitingReport } from '../ledger/contract.ts';
import type { EngineContext } from './context.ts';
import { backoffMs } from './retry-policy.ts';

/** Reports sent at the same time and noted in one write: what a crash may let be sent twice. */
const together = 16;

/** Sends what portals are to be told, at least once each. What fails is repeated with backoff for as long as it takes. */
export async function sendReports(context: EngineContext, signal: AbortSignal): Promise<void> {
  const portals = [...context.portals.keys()];
  while (!signal.aborted) {
    const due = await context.ledger.outbox.due({ now: context.clock.now(), portals, limit: together });
    if (due.length === 0) return;
    await sendSome(context, due, signal);
  }
}

async function sendSome(context: EngineContext, due: readonly WaitingReport[], signal: AbortSignal): Promise<void> {
  const { ledger, clock, boundary, emit } = context;
  const sent: WaitingReport[] = [];
  const sendInOrder = async (reports: readonly WaitingReport[]): Promise<void> => {
    for (const report of reports) {
      if (signal.aborted || !(await isSent(context, report))) return;
      sent.push(report);
    }
  };
  await Promise.all(
    Map.groupBy(due, (report) => report.submission)
      .values()
      .map(sendInOrder),
  );
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
    await context.portals
      .get(report.portal)
      ?.report({ id, kind, submission, portalId, handle, at: createdAt, references, findings: findings.map(completeFinding) });
    boundary('report:sent');
    return true;
  } catch (error) {
    const dueAt = clock.now() + backoffMs(context, report.tries + 1);
    await ledger.outbox.failed(id, dueAt);
    logger.warn('report failed, repeated later', { report: id, code: isAmtsboteError(error) ? error.code : 'AB_DEFECT' });
    return false;
  }
}
