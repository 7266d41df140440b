import {
  constants,
  createDecipheriv,
  createHash,
  createPrivateKey,
  privateDecrypt,
  randomUUID,
  sign,
  verify,
  createPublicKey,
} from 'node:crypto';
import { inflateRawSync } from 'node:zlib';
import { demoDestinationId, demoSubscriber, type Client, type FitConnect, type RsaJwk } from './index.ts';

/** What the receiver of these tests read. */
export interface ReadSubmission {
  readonly submissionId: string;
  readonly caseId: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly data: Buffer;
  readonly attachments: readonly Buffer[];
  readonly tags: { readonly metadata: string; readonly data: string; readonly attachments: Readonly<Record<string, string>> };
}

export interface ReceiverOptions {
  readonly version?: string;
  readonly destinationId?: string;
  readonly client?: Client;
}

/** A receiver with cryptography of its own: no jose, only node:crypto. */
export class Receiver {
  readonly #service: FitConnect;
  readonly #options: Required<ReceiverOptions>;
  #token: string | undefined;

  constructor(service: FitConnect, options: ReceiverOptions = {}) {
    this.#service = service;
    this.#options = { version: 'v2', destinationId: demoDestinationId, client: demoSubscriber, ...options };
  }

  get keys(): { readonly decryption: readonly RsaJwk[]; readonly signing: RsaJwk } {
    const keys = this.#service.destinations.find(({ destinationId }) => destinationId === this.#options.destinationId)?.privateKeys;
    if (!keys) throw new Error('The keys of this destination are not known here.');
    return keys;
  }

  async authorization(): Promise<string> {
    this.#token ??= await tokenOf(this.#service, this.#options.client);
    return `Bearer ${this.#token}`;
  }

  async call(
    method: string,
    path: string,
    sent: { body?: string; type?: string; headers?: Record<string, string> } = {},
  ): Promise<Response> {
    const headers = {
      authorization: await this.authorization(),
      'user-agent': 'Stranger/1.0',
      ...(sent.type && { 'content-type': sent.type }),
    };
    const url = `${this.#service.url}/${this.#options.version}${path}`;
    return fetch(url, {
      method,
      headers: { ...headers, ...sent.headers },
      ...(sent.body !== undefined && { body: sent.body }),
      redirect: 'manual',
    });
  }

  async list(query = ''): Promise<readonly unknown[]> {
    const answer = await this.call('GET', `/submissions?destinationId=${this.#options.destinationId}${query}`);
    const { submissions } = (await answer.json()) as { submissions: readonly unknown[] };
    return submissions;
  }

  async fetch(submissionId: string): Promise<ReadSubmission> {
    const answer = await this.call('GET', `/submissions/${submissionId}`);
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    const body = (await answer.json()) as { caseId: string; attachments: string[]; encryptedMetadata: string; encryptedData: string };
    const jwes = new Map<string, string>();
    for (const id of body.attachments)
      jwes.set(id, await (await this.call('GET', `/submissions/${submissionId}/attachments/${id}`)).text());
    return {
      submissionId,
      caseId: body.caseId,
      metadata: JSON.parse(this.open(body.encryptedMetadata).toString()) as Record<string, unknown>,
      data: this.open(body.encryptedData),
      attachments: [...jwes.values()].map((jwe) => this.open(jwe)),
      tags: {
        metadata: tagOf(body.encryptedMetadata),
        data: tagOf(body.encryptedData),
        attachments: Object.fromEntries([...jwes].map(([id, jwe]) => [id, tagOf(jwe)])),
      },
    };
  }

  open(jwe: string): Buffer {
    const header = JSON.parse(Buffer.from(jwe.split('.')[0]!, 'base64url').toString()) as { kid: string };
    const key = this.keys.decryption.find(({ kid }) => kid === header.kid);
    if (!key) throw new Error('unknown kid');
    return openJwe(jwe, key);
  }

  async accept(read: Pick<ReadSubmission, 'submissionId' | 'caseId' | 'tags'>): Promise<number> {
    return (await this.post(read.caseId, this.claims(read, 'accept-submission', { authenticationTags: read.tags }))).status;
  }

  async reject(read: { submissionId: string; caseId: string }): Promise<number> {
    const prefix = 'https://schema.fitko.de/fit-connect/events/problems/';
    const problems = [{ type: `${prefix}schema-violation`, title: 'Schema', detail: 'not valid', instance: 'data' }];
    return (await this.post(read.caseId, this.claims(read, 'reject-submission', { problems }))).status;
  }

  async post(caseId: string, claims: object, header: object = {}, key: RsaJwk = this.keys.signing): Promise<Response> {
    return this.call('POST', `/cases/${caseId}/events`, { body: signJws(claims, key, header), type: 'application/jose' });
  }

  claims(of: { submissionId: string; caseId: string }, event: string, content: object): Record<string, unknown> {
    return {
      $schema: 'https://schema.fitko.de/fit-connect/set-payload/1.2.2/set-payload.schema.json',
      jti: randomUUID(),
      iss: this.#options.destinationId,
      iat: Math.floor(this.#service.clock.now() / 1000),
      sub: `submission:${of.submissionId}`,
      txn: `case:${of.caseId}`,
      events: { [`https://schema.fitko.de/fit-connect/events/${event}`]: content },
    };
  }
}

export async function tokenOf(service: FitConnect, { clientId, clientSecret }: Client): Promise<string> {
  const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret });
  const answer = await fetch(service.tokenUrl, { method: 'POST', body });
  return ((await answer.json()) as { access_token: string }).access_token;
}

export function openJwe(jwe: string, key: RsaJwk): Buffer {
  const [head = '', wrapped = '', iv = '', text = '', tag = ''] = jwe.split('.');
  const header = JSON.parse(Buffer.from(head, 'base64url').toString()) as Record<string, string>;
  const privateKey = createPrivateKey({ key: { ...key }, format: 'jwk' });
  const padding = constants.RSA_PKCS1_OAEP_PADDING;
  const contentKey = privateDecrypt({ key: privateKey, padding, oaepHash: 'sha256' }, Buffer.from(wrapped, 'base64url'));
  const decipher = createDecipheriv('aes-256-gcm', contentKey, Buffer.from(iv, 'base64url'));
  decipher.setAAD(Buffer.from(head)).setAuthTag(Buffer.from(tag, 'base64url'));
  const plain = Buffer.concat([decipher.update(Buffer.from(text, 'base64url')), decipher.final()]);
  return header['zip'] === 'DEF' ? inflateRawSync(plain) : plain;
}

export function signJws(claims: object, key: RsaJwk, header: object = {}): string {
  const head = encode({ typ: 'secevent+jwt', alg: 'PS512', kid: key.kid, ...header });
  const input = `${head}.${encode(claims)}`;
  const privateKey = createPrivateKey({ key: { ...key }, format: 'jwk' });
  const signature = sign('sha512', Buffer.from(input), { key: privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 64 });
  return `${input}.${signature.toString('base64url')}`;
}

export function isJwsBy(jws: string, { kty, n, e }: RsaJwk): boolean {
  const [head = '', body = '', signature = ''] = jws.split('.');
  const key = createPublicKey({ key: { kty, n, e }, format: 'jwk' });
  const how = { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 64 };
  return verify('sha512', Buffer.from(`${head}.${body}`), how, Buffer.from(signature, 'base64url'));
}

export function sha512(bytes: Uint8Array): string {
  return createHash('sha512').update(bytes).digest('hex');
}

function tagOf(jwe: string): string {
  return jwe.split('.')[4]!;
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
