/** How much the service takes. */
export interface Limits {
  /** Of one encrypted attachment, in bytes. */
  readonly attachmentBytes: number;
  /** Of all attachments of a submission together, in bytes. */
  readonly submissionBytes: number;
  readonly attachments: number;
  /** Of a JSON body or an event token, in bytes. */
  readonly bodyBytes: number;
  readonly longestPage: number;
  readonly usualPage: number;
}

/** The limits that are documented; the one of a body is ours. */
export const defaultLimits: Limits = {
  attachmentBytes: 500_000_000,
  submissionBytes: 2_000_000_000,
  attachments: 100,
  bodyBytes: 50_000_000,
  longestPage: 500,
  usualPage: 100,
};

/** When the service acts by itself, in days. */
export interface Retention {
  /** An incomplete submission is deleted so long after it was created. */
  readonly incomplete: number;
  /** An unanswered submission is rejected so long after it was submitted. */
  readonly rejection: number;
  /** A rejected submission is deleted so long after it was submitted. */
  readonly deletion: number;
  /** An accepted submission is deleted so long after that. */
  readonly accepted: number;
  /** Event logs are forgotten so long after their last entry. */
  readonly events: number;
}

/** The times that are documented. */
export const defaultRetention: Retention = { incomplete: 1, rejection: 14, deletion: 21, accepted: 7, events: 730 };
