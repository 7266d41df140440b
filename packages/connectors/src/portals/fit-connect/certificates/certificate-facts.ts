import type { X509Certificate } from 'node:crypto';
import { DerError, type DerValue, readDer, readOid } from './der-reader.ts';

/** What of a certificate Node.js does not tell. */
export interface CertificateFacts {
  /** The name of its owner in DER: what revocation lists are compared with. */
  readonly subject: Buffer;
  /** The bits of its key usage, the first the highest; undefined where it names none. */
  readonly keyUsage: number | undefined;
  /** How many certificates of authorities may follow below; undefined for any number. */
  readonly pathLength: number | undefined;
  /** Critical extensions that we do not heed. */
  readonly unheeded: readonly string[];
  readonly isWeaklySigned: boolean;
}

/** Bits of key usage (RFC 5280, 4.2.1.3). */
export const keyUsage = {
  digitalSignature: 0x8000,
  keyEncipherment: 0x2000,
  dataEncipherment: 0x1000,
  certSign: 0x0400,
  crlSign: 0x0200,
} as const;

const [usageId, constraintsId] = ['2.5.29.15', '2.5.29.19'];
/** Key usage, names, constraints, policies and extended usage: either heeded, or without meaning for us. */
const heeded = new Set([usageId, '2.5.29.17', constraintsId, '2.5.29.32', '2.5.29.37']);
/** RSA and ECDSA with MD5 or SHA-1. */
const weak = new Set(['1.2.840.113549.1.1.4', '1.2.840.113549.1.1.5', '1.2.840.10045.4.1']);

/**
 * Reads what Node.js does not tell.
 *
 * @throws DerError
 */
export function certificateFacts({ raw }: Pick<X509Certificate, 'raw'>): CertificateFacts {
  const [body, algorithm] = readDer(raw).children;
  const fields = body?.children.filter(({ tag }) => tag !== 0xa0) ?? [];
  const subject = fields[4];
  if (algorithm === undefined || subject === undefined) throw new DerError();
  const extensions = (fields.find(({ tag }) => tag === 0xa3)?.children[0]?.children ?? []).map(readExtension);
  const valueOf = (id: string): DerValue | undefined => extensions.find((extension) => extension.id === id)?.value;
  return {
    subject: subject.whole,
    keyUsage: usageIn(valueOf(usageId)),
    pathLength: lengthIn(valueOf(constraintsId)),
    unheeded: extensions.filter(({ id, isCritical }) => isCritical && !heeded.has(id)).map(({ id }) => id),
    isWeaklySigned: weak.has(readOid(algorithm.children[0] ?? algorithm)),
  };
}

function usageIn(value: DerValue | undefined): number | undefined {
  if (value === undefined) return undefined;
  const [, first = 0, second = 0] = value.content;
  return (first << 8) | second;
}

function lengthIn(constraints: DerValue | undefined): number | undefined {
  const value = constraints?.children.find(({ tag }) => tag === 0x02);
  return value === undefined ? undefined : Number(`0x${value.content.toString('hex')}`);
}

interface Extension {
  readonly id: string;
  readonly isCritical: boolean;
  readonly value: DerValue;
}

/** An extension of a certificate or revocation list. */
export function readExtension({ children }: DerValue): Extension {
  const [id, ...rest] = children;
  const value = rest.at(-1);
  if (id === undefined || value?.tag !== 0x04) throw new DerError();
  const isCritical = rest.length === 2 && rest[0]?.tag === 0x01 && rest[0].content[0] === 0xff;
  return { id: readOid(id), isCritical, value: readDer(value.content) };
}
