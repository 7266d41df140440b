import { dirname, join } from 'node:path';
import { loadConfig } from '../config/load-config.ts';
import type { Config } from '../config/config.ts';
import type { Ledger } from '../ledger/contract.ts';
import type { LedgerCounts, SubmissionView } from '../ledger/views.ts';
import type { Logger } from '../model/logger.ts';
import type { PortalCallback } from '../portal/callback.ts';
import type { Portal } from '../portal/contract.ts';
import type { SecretStore } from '../secrets/secret-store.ts';
import { openSecretStore } from '../secrets/secret-store.ts';
import { keptSessions } from '../secrets/kept-sessions.ts';
import { readMasterKey } from '../secrets/master-key.ts';
import { answerCase, retryNow } from './answer-case.ts';
import { codeNamesOf } from './code-names.ts';
import { copyForDryRun } from './dry-run.ts';
import { examine } from './doctor.ts';
import { examinePortals } from './doctor-portals.ts';
import { connectorLoader } from './load-connector.ts';
import { withLateReports } from './late-reports.ts';
import { withClosings, withRests } from './rests.ts';
import { fileLogger } from './log/file-logger.ts';
import { loggedRun } from './log/logged-run.ts';
import { recordShapes } from './record-shapes.ts';
import { rotateKeys } from './rotate-keys.ts';
import { RunResources } from './run-resources.ts';
import type { Runtime, RuntimeOptions } from './runtime.ts';
import { openStandards, type Standards } from './standards.ts';
import { syncAndPurge } from './sync-and-purge.ts';
import { idOf } from './sync.ts';
import { systemClock } from './system-clock.ts';
import { withUrgent } from './urgent.ts';
import { type CommonServices, engineRoutes, engineTargets, openPortals } from './wire-engine.ts';

/** A configuration with everything that is wired to it. */
export interface Wiring {
  readonly config: Config;
  readonly options: RuntimeOptions;
  readonly services: CommonServices;
  readonly secrets: SecretStore;
  readonly resources: RunResources;
  readonly masterKey: () => Promise<Uint8Array>;
  readonly ledger: () => Promise<Ledger>;
  readonly portals: () => ReturnType<typeof openPortals>;
  readonly targets: ReturnType<typeof engineTargets>;
  readonly routes: ReturnType<typeof engineRoutes>;
  /** Profiles, schema sets and code lists of the project. */
  readonly standards: Standards;
}

/**
 * Opens everything that one configuration describes. Nothing is connected or loaded before its first use.
 *
 * @throws ConfigurationFault AB_CONFIG_NOT_FOUND | AB_CONFIG_INVALID
 * @example
 * const runtime = await openRuntime({ configFile: 'amtsbote.yaml' });
 * try {
 *   const { submissions } = await runtime.sync();
 * } finally {
 *   await runtime.close();
 * }
 */
export async function openRuntime(options: RuntimeOptions): Promise<Runtime> {
  const wiring = wire(await loadConfig(options.configFile), options);
  const views = async (): Promise<Ledger['views']> => (await wiring.ledger()).views;
  return {
    sync: (wanted = {}) =>
      loggedRun(wiring.services.logger, wanted, (logged) =>
        logged.dryRun === true ? copyForDryRun(wiring, logged) : syncAndPurge(wiring, logged),
      ),
    status: () => statusOf(wiring),
    list: async (filter = {}) => withRests(wiring, await wiring.ledger(), await (await views()).list(filter)),
    show: (id) => showOf(wiring, id),
    record: async (key) => (await wiring.ledger()).deliveries.record(key),
    codeNames: (key) => codeNamesOf(wiring, key),
    evidence: (id) => evidenceOf(wiring, id),
    retry: (id) => retryNow(wiring, id),
    resolve: (id, answer) => answerCase(wiring, id, answer),
    rotateKeys: (to) => rotateKeys(wiring, to),
    backup: async (folder, keys) => (await import('./backup/make-backup.ts')).makeBackup(wiring, folder, keys),
    restore: async (folder, how) => (await import('./backup/restore-backup.ts')).restoreBackup(wiring, folder, how),
    purge: async (wanted) => (await import('./purge.ts')).purge(wiring, wanted),
    hold: async (id, change) => (await import('./legal-hold.ts')).changeHold(wiring, id, change),
    subject: {
      find: async (texts, access) => (await import('./subject.ts')).findSubject(wiring, texts, access),
      open: async (id, access) => (await import('./subject.ts')).openSubject(wiring, id, access),
    },
    audit: {
      verify: async (against) => (await wiring.ledger()).audit.verify(against),
      newest: async () => (await wiring.ledger()).audit.newest(),
      historyOf: async (submission) => (await wiring.ledger()).audit.historyOf(submission),
      export: () => historyOf(wiring),
    },
    evidenceArchive: async (wanted) => (await import('./evidence-export.ts')).exportEvidence(wiring, wanted),
    evidenceKey: async () => (await import('./evidence-export.ts')).evidenceKey(wiring),
    recordShapes: () => recordShapes(wiring),
    callbacks: async () => callbacksOf(await wiring.portals()),
    doctor: (only) => (only === undefined ? examine(wiring) : examinePortals(wiring, only)),
    close: () => close(wiring),
  };
}

