export type {
  DoctorSection,
  ListFilter,
  Resolution,
  Runtime,
  RuntimeOptions,
  SyncEvent,
  SyncOptions,
  SyncResult,
} from './runtime.ts';
export type {
  AttemptView,
  CaseAnswer,
  DeliverySummary,
  EventView,
  EvidenceView,
  LedgerCounts,
  PauseView,
  ReportView,
  RunView,
  StepView,
  SubmissionSummary,
  SubmissionView,
} from '../ledger/views.ts';
