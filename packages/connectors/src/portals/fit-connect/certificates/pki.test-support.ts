import { constants, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { bitString, boolean, der, integer, nothing, octetString, oid, sequence, set, tagged, utf8 } from './der.ts';

/** An authority that exists in tests only. */
export interface Authority {
  readonly name: string;
  readonly key: KeyObject;
  /** Its own certificate, in DER. */
  readonly certificate: Buffer;
}

/** What a test sets otherwise than a good certificate would have it. */
export interface CertificateSetting {
  readonly from?: number;
  readonly until?: number;
  readonly serial?: number;
  /** Default: true for authorities. */
  readonly isAuthority?: boolean;
  readonly pathLength?: number;
  /** Bits of key usage in one byte; `none` for no such extension. */
  readonly usage?: number | 'none';
  /** The identifier of a further critical extension. */
  readonly critical?: string;
  readonly digest?: 'sha1' | 'sha256' | 'sha512';
}

const dayMs = 86_400_000;
const usages = { authority: 0x06, owner: 0xb0 } as const;

/** An authority under another one, or a root. Its key is elliptic unless told otherwise: those are made at once. */
export function makeAuthority(name: string, above?: Authority, setting: CertificateSetting & { readonly rsa?: boolean } = {}): Authority {
  const { privateKey, publicKey } =
    setting.rsa === true ? generateKeyPairSync('rsa', { modulusLength: 2048 }) : generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const own: Authority = { name, key: privateKey, certificate: Buffer.alloc(0) };
  return { ...own, certificate: certify(name, publicKey, above ?? own, { isAuthority: true, ...setting }) };
}

/** A certificate in DER. */
export function certify(owner: string, publicKey: KeyObject, issuer: Authority, setting: CertificateSetting = {}): Buffer {
  const { from = Date.now() - dayMs, until = Date.now() + 300 * dayMs, isAuthority = false, pathLength, usage, critical } = setting;
  const bits = usage ?? (isAuthority ? usages.authority : usages.owner);
  const extensions = [
    ...(isAuthority ? [extension('2.5.29.19', sequence(boolean(true), ...(pathLength === undefined ? [] : [integer(pathLength)])))] : []),
    ...(bits === 'none' ? [] : [extension('2.5.29.15', bitString(Buffer.from([bits])))]),
    ...(critical === undefined ? [] : [extension(critical, nothing())]),
  ];
  const body = sequence(
    tagged(0, integer(2)),
    setting.serial === undefined ? integer(Buffer.concat([Buffer.from([1]), randomBytes(8)])) : integer(setting.serial),
    algorithmOf(issuer.key, setting.digest),
    nameOf(issuer.name),
    sequence(time(from), time(until)),
    nameOf(owner),
    publicKey.export({ type: 'spki', format: 'der' }),
    tagged(3, sequence(...extensions)),
  );
  return signed(body, issuer.key, setting.digest);
}

/** What a test sets otherwise than a good revocation list would have it. */
export interface ListSetting {
  readonly thisUpdate?: number;
  readonly nextUpdate?: number | 'none';
  readonly critical?: string;
  /** Signs in place of the issuer. */
  readonly key?: KeyObject;
}

/** A revocation list in DER. */
export function makeList(issuer: Authority, serials: readonly number[], setting: ListSetting = {}): Buffer {
  const { thisUpdate = Date.now() - dayMs, nextUpdate = Date.now() + dayMs, critical, key = issuer.key } = setting;
  const entries = serials.map((serial) => sequence(integer(serial), time(Date.now() - dayMs)));
  const body = sequence(
    integer(1),
    algorithmOf(key),
    nameOf(issuer.name),
    time(thisUpdate),
    ...(nextUpdate === 'none' ? [] : [time(nextUpdate)]),
    ...(entries.length === 0 ? [] : [sequence(...entries)]),
    ...(critical === undefined ? [] : [tagged(0, sequence(extension(critical, sequence())))]),
  );
  return signed(body, key);
}

/** PEM of a certificate or list. */
export function pemOf(bytes: Uint8Array, label = 'CERTIFICATE'): string {
  return `-----BEGIN ${label}-----\n${(
    Buffer.from(bytes)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  ).join('\n')}\n-----END ${label}-----\n`;
}

function extension(id: string, value: Buffer): Buffer {
  return sequence(oid(id), boolean(true), octetString(value));
}

function nameOf(name: string): Buffer {
  return sequence(set(sequence(oid('2.5.4.3'), utf8(name))));
}

function time(ms: number): Buffer {
  return der(0x18, Buffer.from(`${new Date(ms).toISOString().replace(/[-:T]|\..*/g, '')}Z`, 'latin1'));
}

type Digest = 'sha1' | 'sha256' | 'sha512';

/** Elliptic keys sign by ECDSA, RSA keys by RSASSA-PSS with SHA-512 as the PKI of the administration does. */
function algorithmOf(key: KeyObject, digest: Digest = 'sha256'): Buffer {
  if (key.asymmetricKeyType === 'ec') {
    return sequence(oid(digest === 'sha1' ? '1.2.840.10045.4.1' : `1.2.840.10045.4.3.${digest === 'sha256' ? 2 : 4}`));
  }
  const hash = sequence(oid('2.16.840.1.101.3.4.2.3'), nothing());
  const mask = sequence(oid('1.2.840.113549.1.1.8'), hash);
  return sequence(oid('1.2.840.113549.1.1.10'), sequence(tagged(0, hash), tagged(1, mask), tagged(2, integer(64))));
}

function signed(body: Buffer, key: KeyObject, digest: Digest = 'sha256'): Buffer {
  const isPss = key.asymmetricKeyType === 'rsa';
  const padding = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 64 };
  const signature = isPss ? sign('sha512', body, { key, ...padding }) : sign(digest, body, key);
  return sequence(body, algorithmOf(key, digest), bitString(signature));
}
