import {
  constants,
  createDecipheriv,
  createHash,
  createPrivateKey,
  createPublicKey,
  type JsonWebKey,
  type KeyObject,
  randomUUID,
  sign,
  verify,
  webcrypto,
} from 'node:crypto';
import { createHttpClient, type HttpClient } from '@amtsbote/sdk/http';
import type { FitAccess } from './fit-service.ts';
import { bodyOf } from './project.ts';

/** What cannot be left out of receiving and delivering: the requests, and the cryptography. */
export interface FitFloor {
  /** Receives, decrypts, verifies, delivers and accepts what waits, and returns how many that were. */
  receiveAll(): Promise<number>;
  close(): void;
}

/** So many are worked on at the same time: as many as the connector reads ahead. */
const together = 8;

const userAgent = { 'user-agent': 'Amtsbote/0.1 (FIT-Connect)' };
const oaep = { name: 'RSA-OAEP', hash: 'SHA-256' };
const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 64 };

/**
 * The floor of a `sync`: the same requests by the same HTTP client, RSA-OAEP-256 and AES-GCM of each part, PS512 of each event, and hashes.
 * No ledger, nothing sealed, no schema, no mapping, nothing checked but signatures, tags and hashes.
 */
export async function openFloor(access: FitAccess, targetUrl: string): Promise<FitFloor> {
  const clock = { now: () => Date.now(), sleep: async () => undefined };
  const common = { secrets: { get: async () => '' }, clock };
  const tools: Tools = {
    access,
    service: createHttpClient({ ...common, baseUrl: access.url }),
    login: createHttpClient({ ...common, baseUrl: new URL(access.tokenUrl).origin }),
    target: createHttpClient({ ...common, baseUrl: targetUrl }),
    unwrapping: await webcrypto.subtle.importKey('jwk', bare(access.decryptionKey), oaep, false, ['decrypt']),
    signing: createPrivateKey({ key: bare(access.signingKey), format: 'jwk' }),
  };
  return {
    receiveAll: () => receiveAll(tools),
    close: () => {
      for (const client of [tools.service, tools.login, tools.target]) client.close();
    },
  };
}

interface Tools {
  readonly access: FitAccess;
  readonly service: HttpClient;
  readonly login: HttpClient;
  readonly target: HttpClient;
  readonly unwrapping: webcrypto.CryptoKey;
  readonly signing: KeyObject;
}

interface Run extends Tools {
  readonly headers: Readonly<Record<string, string>>;
  readonly serviceKey: KeyObject;
}

interface Ref {
  readonly submissionId: string;
  readonly caseId: string;
}

async function receiveAll(tools: Tools): Promise<number> {
  const { access } = tools;
  const run: Run = { ...tools, headers: await logIn(tools), serviceKey: await serviceKey(tools) };
  await get(run, `/v2/destinations/${access.destination}`);
  const { submissions } = (await get(run, `/v2/submissions?destinationId=${access.destination}&limit=500`)) as { submissions: Ref[] };
  const waiting = submissions.entries();
  const work = async (): Promise<void> => {
    for (const [number, ref] of waiting) await carry(run, ref, number);
  };
  await Promise.all(Array.from({ length: together }, work));
  return submissions.length;
}

async function logIn({ access, login }: Tools): Promise<Run['headers']> {
  const form = { grant_type: 'client_credentials', client_id: access.client.id, client_secret: access.client.secret };
  const answer = await login.request({ method: 'POST', path: new URL(access.tokenUrl).pathname, body: { form }, login: true });
  const { access_token: token } = answer.json() as { access_token: string };
  return { ...userAgent, authorization: `Bearer ${token}` };
}

async function serviceKey({ service }: Tools): Promise<KeyObject> {
  const answer = await service.request({ method: 'GET', path: '/.well-known/jwks.json', headers: userAgent });
  const { keys } = answer.json() as { keys: [JsonWebKey] };
  return createPublicKey({ key: keys[0], format: 'jwk' });
}

async function get({ service, headers }: Run, path: string): Promise<unknown> {
  return (await service.request({ method: 'GET', path, headers })).json();
}

