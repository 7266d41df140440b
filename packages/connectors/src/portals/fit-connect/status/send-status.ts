import { createHash } from 'node:crypto';
import { NotDelivered } from '@amtsbote/sdk';
import { unfitFor, publicKeyOf } from '../crypto/jwk.ts';
import type { FitConnectOptions, StatusOptions } from '../options.ts';
import type { SubmissionApi } from '../service/submission-api.ts';
import type { AuthorEnvelope } from './author-envelope.ts';

/** The version of metadata that is sent. */
const metadataVersion = '2.1.0';

/** Sends data to the destination of BundID, as any sender sends a submission. */
export async function sendStatus(
  envelope: AuthorEnvelope,
  api: SubmissionApi,
  { status, options }: { readonly status: StatusOptions; readonly options: Pick<FitConnectOptions, 'names' | 'minimumKeyBits'> },
): Promise<void> {
  const data = Buffer.from(JSON.stringify(envelope), 'utf8');
  const encrypt = await encryptionFor(status.destination, api, options.minimumKeyBits);
  const metadata = {
    $schema: options.names.metadataSchema.replace('*', metadataVersion),
    contentStructure: {
      data: {
        hash: { type: 'sha512', content: createHash('sha512').update(data).digest('hex') },
        submissionSchema: { schemaUri: status.schemaUri, mimeType: 'application/json' },
      },
      attachments: [],
    },
  };
  const encryptedMetadata = await encrypt(Buffer.from(JSON.stringify(metadata), 'utf8'));
  const encryptedData = await encrypt(data);
  const submission = await api.announce(status.destination, { identifier: status.service, name: status.service });
  await api.submit(submission, { encryptedMetadata, encryptedData });
}

async function encryptionFor(
  destination: string,
  api: SubmissionApi,
  minimumBits: number,
): Promise<(plain: Uint8Array) => Promise<string>> {
  const { encryptionKid } = await api.destination(destination);
  const key = encryptionKid === undefined ? undefined : await api.destinationKey(destination, encryptionKid);
  const unfit = key === undefined ? 'there is none' : unfitFor(key, 'wrapKey', minimumBits);
  if (key === undefined || unfit !== undefined) {
    throw new NotDelivered('AB_PORTAL_UNREACHABLE', `The key of the destination for status messages cannot be used: ${unfit}`);
  }
  const { CompactEncrypt } = await import('jose');
  const header = { alg: 'RSA-OAEP-256', enc: 'A256GCM', kid: key.kid, cty: 'application/json' } as const;
  return (plain) => new CompactEncrypt(plain).setProtectedHeader(header).encrypt(publicKeyOf(key));
}
