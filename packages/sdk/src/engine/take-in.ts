import { findingsOf, isAmtsboteError } from '../errors/amtsbote-error.ts';
import { NotDelivered } from '../errors/families.ts';
import type { Finding } from '../model/finding.ts';
import type { Incoming } from '../portal/contract.ts';
import type { EngineContext } from './context.ts';
import type { RunTally } from './run-tally.ts';

/**
 * Takes in what a portal holds: keeps each submission durably, and only then lets the portal let go of it. One that fails does not
 * stop the others; a portal that fails does not stop the run.
 */
export async function takeIn(context: EngineContext, name: string, run: { tally: RunTally; signal: AbortSignal }): Promise<void> {
  const { tally, signal } = run;
  const portal = context.portals.get(name);
  if (portal === undefined) return;
  try {
    for await (const incoming of portal.receive(signal)) {
      if (signal.aborted) return;
      await takeOneOrTell(context, { portal: name, incoming, tally });
      if (tally.intakeFull) return;
    }
  } catch (error) {
    if (signal.aborted && !isAmtsboteError(error)) return;
    if (isAmtsboteError(error) && error.effect === 'stop-run') throw error;
    tally.portalFailed(name, findingsOfPortal(error));
    context.emit({ type: 'portal-failed', portal: name, findings: findingsOfPortal(error) });
  }
}

/** What goes wrong with one submission is told; it stays with the portal, and the others are taken in. */
async function takeOneOrTell(context: EngineContext, taking: Taking): Promise<void> {
  try {
    await takeOne(context, taking);
  } catch (error) {
    if (isAmtsboteError(error) ? error.effect === 'stop-run' : isOfLedger(error)) throw error;
    const { portal, tally } = taking;
    tally.portalFailed(portal, findingsOfPortal(error));
    context.emit({ type: 'portal-failed', portal, findings: findingsOfPortal(error) });
  }
}

/** The ledger itself fails: then nothing can be kept, and the run must end. */
function isOfLedger(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  return code === 'ERR_SQLITE_ERROR' || code === 'ENOSPC' || code === 'EROFS';
}

interface Taking {
  readonly portal: string;
  readonly incoming: Incoming;
  readonly tally: RunTally;
}

async function takeOne(context: EngineContext, { portal, incoming, tally }: Taking): Promise<void> {
  const { ledger, clock, boundary, emit, dryRun } = context;
  boundary('intake:before');
  const { id, outcome, findings } = await ledger.intake.store(portal, incoming, clock.now());
  boundary('intake:stored');
  tally.touch(id);
  tally.count(outcome === 'duplicate' ? 'duplicates' : 'received');
  emit({ type: outcome === 'duplicate' ? 'duplicate' : 'received', portal, submission: id });
  if (findings.length > 0) emit({ type: 'case', submission: id, findings });
  if (dryRun === undefined) await incoming.acknowledge();
  boundary('intake:acknowledged');
}

/** Foreign errors of a connector lose their message: it could quote content or names. */
function findingsOfPortal(error: unknown): readonly Finding[] {
  if (isAmtsboteError(error)) return findingsOf(error);
  const name = error instanceof Error ? error.name : typeof error;
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  return [new NotDelivered('AB_PORTAL_UNREACHABLE', `The portal failed (${[name, code].filter(Boolean).join(' ')})`).toFinding()];
}
