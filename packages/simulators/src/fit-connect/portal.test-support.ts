import { constants, createCipheriv, createPublicKey, publicEncrypt, randomBytes } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import { demoDestinationId, demoSender, type FitConnect, type RsaJwk } from './index.ts';
import { tokenOf } from './receiver.test-support.ts';

/** A portal that says its requests one by one, with cryptography of its own: no jose, only node:crypto. */
export class Portal {
  readonly #service: FitConnect;
  readonly #version: string;
  #token: string | undefined;

  constructor(service: FitConnect, version = 'v2') {
    this.#service = service;
    this.#version = version;
  }

  async call(method: string, path: string, sent: { body?: string; type?: string } = {}): Promise<Response> {
    this.#token ??= await tokenOf(this.#service, demoSender);
    const headers = {
      authorization: `Bearer ${this.#token}`,
      'user-agent': 'Stranger/1.0',
      ...(sent.type && { 'content-type': sent.type }),
    };
    return fetch(`${this.#service.url}/${this.#version}${path}`, { method, headers, ...(sent.body !== undefined && { body: sent.body }) });
  }

  async announce(changes: object): Promise<Response> {
    const service = { identifier: 'urn:de:fim:leika:leistung:99102013104000', name: 'Hund anmelden' };
    const body = { destinationId: demoDestinationId, [this.#version === 'v1' ? 'serviceType' : 'publicService']: service, ...changes };
    return this.call('POST', '/submissions', { body: JSON.stringify(body), type: 'application/json' });
  }

  async announced(announcedAttachments: readonly string[]): Promise<{ submissionId: string; caseId: string }> {
    return (await (await this.announce({ announcedAttachments })).json()) as { submissionId: string; caseId: string };
  }

  async finalise(submissionId: string, jwe?: string): Promise<Response> {
    const sealed = jwe ?? (await this.jwe('{}'));
    const body = JSON.stringify({ encryptedMetadata: sealed, encryptedData: sealed });
    return this.call('PUT', `/submissions/${submissionId}`, { body, type: 'application/json' });
  }

  async submit(): Promise<{ submissionId: string; caseId: string }> {
    const announced = await this.announced([]);
    await this.finalise(announced.submissionId);
    return announced;
  }

  async jwe(text: string, header: object = {}): Promise<string> {
    const destination = this.#service.destinations.find(({ destinationId }) => destinationId === demoDestinationId)!;
    const key = destination.keys.find(({ kid }) => kid === destination.encryptionKid)!;
    return sealJwe(text, key, header);
  }
}

export function sealJwe(text: string, { kty, n, e, kid }: RsaJwk, changes: object = {}): string {
  const header = { alg: 'RSA-OAEP-256', enc: 'A256GCM', kid, cty: 'application/json', ...changes } as Record<string, string>;
  const head = Buffer.from(JSON.stringify(header)).toString('base64url');
  const contentKey = randomBytes(32);
  const iv = randomBytes(12);
  const key = createPublicKey({ key: { kty, n, e }, format: 'jwk' });
  const wrapped = publicEncrypt({ key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' }, contentKey);
  const cipher = createCipheriv('aes-256-gcm', contentKey, iv).setAAD(Buffer.from(head));
  const plain = header['zip'] === 'DEF' ? deflateRawSync(text) : Buffer.from(text);
  const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
  return [head, ...[wrapped, iv, sealed, cipher.getAuthTag()].map((bytes) => bytes.toString('base64url'))].join('.');
}
