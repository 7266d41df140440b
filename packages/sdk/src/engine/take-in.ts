import { findingsOf, isAmtsboteError } from '../errors/amtsbote-error.ts';
import { NotDelivered } from '../errors/families.ts';
import { prepareReading } from '../message/read-message.ts';
import type { Finding } from '../model/finding.ts';
import type { Incoming } from '../portal/contract.ts';
import type { EngineContext } from './context.ts';
import type { RunTally } from './run-tally.ts';
import { SideBySide } from './side-by-side.ts';

/** Submissions that are kept at the same time: they share a write to the disk. */
const takenTogether = 16;

/**
 * Takes in what a portal holds: keeps each submission durably, and only then lets the portal let go of it. One that fails does not
 * stop the others; a portal that fails does not stop the run.
 */
export async function takeIn(context: EngineContext, name: string, run: { tally: RunTally; signal: AbortSignal }): Promise<void> {
  const { tally, signal } = run;
  const portal = context.portals.get(name);
  if (portal === undefined) return;
  const taking = new SideBySide();
  const room = (): number => Math.min(takenTogether, tally.intakeLeft);
  try {
    for await (const incoming of portal.receive(signal, (id) => context.ledger.intake.knows(name, id))) {
      if (signal.aborted) break;
      taking.begin(takeOneOrTell(context, { portal: name, incoming, tally }));
      while (taking.count > 0 && taking.count >= room()) await taking.oneLess();
      if (tally.intakeFull) break;
    }
    await taking.end();
  } catch (failure) {
    const error = await taking.end().then(
      () => failure,
      (own: unknown) => own,
    );
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
  const { ledger, clock, boundary, emit, dryRun, acceptStored } = context;
  boundary('intake:before');
  if (incoming.message !== undefined) prepareReading();
  const { id, outcome, findings } = await ledger.intake.store(portal, incoming, { now: clock.now(), accept: acceptStored?.has(portal) });
  boundary('intake:stored');
  tally.touch(id);
  tally.count(outcome === 'duplicate' ? 'duplicates' : 'received');
  emit({ type: outcome === 'duplicate' ? 'duplicate' : 'received', portal, submission: id });
  if (findings.length > 0) emit({ type: 'case', submission: id, findings });
  if (dryRun === undefined) await incoming.acknowledge();
  boundary('intake:acknowledged');
}

/** Foreign errors of a connector lose their message: it could quote content or names. */
export function findingsOfPortal(error: unknown): readonly Finding[] {
  if (isAmtsboteError(error)) return findingsOf(error);
  const name = error instanceof Error ? error.name : typeof error;
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  return [new NotDelivered('AB_PORTAL_UNREACHABLE', `The portal failed (${[name, code].filter(Boolean).join(' ')})`).toFinding()];
}
