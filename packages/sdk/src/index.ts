export type { AnswerDeadline } from './model/answer-deadline.ts';
export type { AttachmentInfo, OpenAttachment } from './model/attachment.ts';
export type { CheckResult } from './model/check.ts';
export type { Clock, Random } from './model/clock.ts';
export type { Finding, Place } from './model/finding.ts';
export type { DeliveryKey, EpochMs, SubmissionId } from './model/ids.ts';
export type { LogFields, Logger } from './model/logger.ts';
export type { MappedRecord, RecordValue } from './model/record.ts';
export {
  type ChannelKind,
  type DeliveryState,
  type RecordState,
  type RecordStatus,
  recordStatuses,
  type ReportKind,
  type SubmissionState,
} from './model/states.ts';

export { AmtsboteError, type ErrorEffect, type ErrorFacts, findingsOf, isAmtsboteError } from './errors/amtsbote-error.ts';
export { type ErrorCode, type ErrorCodeEntry, errorCodes } from './errors/codes.ts';
export {
  ConfigurationFault,
  Defect,
  LoginFailed,
  TargetChanged,
  NeedsPerson,
  NotDelivered,
  OutcomeUnknown,
  RejectedByTarget,
  Throttled,
} from './errors/families.ts';

export type { CallbackRequest, CallbackVerdict, PortalCallback } from './portal/callback.ts';
export type {
  AnswerMessage,
  Incoming,
  IncomingFile,
  IsKnown,
  Portal,
  PortalRoute,
  PortalUse,
  Report,
  ReportReceipt,
} from './portal/contract.ts';
export { defineMapping, type MappingDefinition } from './mapping/define-mapping.ts';
export type { MappingFile } from './mapping/mapping-file.ts';
export { writeAnswer, type XmlContent } from './message/profile/answer-writer.ts';
export { byNamespace } from './message/profile/by-namespace.ts';
export { defineProfile, type ProfileDefinition } from './message/profile/define-profile.ts';
export { type HeaderPaths, headerReader, type PartyPaths } from './message/profile/header-reader.ts';
export type {
  AnswerBuilder,
  AnswerDocument,
  AnswerRequest,
  IdentifiedMessage,
  MessageHeader,
  MessageKind,
  Party,
  Profile,
} from './message/profile/profile.ts';
export { definePortal, type PortalDefinition } from './portal/define-portal.ts';

export type { Attempt, CommitGate, CommitIntent, Delivered } from './target/attempt.ts';
export type { Channel, ChannelCapabilities, DeliveredRecord, FoundRecord, RecordProgress } from './target/channel.ts';
export { defineTarget, type Target, type TargetDefinition } from './target/define-target.ts';
export { type FieldDeclaration, type FieldDeclarations, fieldDeclarations, recordShape } from './target/record-shape.ts';
export type { Boundary, ConnectorServices, OwnedResource, Resources, SecretReader, Watcher } from './target/services.ts';
export {
  escapeTemplate,
  fillJsonTemplate,
  fillTemplate,
  fillUrlTemplate,
  type JsonValue,
  type JsonValues,
  templateNames,
  type TemplateValues,
} from './target/template.ts';

export type {
  EvidenceCheck,
  EvidenceItem,
  EvidenceKind,
  EvidenceSink,
  PortalEvidence,
  PortalEvidenceVerifier,
  PortalProof,
} from './evidence/contract.ts';
export { admitEntry, ArchiveRefusal, archiveState } from './zip/entry-rules.ts';
