import { createPrivateKey, randomUUID } from 'node:crypto';
import { compactDecrypt } from 'jose';
import { signToken } from '../crypto/event-token.ts';
import type { RsaJwk } from '../crypto/keys.ts';
import { defaultDialect, eventUri, type EventProblem } from '../dialect/dialect.ts';
import { tagIn } from '../service/authentication-tags.ts';
import { ServiceClient, type SenderConnection } from './service-client.ts';

/** A reply as its reader has it. */
export interface ReadReply {
  readonly replyId: string;
  readonly caseId: string;
  readonly metadata: unknown;
  readonly data: Uint8Array;
  readonly attachments: Readonly<Record<string, Uint8Array>>;
  readonly authenticationTags: {
    readonly metadata: string;
    readonly data: string;
    readonly attachments: Readonly<Record<string, string>>;
  };
}

/** How a sender answers a reply: with problems it is a rejection. */
export interface ReplyAnswer {
  readonly signingKey: RsaJwk;
  /** The sender's own id in events; the client's unless told otherwise. */
  readonly issuer?: string;
  readonly problems?: readonly EventProblem[];
}

/** Reads and decrypts every reply that waits for the sender, with the key that it named in `replyChannel.fitConnect`. */
export async function readReplies(connection: SenderConnection, privateKey: RsaJwk): Promise<readonly ReadReply[]> {
  const client = new ServiceClient(connection);
  const page = (await client.get('/replies?limit=500')) as { replies: readonly { replyId: string }[] };
  const read: ReadReply[] = [];
  for (const { replyId } of page.replies) read.push(await readReply(client, replyId, privateKey));
  return read;
}

/**
 * Accepts or rejects a reply.
 *
 * @throws ServiceRefusal when the service does not take the answer
 */
export async function answerReply(connection: SenderConnection, reply: ReadReply, answer: ReplyAnswer): Promise<void> {
  const { replyId, caseId, authenticationTags } = reply;
  const { problems, signingKey, issuer = connection.clientId } = answer;
  const uri = eventUri(defaultDialect, problems ? 'reject' : 'accept', 'reply');
  const claims = {
    $schema: defaultDialect.eventSchema.issued,
    jti: randomUUID(),
    iss: issuer,
    iat: Math.floor(Date.now() / 1000),
    sub: `reply:${replyId}`,
    txn: `case:${caseId}`,
    events: { [uri]: problems ? { problems } : { authenticationTags } },
  };
  const body = await signToken(claims, signingKey);
  await new ServiceClient(connection).send('POST', `/cases/${caseId}/events`, { type: 'application/jose', body });
}

async function readReply(client: ServiceClient, replyId: string, privateKey: RsaJwk): Promise<ReadReply> {
  const body = (await client.get(`/replies/${replyId}`)) as {
    caseId: string;
    attachments: readonly string[];
    encryptedMetadata: string;
    encryptedData: string;
  };
  const jwes: [string, string][] = [];
  for (const id of body.attachments) jwes.push([id, await client.text(`/replies/${replyId}/attachments/${id}`)]);
  const opened = await Promise.all(jwes.map(async ([id, jwe]) => [id, await open(jwe, privateKey)] as const));
  return {
    replyId,
    caseId: body.caseId,
    metadata: JSON.parse(new TextDecoder().decode(await open(body.encryptedMetadata, privateKey))) as unknown,
    data: await open(body.encryptedData, privateKey),
    attachments: Object.fromEntries(opened),
    authenticationTags: {
      metadata: tagIn(body.encryptedMetadata),
      data: tagIn(body.encryptedData),
      attachments: Object.fromEntries(jwes.map(([id, jwe]) => [id, tagIn(jwe)])),
    },
  };
}

async function open(jwe: string, privateKey: RsaJwk): Promise<Uint8Array> {
  const key = createPrivateKey({ key: { ...privateKey }, format: 'jwk' });
  return (await compactDecrypt(jwe, key)).plaintext;
}
