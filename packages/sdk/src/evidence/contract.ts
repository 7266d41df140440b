/** Kinds of evidence; each has its own retention. */
export const evidenceKinds = ['screenshot', 'confirmation', 'form', 'read-back', 'receipt', 'steps'] as const;
/** One of {@link evidenceKinds}. */
export type EvidenceKind = (typeof evidenceKinds)[number];

/** One piece of evidence, masked before it comes here. */
export interface EvidenceItem {
  readonly kind: EvidenceKind;
  /** A name of ours, such as `confirmation.pdf`: never from a citizen, never from the target. */
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

/** Takes evidence of one attempt and keeps it sealed. Bounded: what exceeds the limits is dropped and counted. */
export interface EvidenceSink {
  /** False when nobody keeps evidence: then do not spend time on making it. */
  readonly wanted: boolean;
  add(item: EvidenceItem): Promise<void>;
}
