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

/**
 * What a portal hands over as proof, such as signed events and the keys they were verified with. Nothing of the content of a submission. Kept
 * sealed, as long as other evidence; what is verified years later is this, so it must speak for itself.
 */
export interface PortalEvidence {
  /** What the files are and who verifies them: the name of the connector and a version, such as `fit-connect/1`. */
  readonly format: string;
  /** Texts by name, such as `answer.txt`. Names are lower-case letters, digits, hyphens and dots; a later one of the same name is left out. */
  readonly files: Readonly<Record<string, string>>;
  /** Files that are the same for many submissions, such as the keys of a service. Public: kept once, and not sealed. */
  readonly shared?: Readonly<Record<string, string>> | undefined;
}

/** Verifies what one kind of portal handed over as proof, without a network and without a configuration. */
export interface PortalEvidenceVerifier {
  /** The formats it knows, as {@link PortalEvidence} names them. */
  readonly formats: readonly string[];
  /** Never throws for what the files hold: they may have been made up. */
  verify(proof: PortalProof): Promise<readonly EvidenceCheck[]>;
}

/** The proof of one submission, with what the export says of it otherwise. */
export interface PortalProof {
  readonly files: ReadonlyMap<string, string>;
  /** The portal's id of the submission; absent where it was purged. */
  readonly portalId?: string | undefined;
  /** Milliseconds since 1970. */
  readonly receivedAt: number;
  /** What the portal was told, and took. */
  readonly told: readonly { readonly kind: string; readonly sentAt: number }[];
  /** Keys (JWK) that the reader of the evidence has from elsewhere and trusts. Absent: none were named. */
  readonly trusted?: readonly Readonly<Record<string, unknown>>[] | undefined;
  /** Certificates of authorities (PEM) that the reader trusts. Absent: none were named. */
  readonly roots?: string | undefined;
  /** Milliseconds since 1970: nothing may say that it was made later. */
  readonly now: number;
}

/** One check and how it ended. */
export interface EvidenceCheck {
  /** Such as `fit-connect.signatures`. */
  readonly name: string;
  /** `absent`: there is nothing in the evidence that could be checked. */
  readonly outcome: 'ok' | 'failed' | 'absent';
  /** Counts, names and thumbprints; no text of a citizen. */
  readonly detail?: string | undefined;
}
