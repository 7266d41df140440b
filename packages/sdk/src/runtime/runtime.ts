import type { CheckResult } from '../model/check.ts';
import type { Clock, Random } from '../model/clock.ts';
import type { Finding } from '../model/finding.ts';
import type { DeliveryKey, SubmissionId } from '../model/ids.ts';
import type { Logger } from '../model/logger.ts';
import type { MappedRecord } from '../model/record.ts';
import type { EngineEvent } from '../engine/events.ts';
import type { ArchiveSignature } from '../evidence/archive/shapes.ts';
import type { EvidenceItem } from '../evidence/contract.ts';
import type { AuditLedger, Checkpoint } from '../ledger/audit.ts';
import type { DeadlineCount, LedgerCounts, SubmissionSummary, SubmissionView } from '../ledger/views.ts';
import type { PortalCallback } from '../portal/callback.ts';
import type { Boundary, Watcher } from '../target/services.ts';
import type { BackupResult } from './backup/make-backup.ts';
import type { RestoreOptions, RestoreResult } from './backup/restore-backup.ts';
import type { EvidenceExport, EvidenceWanted } from './evidence-export.ts';
import type { HoldResult } from './legal-hold.ts';
import type { PurgeOptions, PurgeResult } from './purge.ts';
import type { AccessReason, FoundSubject, SubjectFile } from './subject.ts';
import type { CodeName } from './code-names.ts';
import type { ImportModule } from './load-connector.ts';
import type { RecordShapes } from './record-shapes.ts';

/** How to open a runtime. Everything but the configuration has a default fit for production. */
export interface RuntimeOptions {
  /** The configuration file, `amtsbote.yaml`. */
  readonly configFile: string;
  /** Environment variables; default `process.env`. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly clock?: Clock;
  readonly random?: Random;
  readonly logger?: Logger;
  /** A file that log lines are appended to, in place of that of the configuration. */
  readonly log?: string | undefined;
  /** Told at named boundaries; crash tests kill the process there. Default: nothing happens. */
  readonly boundary?: Boundary;
  /** `none` keeps no evidence: for benchmarks, injected by code only. Default `keep`. */
  readonly evidence?: 'keep' | 'none';
  /** A person who looks at the screen while runs go on; deadlines then leave them a day. Default: nobody does. */
  readonly watcher?: Watcher | undefined;
  /** Imports a connector's module by name. Default: as seen from the configuration's folder. */
  readonly importModule?: ImportModule;
}

/** Everything an operator can do with one configuration and its ledger. Close it when done. */
export interface Runtime {
  /** Receives, reads, maps, delivers, resolves, reports; returns when nothing more is due. */
  sync(options?: SyncOptions): Promise<SyncResult>;
  /** Counts, pauses and the last run. Never waits for a run. */
  status(): Promise<LedgerCounts>;
  /** Submissions, newest first. */
  list(filter?: ListFilter): Promise<readonly SubmissionSummary[]>;
  /**
   * One submission by its id, a unique beginning of it, or the key of one of its deliveries.
   * @throws ConfigurationFault AB_ID_UNKNOWN
   */
  show(id: string): Promise<SubmissionView>;
  /** The record of a delivery as it was or will be sent. Holds citizens' data: show, never log. */
  record(key: DeliveryKey): Promise<MappedRecord | undefined>;
  /** What the codes behind the record of a delivery mean, as the code lists of the project say. Citizens' data: show, never log. */
  codeNames(key: DeliveryKey): Promise<readonly CodeName[]>;
  /** The evidence of a submission, opened one after the other. */
  evidence(id: string): AsyncIterable<EvidenceItem & { readonly delivery: DeliveryKey; readonly attempt: number }>;
  /**
   * Makes `ready` deliveries due now. Takes a submission id or a delivery key.
   * @throws ConfigurationFault AB_ID_UNKNOWN | AB_ANSWER_NOT_ALLOWED
   */
  retry(id: string): Promise<readonly DeliveryKey[]>;
  /**
   * A person's answer to a case. `retry` looks up first where the channel can, and refuses what would enter twice.
   * @throws ConfigurationFault AB_ID_UNKNOWN | AB_ANSWER_NOT_ALLOWED
   */
  resolve(id: string, answer: Resolution): Promise<DeliveryKey | SubmissionId>;
  /**
   * Wraps all data keys by the master key at another place (`keyring:NAME`, `env:VARIABLE`, `file:PATH`), made where there is none. Then
   * the configuration must name that place.
   * @throws ConfigurationFault AB_LEDGER_BUSY | AB_USAGE
   */
  rotateKeys(to: string): Promise<{ readonly rewrapped: number }>;
  /**
   * Backs up ledger, sealed content and configuration into a new folder below `folder`, beside a run that goes on. The wrapped data keys go
   * into one file apart (default `data-keys.sqlite` in `folder`), replaced each time, so that shredding reaches all backups.
   * @throws ConfigurationFault AB_USAGE | AB_DISK_FULL
   */
  backup(folder: string, keys?: string): Promise<BackupResult>;
  /**
   * Puts one backup in the place of the ledger, verified first. What was open at the backup is looked up before anything is sent. Before
   * any other use of this runtime.
   * @throws ConfigurationFault AB_BACKUP_BROKEN | AB_LEDGER_EXISTS | AB_LEDGER_BUSY | AB_KEY_WRONG
   */
  restore(folder: string, options?: RestoreOptions): Promise<RestoreResult>;
  /**
   * Purges what is over by `retention:` of the configuration, or says with `dryRun` what would go. Resumes after a kill.
   * @throws ConfigurationFault AB_LEDGER_BUSY | AB_USAGE
   */
  purge(options: PurgeOptions): Promise<PurgeResult>;
  /**
   * Sets or releases the legal hold of a submission.
   * @throws ConfigurationFault AB_ID_UNKNOWN
   */
  hold(id: string, change: AccessReason & { readonly on: boolean }): Promise<HoldResult>;
  /** For requests of citizens: where a person is found, and all that is kept of one submission. Both are noted in the history. */
  readonly subject: {
    find(texts: readonly string[], access: AccessReason): Promise<FoundSubject>;
    open(id: string, access: AccessReason): Promise<SubjectFile>;
  };
  /** Proof of the history: verify, export, newest checkpoint. */
  readonly audit: AuditLedger;
  /**
   * Evidence of one submission or of a time as one archive, for somebody who has none of this: see `verifyEvidence`. Nothing of the content.
   * @throws ConfigurationFault AB_ID_UNKNOWN
   */
  evidenceArchive(wanted: EvidenceWanted): Promise<EvidenceExport>;
  /** The public key (JWK) that archives of this ledger are signed with. */
  evidenceKey(): Promise<ArchiveSignature['key']>;
  /** The shapes of records that the targets take, for lint: by target and type. Connects to none. */
  recordShapes(): Promise<RecordShapes>;
  /** How portals are heard that tell by themselves that there is something new, by name. Opens no ledger and connects to none. */
  callbacks(): Promise<ReadonlyMap<string, PortalCallback>>;
  /** Looks at everything, or at what `only` names, without changing anything but an ended pause. */
  doctor(only?: DoctorChoice): Promise<readonly DoctorSection[]>;
  /** Closes browser, connections and ledger. Safe to call twice. */
  close(): Promise<void>;
}

