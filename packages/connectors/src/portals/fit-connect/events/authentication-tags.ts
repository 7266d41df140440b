import { z, type ZodType } from '@amtsbote/sdk/zod';
import { SubmissionFault } from '../faults.ts';

/** The authentication tags of all parts of a submission: what proves that they are those that were sent. */
export interface AuthenticationTags {
  readonly metadata: string;
  readonly data?: string | undefined;
  /** By the id of the attachment or fragment. */
  readonly attachments?: Readonly<Record<string, string>> | undefined;
}

const tag = z.string().regex(/^[A-Za-z0-9_-]{22}$/);

/** Shape of {@link AuthenticationTags}. */
export const tagsShape: ZodType<AuthenticationTags> = z.object({
  metadata: tag,
  data: tag.optional(),
  attachments: z.record(z.guid(), tag).optional(),
});

/**
 * The tags in the event with which a submission was submitted.
 *
 * @throws SubmissionFault tags-missing
 */
export function authenticationTags(payload: Readonly<Record<string, unknown>>): AuthenticationTags {
  const parsed = tagsShape.safeParse(payload['authenticationTags']);
  if (!parsed.success) throw new SubmissionFault('tags-missing');
  return parsed.data;
}

/**
 * Compares the ids and tags of what was delivered with those of the log: the same parts, none more, none less, each unchanged.
 *
 * @throws SubmissionFault tag-differs at the first part that differs
 */
export function compareTags(proved: AuthenticationTags, delivered: AuthenticationTags): void {
  if (proved.metadata !== delivered.metadata) throw new SubmissionFault('tag-differs', 'metadata');
  if (proved.data !== delivered.data) throw new SubmissionFault('tag-differs', 'data');
  const [expected, got] = [byId(proved), byId(delivered)];
  for (const id of [...new Set([...expected.keys(), ...got.keys()])].sort()) {
    if (expected.get(id) !== got.get(id)) throw new SubmissionFault('tag-differs', `attachment:${id}`);
  }
}

function byId({ attachments = {} }: AuthenticationTags): ReadonlyMap<string, string> {
  return new Map(Object.entries(attachments).map(([id, value]) => [id.toLowerCase(), value]));
}
