import { completeFinding, isAmtsboteError } from '../errors/amtsbote-error.ts';
import { NotDelivered } from '../errors/families.ts';
import type { SentReport, WaitingReport } from '../ledger/outbox.ts';
import type { Report } from '../portal/contract.ts';
import { answersTo } from './answer-messages.ts';
import type { EngineContext } from './context.ts';
import { backoffMs } from './retry-policy.ts';
import type { RunTally } from './run-tally.ts';
import { findingsOfPortal } from './take-in.ts';

/** Reports sent at the same time and noted in one write: what a crash may let be sent twice. */
const together = 16;

/** What a run is bounded by, and where it notes a portal that could not be told. */
export interface ReportRun {
  readonly tally: RunTally;
  readonly signal: AbortSignal;
  /** What is sent beside deliveries waits until so many are there that they share a write. */
  readonly isBeside?: boolean | undefined;
}

/**
 * Sends what portals are to be told, at least once each. What fails is repeated with backoff for as long as it takes, and the run says that
 * the portal failed.
 */
export async function sendReports(context: EngineContext, run: ReportRun): Promise<void> {
  const { signal } = run;
  const portals = [...context.portals.keys()];
  while (!signal.aborted) {
    const due = await context.ledger.outbox.due({ now: context.clock.now(), portals, limit: together });
    if (due.length === 0 || (run.isBeside === true && due.length < together)) return;
    await sendSome(context, due, run);
  }
}

async function sendSome(context: EngineContext, due: readonly WaitingReport[], { tally, signal }: ReportRun): Promise<void> {
  const { ledger, clock, boundary, emit } = context;
  const sent: (SentReport & Pick<WaitingReport, 'submission' | 'kind'>)[] = [];
  const send = async (report: WaitingReport): Promise<void> => {
    const taken = signal.aborted ? undefined : await sendOne(context, report, tally);
    if (taken !== undefined) sent.push({ id: report.id, submission: report.submission, kind: report.kind, ...taken });
  };
  await Promise.all(due.map(send));
  if (sent.length === 0) return;
  await ledger.outbox.sent(sent, clock.now());
  boundary('report:noted');
  for (const { submission, kind } of sent) emit({ type: 'reported', submission, kind });
}

/** Sends one report with its answers; what the history should know of it and what proves it, or undefined when it did not arrive. */
async function sendOne(context: EngineContext, report: WaitingReport, tally: RunTally): Promise<Omit<SentReport, 'id'> | undefined> {
  const { ledger, clock, boundary, logger } = context;
  const { id, kind, submission, portalId, handle, createdAt, references, state, progress } = report;
  const trying = { isOver: false };
  try {
    const findings = report.findings.map(completeFinding);
    const { answers, notes } = await answersTo(context, { ...report, findings });
    boundary('report:before');
    const told: Report = {
      id,
      kind,
      submission,
      portalId,
      handle,
      at: createdAt,
      references,
      findings,
      ...(state !== undefined && { state }),
      ...(progress !== undefined && { progress }),
      keep: async (kept) => keepUnlessOver(context, trying, { id, kept }),
      ...(answers.length > 0 && { answers }),
    };
    const receipt = await inTime(context, async () => (await context.portals.get(report.portal)?.report(told)) ?? {});
    boundary('report:sent');
    return { notes, evidence: receipt.evidence };
  } catch (error) {
    trying.isOver = true;
    const dueAt = clock.now() + backoffMs(context, report.tries + 1);
    await ledger.outbox.failed(id, dueAt);
    if (!tally.portalsFailed.some(({ portal }) => portal === report.portal)) {
      const reasons = findingsOfPortal(error);
      tally.portalFailed(report.portal, reasons);
      context.emit({ type: 'portal-failed', portal: report.portal, findings: reasons });
    }
    logger.warn('report failed, repeated later', { report: id, code: isAmtsboteError(error) ? error.code : 'AB_DEFECT' });
    return undefined;
  }
}

/** A try that was given up may go on in the background: it learns here that the next one has its place, before it does what cannot be undone. */
async function keepUnlessOver(
  { ledger }: EngineContext,
  { isOver }: { readonly isOver: boolean },
  { id, kept }: { readonly id: string; readonly kept: string },
): Promise<void> {
  if (isOver) throw new NotDelivered('AB_DEADLINE', 'This try of a report was given up');
  await ledger.outbox.keep(id, kept);
}

/** A portal that does not answer is not waited for without end: the report is sent again, under its id. */
async function inTime<T>({ retry }: EngineContext, report: () => Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  const tooLate = new NotDelivered('AB_DEADLINE', `The portal took longer than ${retry.attemptMs} ms for a report`);
  const timer = setTimeout(() => late.reject(tooLate), retry.attemptMs);
  try {
    return await Promise.race([report(), late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
