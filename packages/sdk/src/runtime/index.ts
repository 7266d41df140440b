export { openRuntime } from './open-runtime.ts';
export { type JsonSchemas, jsonSchemas } from './json-schemas.ts';
export { loadConfig } from '../config/load-config.ts';
export type { Config } from '../config/config.ts';
export type { ServeConfig } from '../config/serve.ts';
export { namedSecrets } from './named-secrets.ts';
export { openSecretStore, type SecretStore } from '../secrets/secret-store.ts';
export { createMasterKey } from '../secrets/master-key.ts';
export type {
  DoctorChoice,
  DoctorSection,
  ListFilter,
  Resolution,
  Runtime,
  RuntimeOptions,
  SyncEvent,
  SyncOptions,
  SyncResult,
} from './runtime.ts';
export type { BackupResult } from './backup/make-backup.ts';
export type { RestoreOptions, RestoreResult } from './backup/restore-backup.ts';
export type { EvidenceExport, EvidenceWanted } from './evidence-export.ts';
export type { HoldResult } from './legal-hold.ts';
export type { PurgedKind, PurgeOptions, PurgeResult } from './purge.ts';
export type { AccessReason, FoundSubject, SubjectFile } from './subject.ts';
export type { Blocked, BlockedSubmission } from '../ledger/retention.ts';
export type { PurgeKind } from '../model/purge-kind.ts';
export type { CallbackRequest, CallbackVerdict, PortalCallback } from '../portal/callback.ts';
export type { EvidenceVerification, EvidenceVerifying } from '../evidence/verify/verify-archive.ts';
export { verifyEvidence } from './verify-evidence.ts';
export type { VerifiedSubmission } from '../evidence/verify/verify-submission.ts';
export type { EvidenceCheck, PortalEvidenceVerifier } from '../evidence/contract.ts';
export type { CodeName } from './code-names.ts';
export type { ImportModule } from './load-connector.ts';
export type { AuditFault, AuditResult, Checkpoint, ExportedEvent } from '../ledger/audit.ts';
export type {
  AttemptView,
  CaseAnswer,
  DeadlineCount,
  DeliverySummary,
  EventView,
  EvidenceView,
  LedgerCounts,
  PauseView,
  RelatedSubmission,
  ReportView,
  RunView,
  StepView,
  SubmissionSummary,
  SubmissionView,
} from '../ledger/views.ts';
export type { FailingPortal } from '../ledger/deadlines.ts';
export type { RecordShapes } from './record-shapes.ts';
