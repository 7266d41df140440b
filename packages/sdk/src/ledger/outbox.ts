import type { PortalEvidence } from '../evidence/contract.ts';
import type { Finding } from '../model/finding.ts';
import type { EpochMs, SubmissionId } from '../model/ids.ts';
import type { RecordState, ReportKind } from '../model/states.ts';

/** Reports waiting for their portal. */
export interface OutboxLedger {
  /** The oldest reports that are due, for these portals. None in front of which an earlier one of its submission still waits. */
  due(request: DueReports): Promise<readonly WaitingReport[]>;
  /** Notes in one write that the portals have taken these, with what the history should know of each. */
  sent(reports: readonly SentReport[], now: EpochMs): Promise<void>;
  failed(id: string, dueAt: EpochMs): Promise<void>;
  /** Keeps how far the sending of a report came: ids of the portal, in the clear, until it is sent. */
  keep(id: string, progress: string): Promise<void>;
  /** Whether the portal was told `accepted`, or is about to be. */
  isAccepted(id: SubmissionId): Promise<boolean>;
}

/** A report that its portal has taken. */
export interface SentReport {
  readonly id: string;
  /** Types of the answers that went with it, or why one could not: codes, no content. */
  readonly notes?: Readonly<Record<string, string>> | undefined;
  /** What proves it; kept in the same write. */
  readonly evidence?: PortalEvidence | undefined;
}

/** Which reports are asked for. */
export interface DueReports {
  readonly now: EpochMs;
  readonly portals: readonly string[];
  readonly limit: number;
}

/** A report to be sent. */
export interface WaitingReport {
  readonly id: string;
  readonly kind: ReportKind;
  readonly portal: string;
  readonly submission: SubmissionId;
  readonly portalId: string;
  readonly handle?: string | undefined;
  readonly createdAt: EpochMs;
  readonly tries: number;
  readonly references: readonly string[];
  readonly findings: readonly Finding[];
  /** With `status`. */
  readonly state?: RecordState | undefined;
  /** How far an earlier try came. */
  readonly progress?: string | undefined;
}