/** What a person decided. `by` is the account name of the person, `reason` free text kept in the history. */
export interface Resolution {
  readonly answer: 'delivered' | 'retry' | 'reject';
  /** With `delivered`: what the target calls the record. */
  readonly reference?: string | undefined;
  /** With `reject`: the official code. */
  readonly code?: string | undefined;
  readonly by: string;
  readonly reason?: string | undefined;
}

/** What a run of `sync` should do. */
export interface SyncOptions {
  /** Channels run until the commit point, nothing is entered, acknowledged or kept. */
  readonly dryRun?: boolean;
  /** Takes in at most this many submissions, and delivers at most this many. */
  readonly limit?: number;
  /** Only this portal. */
  readonly portal?: string;
  /** Only this route. */
  readonly route?: string;
  /** Waits for another run to end instead of leaving with AB_LEDGER_BUSY. */
  readonly wait?: boolean;
  /** Aborted: finishes the current step, never stops between commit and receipt. */
  readonly signal?: AbortSignal;
  /** Told of everything as it happens, for progress and `--json`. */
  readonly onEvent?: (event: SyncEvent) => void;
}

/** What happens during a run. Free of citizens' data, but for references. */
export type SyncEvent = EngineEvent;

/** What became of everything this run touched. */
export interface SyncResult {
  readonly startedAt: number;
  readonly endedAt: number;
  readonly received: number;
  readonly duplicates: number;
  /** Records of which targets said something else than before; absent when there is none. */
  readonly states?: number | undefined;
  /** By portal: submissions that it will reject by itself unless it is told the outcome; absent when there is none. */
  readonly deadlines?: readonly DeadlineCount[] | undefined;
  /** Submissions this run touched, as they stand at its end. A dry run shows them as they would be. */
  readonly submissions: readonly SubmissionSummary[];
  /** Portals that could not be reached, with the reason. */
  readonly portalsFailed: readonly { readonly portal: string; readonly findings: readonly Finding[] }[];
  /** Submissions or deliveries that a defect stopped; each is a case, or ready again. */
  readonly defects: number;
  /** True when a signal ended the run early. */
  readonly interrupted: boolean;
  /** Evidence of a dry run (masked screenshots of filled forms); a real run keeps it in the ledger. */
  readonly dryRunEvidence: readonly (EvidenceItem & { readonly delivery: DeliveryKey })[];
  /** What went by itself at the end of the run, where `retention.automatic` says so. */
  readonly purged?: PurgeResult | undefined;
  /** The newest seal over the history at the end of the run: kept elsewhere, it proves later that nothing was cut off. */
  readonly checkpoint?: Checkpoint | undefined;
  /** Lines that the log file did not take. */
  readonly logLinesLost?: number | undefined;
  /** What would have been sent, in a dry run. Holds citizens' data: show, never log. */
  readonly previews: readonly { readonly delivery: DeliveryKey; readonly preview: string }[];
}

/** Which submissions `list` returns. */
export interface ListFilter {
  /** Only these states of submission or delivery, such as `case`. */
  readonly state?: string | undefined;
  readonly portal?: string | undefined;
  /** At most this many; default 50. */
  readonly limit?: number | undefined;
}

/** Which parts `doctor` looks at. */
export interface DoctorChoice {
  /** Portals of this connector, such as `fit-connect`. */
  readonly connector: string;
  /** Of these the one with this name. Default: all. */
  readonly portal?: string | undefined;
}

/** The checks of one portal, target or part. */
export interface DoctorSection {
  /** Such as `ledger`, `portal eingang`, `target musterverfahren`. */
  readonly name: string;
  readonly checks: readonly CheckResult[];
}
