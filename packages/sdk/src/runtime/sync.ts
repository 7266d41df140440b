import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Config } from '../config/config.ts';
import type { DryRunSink, EngineContext } from '../engine/context.ts';
import type { RunTally } from '../engine/run-tally.ts';
import { runOnce } from '../engine/run-once.ts';
import { ConfigurationFault } from '../errors/families.ts';
import type { Ledger } from '../ledger/contract.ts';
import type { SubmissionSummary } from '../ledger/views.ts';
import type { SubmissionId } from '../model/ids.ts';
import { withRests } from './rests.ts';
import type { Wiring } from './open-runtime.ts';
import type { SyncOptions, SyncResult } from './runtime.ts';
import { deadlineCounts } from './urgent.ts';

/** Below this free space nothing is taken in or delivered: a receipt must always find room. */
const leastFreeBytes = 50 * 1024 * 1024;

/** One run on the ledger of the configuration. */
export async function sync(wiring: Wiring, options: SyncOptions): Promise<SyncResult> {
  const ledger = await wiring.ledger();
  await expectFreeSpace(wiring.config.ledger.path);
  const result = await runAndTell(wiring, options, { ledger });
  if (result.interrupted || result.defects > 0) return result;
  const { dropOldVersions } = await import('../ledger/sqlite/old-versions.ts');
  await dropOldVersions(wiring.config.ledger.path);
  const isWhole = options.limit === undefined && options.portal === undefined && result.portalsFailed.length === 0;
  if (isWhole) await ledger.restore.intakeComplete(result.startedAt, result.endedAt);
  return result;
}

/** Where a run writes. */
export interface RunPlace {
  readonly ledger: Ledger;
  readonly dryRun?: DryRunSink;
}

/** Runs the engine and says what became of everything it touched. */
export async function runAndTell(wiring: Wiring, options: SyncOptions, place: RunPlace): Promise<SyncResult> {
  checkNames(wiring, options);
  const { clock } = wiring.services;
  const startedAt = clock.now();
  const signal = options.signal ?? new AbortController().signal;
  const { limit, portal, route, wait } = options;
  const tally = await runOnce(await contextOf(wiring, options, place), { limit, portal, route, wait, signal });
  const checkpoint = place.dryRun === undefined ? await place.ledger.audit.newest() : undefined;
  return {
    startedAt,
    endedAt: clock.now(),
    received: tally.received,
    duplicates: tally.duplicates,
    ...(tally.states > 0 && { states: tally.states }),
    ...(await deadlinesOf(place, clock.now())),
    submissions: await withRests(wiring, place.ledger, await summaries(place.ledger, tally)),
    portalsFailed: tally.portalsFailed,
    defects: tally.defects,
    interrupted: signal.aborted,
    ...(checkpoint !== undefined && { checkpoint }),
    dryRunEvidence: [],
    previews: [],
  };
}

async function deadlinesOf({ ledger }: RunPlace, now: number): Promise<Pick<SyncResult, 'deadlines'>> {
  const waiting = await ledger.deadlines.warned(now);
  return waiting.length === 0 ? {} : { deadlines: deadlineCounts(waiting, now) };
}

/** @throws ConfigurationFault AB_ID_UNKNOWN */
export async function idOf(wiring: Wiring, id: string): Promise<SubmissionId> {
  const found = await (await wiring.ledger()).views.find(id);
  if (found !== undefined) return found;
  throw new ConfigurationFault('AB_ID_UNKNOWN', 'No submission or delivery has this id, or more than one begins with it');
}

/** Loaded at the first attachment. */
function examinerOf({ attachments: general, routes, virusScan }: Config): EngineContext['examine'] {
  return async (attachments, route) => {
    const { types } = routes[route]?.attachments ?? general;
    const { examineAttachments } = await import('../attachments/examine-attachments.ts');
    const scan = virusScan === undefined ? undefined : (await import('../attachments/virus-scan.ts')).clamdScan(virusScan);
    await examineAttachments(attachments, { types, scan });
  };
}

async function contextOf(wiring: Wiring, options: SyncOptions, place: RunPlace): Promise<EngineContext> {
  const { clock, random, logger, boundary } = wiring.services;
  return {
    ledger: place.ledger,
    portals: await wiring.portals(),
    acceptStored: acceptStored(wiring.config),
    targets: wiring.targets,
    routes: wiring.routes,
    retry: wiring.config.retry,
    ...wiring.standards,
    clock,
    random,
    logger,
    boundary,
    emit: options.onEvent ?? (() => undefined),
    examine: examinerOf(wiring.config),
    keepEvidence: wiring.options.evidence !== 'none',
    dryRun: place.dryRun,
  };
}

function acceptStored({ portals }: Config): ReadonlySet<string> {
  return new Set(Object.keys(portals).filter((name) => portals[name]?.acceptWhen === 'stored'));
}

async function summaries(ledger: Ledger, tally: RunTally): Promise<readonly SubmissionSummary[]> {
  const ids = [...tally.submissions];
  const found: SubmissionSummary[] = [];
  for (let start = 0; start < ids.length; start += 500) {
    const some = ids.slice(start, start + 500);
    found.push(...(await ledger.views.list({ ids: some, limit: some.length })));
  }
  const byId = new Map(found.map((summary) => [summary.id, summary]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

function checkNames(wiring: Wiring, { portal, route }: SyncOptions): void {
  if (portal !== undefined && !Object.hasOwn(wiring.config.portals, portal)) throw unknownName('portal', wiring.config.portals);
  if (route !== undefined && !Object.hasOwn(wiring.config.routes, route)) throw unknownName('route', wiring.config.routes);
}

function unknownName(kind: string, known: object): ConfigurationFault {
  return new ConfigurationFault('AB_USAGE', `The configuration has no such ${kind}; it has: ${Object.keys(known).join(', ')}`);
}

async function expectFreeSpace(file: string): Promise<void> {
  const { bavail, bsize } = await statfs(dirname(file));
  if (bavail * bsize >= leastFreeBytes) return;
  throw new ConfigurationFault('AB_LEDGER_UNUSABLE', 'Less than 50 MB are free where the ledger lies; nothing was taken in', {
    where: { file },
    hint: 'Free some space, then start again.',
  });
}
