import { ConfigurationFault } from '../errors/families.ts';
import { defaultCircuit } from '../model/protection.ts';
import type { EngineContext } from './context.ts';
import { deliverDue } from './deliver-due.ts';
import { heedDeadlines, stopRejected } from './heed-deadlines.ts';
import { planReceived, planSuspects } from './plan-received.ts';
import { pollStates } from './poll-states.ts';
import { restsOf } from './protection/target-rest.ts';
import { ReportsBeside } from './reports-beside.ts';
import { resolveUnknown } from './resolve-unknown.ts';
import { RunTally } from './run-tally.ts';
import { sendReports } from './send-reports.ts';
import { takeIn } from './take-in.ts';

/** What a run should do. */
export interface RunOptions {
  readonly limit?: number | undefined;
  readonly portal?: string | undefined;
  readonly route?: string | undefined;
  readonly wait?: boolean | undefined;
  readonly signal: AbortSignal;
}

const lockPollMs = 500;
const dayMs = 86_400_000;

/**
 * One run: take over what a dead run left, resolve what is unknown, take in, read, deliver, report, until nothing more is due; then the same
 * for what an earlier process may have died of.
 *
 * @throws ConfigurationFault AB_LEDGER_BUSY when a living run holds the ledger
 */
export async function runOnce(context: EngineContext, options: RunOptions): Promise<RunTally> {
  const { ledger, clock } = context;
  const tally = new RunTally(options.limit);
  if (context.dryRun !== undefined) {
    await takeInAndDeliver(context, options, tally);
    await readSuspects(context, options, tally);
    return tally;
  }
  await takeLock(context, options);
  try {
    await ledger.deliveries.recover(clock.now(), longestWaitMs(context));
    await ledger.intake.dropOrphans();
    context.boundary('run:recovered');
    const heeding = { tally, signal: options.signal, portal: options.portal };
    await stopRejected(context, heeding);
    await resolveUnknown(context, { tally, signal: options.signal });
    if (ledger.runs.isAfterDeath) await finishKept(context, options, tally);
    await takeInAndDeliver(context, options, tally);
    await awaitUnknown(context, options, tally);
    await sendReports(context, { tally, signal: options.signal });
    if (await readSuspects(context, options, tally)) {
      await awaitUnknown(context, options, tally);
      await sendReports(context, { tally, signal: options.signal });
    }
    if (await pollStates(context, { tally, signal: options.signal })) await sendReports(context, { tally, signal: options.signal });
    if (options.route === undefined) await heedDeadlines(context, heeding);
    await noteAsked(context, tally);
  } finally {
    await ledger.runs.end(clock.now());
  }
  return tally;
}

/** For `status`, which asks no portal. */
async function noteAsked({ ledger, clock }: EngineContext, { portalsAsked, portalsFailed }: RunTally): Promise<void> {
  const names = portalsAsked.union(new Set(portalsFailed.map(({ portal }) => portal)));
  const asked = [...names].map((portal) => ({
    portal,
    codes: portalsFailed.flatMap((failed) => (failed.portal === portal ? failed.findings.map(({ code }) => code) : [])),
  }));
  await ledger.deadlines.noteAsked(asked, clock.now());
}

/** What a portal holds may be what the process before died of: all that is kept already comes first, down to its reports. */
async function finishKept(context: EngineContext, options: RunOptions, tally: RunTally): Promise<void> {
  await deliverKept(context, options, tally);
  await sendReports(context, { tally, signal: options.signal });
}

async function takeInAndDeliver(context: EngineContext, options: RunOptions, tally: RunTally): Promise<void> {
  const run = { tally, signal: options.signal };
  for (const name of context.portals.keys()) {
    if (options.portal !== undefined && options.portal !== name) continue;
    await takeIn(context, name, run);
    if (tally.intakeFull || options.signal.aborted) break;
    tally.portalsAsked.add(name);
  }
  await deliverKept(context, options, tally);
}

async function deliverKept(context: EngineContext, options: RunOptions, tally: RunTally): Promise<void> {
  const run = { tally, signal: options.signal };
  await planReceived(context, run);
  const deliverRun = { ...run, routes: routesOf(context, options) };
  if (context.dryRun !== undefined) return deliverDue(context, deliverRun);
  const beside = new ReportsBeside(() => sendReports(context, { ...run, isBeside: true }));
  await beside.during(deliverDue(context, { ...deliverRun, deliveryEnded: () => beside.deliveryEnded() }));
}

/** Last of all: what is read here may end the process. */
async function readSuspects(context: EngineContext, options: RunOptions, tally: RunTally): Promise<boolean> {
  const run = { tally, signal: options.signal };
  if ((await planSuspects(context, run)) === 0) return false;
  await deliverDue(context, { ...run, routes: routesOf(context, options) });
  return true;
}

/** Stays while a look-up is due soon, so that a cut connection ends in a result and not in the next run. */
async function awaitUnknown(context: EngineContext, options: RunOptions, tally: RunTally): Promise<void> {
  const { ledger, clock, retry, emit } = context;
  const patience = clock.now() + retry.waitForUnknownMs;
  const nextDue = async (): Promise<number | undefined> => {
    const rests = await restsOf(context.targets.values(), ledger, clock.now());
    return ledger.deliveries.nextUnknownDue([...context.targets.keys()].filter((target) => !rests.has(target)));
  };
  for (let due = await nextDue(); due !== undefined; due = await nextDue()) {
    if (options.signal.aborted || due > patience || clock.now() > patience) return;
    const { deliveries } = await ledger.views.counts();
    emit({ type: 'waiting', untilMs: due, deliveries: deliveries.unknown });
    await clock.sleep(Math.max(0, due - clock.now()), options.signal).catch(() => undefined);
    await resolveUnknown(context, { tally, signal: options.signal });
    await deliverDue(context, { tally, signal: options.signal, routes: routesOf(context, options) });
  }
}

/** No wait that is written down is longer: of retries, of what targets and portals ask for, of pauses after failures and refused logins. */
function longestWaitMs({ retry, targets }: EngineContext): number {
  const circuits = [...targets.values()].map(({ circuit = defaultCircuit }) => circuit.maxMs);
  return Math.max(dayMs, retry.maxMs, ...circuits);
}

async function takeLock(context: EngineContext, options: RunOptions): Promise<void> {
  const { ledger, clock } = context;
  while (!(await ledger.runs.begin(clock.now(), clock.sinceBoot?.()))) {
    if (options.wait !== true || options.signal.aborted) throw new ConfigurationFault('AB_LEDGER_BUSY', 'Another run holds the ledger');
    await clock.sleep(lockPollMs, options.signal).catch(() => undefined);
  }
}

function routesOf(context: EngineContext, options: RunOptions): readonly string[] | undefined {
  if (options.route === undefined && options.portal === undefined) return undefined;
  return [...context.routes.values()]
    .filter((route) => (options.route ?? route.name) === route.name && (options.portal ?? route.portal) === route.portal)
    .map((route) => route.name);
}