/** One submission from the service to the target, and its acceptance. */
async function carry(run: Run, { submissionId, caseId }: Ref, number: number): Promise<void> {
  const { service, headers } = run;
  const file = (await get(run, `/v2/submissions/${submissionId}`)) as SubmissionFile;
  const { eventLog } = (await get(run, `/v2/cases/${caseId}/events?limit=500`)) as { eventLog: string[] };
  for (const token of eventLog) await verified(token, run.serviceKey);
  const [attachmentId = ''] = file.attachments;
  const path = `/v2/submissions/${submissionId}/attachments/${attachmentId}`;
  const attachment = Buffer.from((await service.request({ method: 'GET', path, headers })).bytes).toString('latin1');
  const parts = [file.encryptedMetadata, file.encryptedData, attachment] as const;
  const [metadata, data, plan] = await Promise.all(parts.map((part) => decrypt(part, run)));
  expectHashes(metadata!, [data!, plan!]);
  await deliver(run, plan!, number);
  const [metadataTag, dataTag, tag] = parts.map((part) => part.slice(part.lastIndexOf('.') + 1));
  const authenticationTags = { metadata: metadataTag, data: dataTag, attachments: { [attachmentId]: tag } };
  const bytes = await acceptance(run, { submissionId, caseId, authenticationTags });
  const body = { bytes, contentType: 'application/jose' };
  await service.request({ method: 'POST', path: `/v2/cases/${caseId}/events`, headers, body, effect: false });
}

interface SubmissionFile {
  readonly attachments: readonly string[];
  readonly encryptedMetadata: string;
  readonly encryptedData: string;
}

async function verified(token: string, key: KeyObject): Promise<void> {
  const at = token.lastIndexOf('.');
  const signature = Buffer.from(token.slice(at + 1), 'base64url');
  const isRight = await called<boolean>((done) => verify('sha512', Buffer.from(token.slice(0, at)), { key, ...pss }, signature, done));
  if (!isRight) throw new Error('a signature is wrong');
}

async function decrypt(jwe: string, { unwrapping }: Run): Promise<Buffer> {
  const [head = '', wrapped = '', iv = '', ciphertext = '', tag = ''] = jwe.split('.');
  const key = new Uint8Array(await webcrypto.subtle.decrypt(oaep, unwrapping, Buffer.from(wrapped, 'base64url')));
  const cipher = createDecipheriv('aes-256-gcm', key, Buffer.from(iv, 'base64url'), { authTagLength: 16 });
  cipher.setAAD(Buffer.from(head)).setAuthTag(Buffer.from(tag, 'base64url'));
  return Buffer.concat([cipher.update(Buffer.from(ciphertext, 'base64url')), cipher.final()]);
}

/** SHA-512, which the sender gives, and SHA-256, by which content is recognised. */
function expectHashes(metadata: Buffer, [data, plan]: readonly [Buffer, Buffer]): void {
  const { contentStructure } = JSON.parse(metadata.toString('utf8')) as { contentStructure: ContentStructure };
  const given = [contentStructure.data.hash.content, contentStructure.attachments[0].hash.content];
  for (const [index, bytes] of [data, plan].entries()) {
    createHash('sha256').update(bytes).digest('hex');
    if (createHash('sha512').update(bytes).digest('hex') !== given[index]) throw new Error('a hash is wrong');
  }
}

interface ContentStructure {
  readonly data: { readonly hash: { readonly content: string } };
  readonly attachments: readonly [{ readonly hash: { readonly content: string } }];
}

async function deliver({ target }: Run, plan: Buffer, number: number): Promise<void> {
  const key = randomUUID();
  const record = { field: 'record', json: JSON.parse(bodyOf(number, key)) as unknown };
  const file = { field: 'plan', fileName: 'plan.pdf', mediaType: 'application/pdf', bytes: plan };
  const headers = { 'idempotency-key': key };
  const answer = await target.request({ method: 'POST', path: '/records', headers, body: { multipart: [record, file] }, effect: false });
  answer.json();
}

async function acceptance({ access, signing: key }: Run, told: Ref & { readonly authenticationTags: object }): Promise<Buffer> {
  const claims = {
    $schema: 'https://schema.fitko.de/fit-connect/set-payload/1.2.2/set-payload.schema.json',
    jti: randomUUID(),
    iss: access.destination,
    iat: Math.floor(Date.now() / 1000),
    sub: `submission:${told.submissionId}`,
    txn: `case:${told.caseId}`,
    events: { 'https://schema.fitko.de/fit-connect/events/accept-submission': { authenticationTags: told.authenticationTags } },
  };
  const header = { typ: 'secevent+jwt', alg: 'PS512', kid: access.signingKey.kid };
  const text = [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  const signature = await called<Buffer>((done) => sign('sha512', Buffer.from(text), { key, ...pss }, done));
  return Buffer.from(`${text}.${signature.toString('base64url')}`);
}

/** Beside the main thread, as the connector does it. */
function called<T>(act: (done: (error: Error | null, value: T) => void) => void): Promise<T> {
  return new Promise((resolve, reject) => act((error, value) => (error === null ? resolve(value) : reject(error))));
}

/** Without what it may be used for: some of it is refused by the library. */
function bare({ kty, n, e, d, p, q, dp, dq, qi }: FitAccess['decryptionKey']): JsonWebKey {
  return { kty, n, e, d, p, q, dp, dq, qi } as JsonWebKey;
}
