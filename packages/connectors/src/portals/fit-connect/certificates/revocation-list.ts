import { constants, type KeyObject, verify } from 'node:crypto';
import { readExtension } from './certificate-facts.ts';
import { DerError, type DerValue, readDer, readOid, readTime } from './der-reader.ts';

/** A list of revoked certificates (CRL, RFC 5280), not verified. */
export interface RevocationList {
  /** The name of its issuer in DER. */
  readonly issuer: Buffer;
  /** Milliseconds since 1970. */
  readonly thisUpdate: number;
  /** Undefined where the list says none: then it does not say how long it counts. */
  readonly nextUpdate: number | undefined;
  /** Serial numbers of what is revoked, in hexadecimal digits. */
  readonly revoked: ReadonlySet<string>;
  /** It lists a part only, or is otherwise none that can be relied on by itself. */
  readonly isPartial: boolean;
  isSignedBy(key: KeyObject): boolean;
}

const digests: Readonly<Record<string, string>> = {
  '1.2.840.113549.1.1.11': 'sha256',
  '1.2.840.113549.1.1.12': 'sha384',
  '1.2.840.113549.1.1.13': 'sha512',
  '1.2.840.10045.4.3.2': 'sha256',
  '1.2.840.10045.4.3.3': 'sha384',
  '1.2.840.10045.4.3.4': 'sha512',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
};
const pss = '1.2.840.113549.1.1.10';
const authorityKey = '2.5.29.35';
const number = '2.5.29.20';

/**
 * Reads a list, in DER or PEM.
 *
 * @throws DerError
 */
export function readRevocationList(bytes: Uint8Array): RevocationList {
  const parts = partsOf(readDer(derOf(bytes)));
  const [inner, issuer, ...rest] = parts.body.children.filter(({ tag }, at) => !(at === 0 && tag === 0x02));
  const [thisUpdate, nextUpdate] = rest.flatMap((field) => readTime(field) ?? []);
  if (issuer === undefined || thisUpdate === undefined || inner?.whole.equals(parts.algorithm.whole) !== true) throw new DerError();
  const entries = rest.find(({ tag }) => tag === 0x30)?.children ?? [];
  return {
    issuer: issuer.whole,
    thisUpdate,
    nextUpdate,
    revoked: new Set(entries.map((entry) => serialOf(entry.children[0]))),
    isPartial: isPartial(rest.find(({ tag }) => tag === 0xa0)?.children[0]),
    isSignedBy: (key) => isSigned(parts, key),
  };
}

function partsOf({ tag, children }: DerValue): Signed {
  const [body, algorithm, signature] = children;
  if (tag !== 0x30 || children.length !== 3 || body === undefined || algorithm === undefined || signature?.tag !== 0x03)
    throw new DerError();
  return { body, algorithm, signature };
}

function isPartial(extensions: DerValue | undefined): boolean {
  const read = (extensions?.children ?? []).map(readExtension);
  return read.some(({ id, isCritical }) => isCritical && id !== authorityKey && id !== number);
}

/** A serial number as lists and certificates are compared by. */
export function serialOf(value: DerValue | string | undefined): string {
  const hex = typeof value === 'string' ? value.toLowerCase() : (value?.content.toString('hex') ?? '');
  return hex.replace(/^0+/, '');
}

interface Signed {
  readonly body: DerValue;
  readonly algorithm: DerValue;
  readonly signature: DerValue;
}

function isSigned({ body, algorithm, signature }: Signed, key: KeyObject): boolean {
  const [id = algorithm, parameters] = algorithm.children;
  const isPss = readOid(id) === pss;
  const hash = isPss ? parameters?.children.find(({ tag }) => tag === 0xa0)?.children[0]?.children[0] : id;
  const digest = hash === undefined ? undefined : digests[readOid(hash)];
  if (digest === undefined || signature.content[0] !== 0) return false;
  const padding = isPss ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_AUTO } : {};
  try {
    return verify(digest, body.whole, { key, ...padding }, signature.content.subarray(1));
  } catch {
    return false;
  }
}

function derOf(bytes: Uint8Array): Uint8Array {
  const text = Buffer.from(bytes).toString('latin1', 0, 60);
  if (!text.includes('-----BEGIN')) return bytes;
  return Buffer.from(
    Buffer.from(bytes)
      .toString('latin1')
      .replace(/-----[^-]+-----|\s/g, ''),
    'base64',
  );
}