async function statusOf(wiring: Wiring): Promise<LedgerCounts> {
  const ledger = await wiring.ledger();
  const now = wiring.services.clock.now();
  return withUrgent(withLateReports(withClosings(wiring, await ledger.views.counts()), now), ledger, now);
}

async function showOf(wiring: Wiring, id: string): Promise<SubmissionView> {
  const ledger = await wiring.ledger();
  const view = await ledger.views.show(await idOf(wiring, id));
  return (await withRests(wiring, ledger, [view]))[0] ?? view;
}

function callbacksOf(portals: ReadonlyMap<string, Portal>): ReadonlyMap<string, PortalCallback> {
  return new Map([...portals].flatMap(([name, { callback }]) => (callback === undefined ? [] : [[name, callback] as const])));
}

const opened = new WeakMap<Wiring, Promise<Ledger>>();

function wire(config: Config, options: RuntimeOptions): Wiring {
  const env = options.env ?? process.env;
  const secrets = openSecretStore({ ...config.secrets, directory: config.directory }, env);
  const resources = new RunResources();
  const masterKey = (): Promise<Uint8Array> => readMasterKey(config.ledger.masterKey, config.directory, env);
  const services: CommonServices = {
    sessions: keptSessions(join(dirname(config.ledger.path), 'sessions.sealed'), masterKey),
    baseDirectory: config.directory,
    secrets,
    resources,
    clock: options.clock ?? systemClock,
    random: options.random ?? Math.random,
    logger: loggerOf(config, options),
    boundary: options.boundary ?? (() => undefined),
    watcher: options.watcher,
  };
  const loader = connectorLoader(config.directory, options.importModule);
  const standards = openStandards(config, options.importModule);
  let portals: ReturnType<typeof openPortals> | undefined;
  const wiring: Wiring = {
    config,
    options,
    services,
    secrets,
    resources,
    masterKey,
    ledger: () => {
      const known = opened.get(wiring);
      if (known !== undefined) return known;
      const opening = openLedger(config, masterKey);
      opened.set(wiring, opening);
      return opening;
    },
    portals: () => (portals ??= openPortals(config, loader, services)),
    targets: engineTargets(config, loader, services),
    routes: engineRoutes(config, standards),
    standards,
  };
  return wiring;
}

function loggerOf({ log }: Config, options: RuntimeOptions): Logger {
  const file = options.log ?? log?.file;
  const now = (): number => (options.clock ?? systemClock).now();
  return options.logger ?? (file === undefined ? silentLogger : fileLogger({ file, level: log?.level, now }));
}

const silentLogger: Logger = { debug: () => undefined, info: () => undefined, warn: () => undefined };

async function openLedger(config: Config, masterKey: () => Promise<Uint8Array>): Promise<Ledger> {
  const { openSqliteLedger } = await import('../ledger/sql/sql-ledger.ts');
  const key = await masterKey();
  try {
    return await openSqliteLedger(config.ledger.path, key);
  } finally {
    key.fill(0);
  }
}

async function* historyOf(wiring: Wiring): ReturnType<Runtime['audit']['export']> {
  yield* (await wiring.ledger()).audit.export();
}

async function* evidenceOf(wiring: Wiring, id: string): ReturnType<Runtime['evidence']> {
  const { views } = await wiring.ledger();
  const { evidence } = await views.show(await idOf(wiring, id));
  for (const { id: piece, kind, name, mediaType, delivery, attempt } of evidence) {
    const bytes = await views.evidence(piece);
    yield { kind: kind as never, name, mediaType, delivery, attempt, bytes };
  }
}

async function close(wiring: Wiring): Promise<void> {
  await wiring.resources.close();
  const ledger = opened.get(wiring);
  opened.delete(wiring);
  await (await ledger?.catch(() => undefined))?.close();
}
