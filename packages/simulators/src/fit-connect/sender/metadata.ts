import type { NamedService } from '../store/items.ts';
import type { AttachmentToSend, SubmissionToSend } from './submission.ts';

/** An attachment as the metadata name it. */
export interface ListedAttachment {
  readonly attachmentId: string;
  readonly sha512: string;
  /** The ids of its fragments; it is sent in one when there are none. */
  readonly fragments: readonly string[];
  readonly attachment: AttachmentToSend;
}

/** What metadata are made from. */
export interface MetadataParts {
  readonly submission: SubmissionToSend;
  readonly service: NamedService;
  readonly schemaUri: string;
  readonly dataSha512: string;
  readonly attachments: readonly ListedAttachment[];
}

/** Metadata as they are encrypted. */
export type Metadata = Readonly<Record<string, unknown>>;

const latest = '2.1.0';

/** The metadata of a submission, after the schema of its version (1.x or 2.x). */
export function metadataOf({ submission, service, schemaUri, dataSha512, attachments }: MetadataParts): Metadata {
  const version = submission.metadataVersion ?? latest;
  const { data, replyChannel, additionalReferenceInfo } = submission;
  return {
    $schema: `https://schema.fitko.de/fit-connect/metadata/${version}/metadata.schema.json`,
    contentStructure: {
      data: { hash: hash(dataSha512), submissionSchema: { schemaUri, mimeType: data.mimeType } },
      attachments: attachments.map(listed),
    },
    ...(version.startsWith('1.') && { publicServiceType: service }),
    ...(replyChannel && { replyChannel }),
    ...(additionalReferenceInfo && { additionalReferenceInfo }),
    ...(!version.startsWith('1.') && { author }),
    ...submission.metadata,
  };
}

const author = {
  name: 'Musterportal',
  product: { name: 'Amtsbote-Musterportal', version: '1.0', manufacturer: 'Amtsbote' },
};

function listed({ attachmentId, sha512, fragments, attachment }: ListedAttachment): unknown {
  const { filename, mimeType, purpose = 'attachment', description } = attachment;
  return {
    attachmentId,
    purpose,
    filename,
    mimeType,
    hash: hash(sha512),
    ...(description !== undefined && { description }),
    ...(fragments.length > 0 && { fragments }),
  };
}

function hash(content: string): { readonly type: 'sha512'; readonly content: string } {
  return { type: 'sha512', content };
}
