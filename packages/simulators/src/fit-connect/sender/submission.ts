import type { CallbackAddress } from '../store/cases.ts';
import type { NamedService } from '../store/items.ts';
import type { DeviationName } from './deviations.ts';

/** The structured content of a submission. */
export interface DataToSend {
  readonly bytes: Uint8Array;
  readonly mimeType: 'application/json' | 'application/xml';
  /** The first one that the destination takes of this type, unless told otherwise. */
  readonly schemaUri?: string;
}

/** A file that goes along; either its bytes or where to read them. */
export interface AttachmentToSend {
  readonly filename: string;
  readonly mimeType: string;
  readonly content: Uint8Array | { readonly path: string };
  readonly purpose?: 'form' | 'attachment' | 'report' | 'data';
  readonly description?: string;
}

/** What a citizen submits through a portal. */
export interface SubmissionToSend {
  readonly destinationId: string;
  readonly data: DataToSend;
  readonly attachments?: readonly AttachmentToSend[];
  /** The destination's first service that takes this type of data, unless told otherwise. */
  readonly service?: NamedService;
  /** Such as `DE09162000`. */
  readonly region?: string;
  /** `2.1.0` unless told otherwise. */
  readonly metadataVersion?: string;
  /** One of the reply channels of the metadata schema; none means letter post. */
  readonly replyChannel?: Readonly<Record<string, unknown>>;
  readonly additionalReferenceInfo?: Readonly<Record<string, unknown>>;
  /** What the metadata say besides, such as `paymentInformation`, `authenticationInformation` or `dataSets`. */
  readonly metadata?: Readonly<Record<string, unknown>>;
  /** Whether everything is deflated before it is encrypted; newer versions refuse that. */
  readonly zip?: boolean;
  /** Attachments larger than this, in bytes, are sent in fragments (metadata 2.1 and later). */
  readonly fragmentBytes?: number;
  /** Joins an earlier case. */
  readonly caseId?: string;
  /** Where the sender wants to be told of events. */
  readonly callback?: CallbackAddress;
  /** What is to be wrong with it. */
  readonly deviations?: readonly DeviationName[];
}

/** What a sender keeps of a submission that was taken. */
export interface Sent {
  readonly submissionId: string;
  readonly caseId: string;
  readonly destinationId: string;
  /** In the order in which they were sent; fragments one by one. */
  readonly attachmentIds: readonly string[];
  readonly authenticationTags: {
    readonly metadata: string;
    readonly data: string;
    readonly attachments: Readonly<Record<string, string>>;
  };
}
