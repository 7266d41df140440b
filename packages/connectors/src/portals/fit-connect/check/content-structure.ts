import { SubmissionFault } from '../faults.ts';
import type { Metadata, MetadataAttachment } from './metadata.ts';

/** What was delivered beside the metadata. */
export interface DeliveredParts {
  /** Whether there is encrypted data. */
  readonly data: boolean;
  /** Ids of the attachments and fragments that the portal lists. */
  readonly attachments: readonly string[];
}

/** Which part is the message, and which are its attachments. */
export interface ContentPlan {
  /** The message: the encrypted data, or the one attachment that holds them where they were too large. */
  readonly message: 'data' | MetadataAttachment;
  readonly attachments: readonly MetadataAttachment[];
}

/**
 * Compares what the metadata announce with what was delivered.
 *
 * @throws SubmissionFault data-missing | schema-missing | attachments-differ
 */
export function planContent(metadata: Metadata, delivered: DeliveredParts): ContentPlan {
  const announced = metadata.attachments.flatMap(({ parts }) => parts);
  const listed = delivered.attachments.map((id) => id.toLowerCase());
  const differs = firstDifference(announced, listed);
  if (differs !== undefined) throw new SubmissionFault('attachments-differ', `attachment:${differs}`);
  const plan = messageOf(metadata, delivered);
  if (metadata.data?.schema === undefined) throw new SubmissionFault('schema-missing', 'metadata');
  return plan;
}

function messageOf({ data, attachments }: Metadata, delivered: DeliveredParts): ContentPlan {
  if (delivered.data) {
    if (data === undefined) throw new SubmissionFault('data-missing', 'metadata');
    return { message: 'data', attachments };
  }
  const [message, ...others] = attachments.filter(({ purpose }) => purpose === 'data');
  if (message === undefined || others.length > 0) throw new SubmissionFault('data-missing');
  return { message, attachments: attachments.filter((one) => one !== message) };
}

/** The first id, in their order, that is in only one of the lists, or twice in one. */
function firstDifference(announced: readonly string[], listed: readonly string[]): string | undefined {
  for (const ids of [announced, listed]) {
    const twice = ids.find((id, at) => ids.indexOf(id) !== at);
    if (twice !== undefined) return twice;
  }
  return [...new Set(announced).symmetricDifference(new Set(listed))].sort()[0];
}
