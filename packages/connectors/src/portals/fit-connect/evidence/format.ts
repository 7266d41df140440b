import { z, type ZodType } from '@amtsbote/sdk/zod';
import { type PublicJwk, publicJwk } from '../crypto/jwk.ts';
import { type AuthenticationTags, tagsShape } from '../events/authentication-tags.ts';

/** The format of what is kept as proof of a submission. */
export const evidenceFormat = 'fit-connect/1';

/** The files of the format. Tokens stand one to a line, as they were received. */
export const evidenceFiles = {
  context: 'context.json',
  events: 'events.txt',
  /** Entries of a log that could not be proved when it was received. */
  unproved: 'unproved-events.txt',
  serviceKeys: 'service-keys.jwks.json',
  /** Of other events of the destination, such as a forwarding. */
  destinationKeys: 'destination-keys.jwks.json',
  tags: 'tags.json',
  answer: 'answer.txt',
  answerKeys: 'answer-keys.jwks.json',
} as const;

/** What the proof is about. */
export interface EvidenceContext {
  readonly submission: string;
  readonly matter: string;
  readonly destination: string;
  /** What the addresses of its events begin with; absent where none was proved. */
  readonly events?: string | undefined;
}

/** Shape of {@link EvidenceContext}. */
export const contextShape: ZodType<EvidenceContext> = z.strictObject({
  submission: z.guid(),
  matter: z.guid(),
  destination: z.guid(),
  events: z.string().max(500).optional(),
});

/** Authentication tags as the sender announced them, and as the parts had them that were fetched. */
export interface TagsFile {
  readonly announced?: AuthenticationTags | undefined;
  readonly computed: FetchedTags;
}

/** Tags of the parts that were fetched: all of them, where the submission could be had. */
export interface FetchedTags {
  readonly metadata?: string | undefined;
  readonly data?: string | undefined;
  readonly attachments?: Readonly<Record<string, string>> | undefined;
}

/** Shape of {@link TagsFile}. */
export const tagsFileShape: ZodType<TagsFile> = z.strictObject({
  announced: tagsShape.optional(),
  computed: z.strictObject({
    metadata: z.string().max(100).optional(),
    data: z.string().max(100).optional(),
    attachments: z.record(z.guid(), z.string().max(100)).optional(),
  }),
});

/** A set of public keys, as RFC 7517 writes it. */
export interface KeySet {
  readonly keys: readonly PublicJwk[];
}

/** Shape of {@link KeySet}. */
export const keySetShape: ZodType<KeySet> = z.strictObject({ keys: z.array(publicJwk).max(100) });

/** A file of the format. */
export function jsonFile(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** Keys as a file, each once. */
export function keysFile(keys: readonly PublicJwk[]): string {
  const known = new Map(keys.map((key) => [key.kid, key]));
  return jsonFile({ keys: [...known.values()] } satisfies KeySet);
}
