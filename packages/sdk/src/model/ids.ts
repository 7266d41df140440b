/** Our own id of a submission, such as `s-7k3m9x2q4w`: short, printable, random, free of any citizen's data. */
export type SubmissionId = string & { readonly brand?: 'SubmissionId' };

/**
 * The identity of a delivery, such as `AB-7K3M-9X2Q-4WTR-0C5D`: derived once, stored, never recomputed, and shown to
 * the target wherever it has a field for it, so that a record can be found again.
 */
export type DeliveryKey = string & { readonly brand?: 'DeliveryKey' };

/** Milliseconds since 1970-01-01T00:00:00Z, as `Date.now()` gives them. */
export type EpochMs = number;
