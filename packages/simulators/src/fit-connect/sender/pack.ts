import { createHash, randomUUID } from 'node:crypto';
import { encrypt, encryptStream } from '../crypto/encrypt.ts';
import type { Part } from '../crypto/jwe-header.ts';
import { makeKeyPair, type RsaJwk } from '../crypto/keys.ts';
import type { NamedService } from '../store/items.ts';
import { deviations, type Deviation } from './deviations.ts';
import { piecesOf, rangesOf, sha512Of, sizeOf, type ByteRange } from './file-pieces.ts';
import { metadataOf, type ListedAttachment } from './metadata.ts';
import type { AttachmentToSend, SubmissionToSend } from './submission.ts';

/** One upload: an attachment or a fragment of one. */
export interface PackedAttachment {
  readonly attachmentId: string;
  /** The pieces of the JWE; the last one is its tag. */
  readonly open: () => AsyncIterable<Uint8Array>;
}

/** A submission ready to be sent; attachments are encrypted on the way. */
export interface Packed {
  readonly metadata: string;
  readonly data: string;
  readonly attachments: readonly PackedAttachment[];
}

/** For whom it is packed. */
export interface Receiver {
  readonly key: RsaJwk;
  readonly service: NamedService;
  readonly schemaUri: string;
}

/** Hashes, describes and encrypts a submission. */
export async function pack(submission: SubmissionToSend, receiver: Receiver): Promise<Packed> {
  const wrong = (submission.deviations ?? []).map((name) => deviations[name]);
  const seal = await sealer(submission, receiver.key, wrong);
  const files = await Promise.all((submission.attachments ?? []).map((attachment) => prepare(attachment, submission.fragmentBytes)));
  const data = chain(wrong, 'data', submission.data.bytes);
  const dataSha512 = createHash('sha512').update(data).digest('hex');
  const described = metadataOf({ submission, service: receiver.service, schemaUri: receiver.schemaUri, dataSha512, attachments: files });
  const metadata = chain(wrong, 'metadataBytes', new TextEncoder().encode(JSON.stringify(chain(wrong, 'metadata', described))));
  return {
    metadata: await encrypt(metadata, seal('metadata', 'application/json')),
    data: await encrypt(data, seal('data', submission.data.mimeType)),
    attachments: files.flatMap(({ attachment, uploads }) =>
      uploads.map(({ attachmentId, range }) => ({
        attachmentId,
        open: () => encryptStream(piecesOf(attachment.content, range), seal('attachment', attachment.mimeType)),
      })),
    ),
  };
}

interface PreparedFile extends ListedAttachment {
  readonly uploads: readonly { readonly attachmentId: string; readonly range: ByteRange }[];
}

async function prepare(attachment: AttachmentToSend, longest: number | undefined): Promise<PreparedFile> {
  const attachmentId = randomUUID();
  const ranges = rangesOf(await sizeOf(attachment.content), longest);
  const whole = ranges.length === 1;
  const uploads = ranges.map((range) => ({ attachmentId: whole ? attachmentId : randomUUID(), range }));
  const fragments = whole ? [] : uploads.map((upload) => upload.attachmentId);
  return { attachmentId, attachment, fragments, uploads, sha512: await sha512Of(attachment.content) };
}

type Seal = (part: Part, cty: string) => { readonly key: RsaJwk; readonly header: Readonly<Record<string, string | undefined>> };

async function sealer({ zip = false }: SubmissionToSend, key: RsaJwk, wrong: readonly Deviation[]): Promise<Seal> {
  const foreign = wrong.some(({ foreignKey }) => foreignKey) ? (await makeKeyPair('encryption', 2048)).publicKey : key;
  return (part, cty) => {
    const takesForeign = wrong.some(({ foreignKey = [] }) => foreignKey.includes(part));
    const deflated = zip && part !== 'attachment' ? { zip: 'DEF' } : {};
    const header = Object.assign({ kid: key.kid, cty, ...deflated }, ...wrong.map((deviation) => deviation.header?.[part] ?? {})) as Record<
      string,
      string | undefined
    >;
    return { key: takesForeign ? foreign : key, header };
  };
}

function chain<T>(wrong: readonly Deviation[], step: 'data' | 'metadata' | 'metadataBytes', value: T): T {
  return wrong.reduce((before, deviation) => {
    const change = deviation[step] as ((given: T) => T) | undefined;
    return change ? change(before) : before;
  }, value);
}
