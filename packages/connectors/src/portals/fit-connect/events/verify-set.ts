import { constants, verify } from 'node:crypto';
import { type PublicJwk, unfitFor, publicKeyOf } from '../crypto/jwk.ts';
import { SubmissionFault } from '../faults.ts';
import { type Names, versionIn } from '../names.ts';
import type { SetToken } from './set-token.ts';

/** Finds the key that a token must have been signed with. */
export interface EventKeys {
  /** A key of the delivery service, from its own list. */
  ofService(kid: string): Promise<PublicJwk | undefined>;
  /** A key of a destination. */
  ofDestination(destination: string, kid: string): Promise<PublicJwk | undefined>;
}

/** What a token is verified against. */
export interface SetExpectations {
  readonly names: Names;
  readonly submission: string;
  readonly matter: string;
  readonly destination: string;
  readonly issuer: string | undefined;
  readonly minimumKeyBits: number;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** What the claims of a token are compared with. */
export type ClaimExpectations = Omit<SetExpectations, 'minimumKeyBits'>;

/** A token that was verified. */
export interface VerifiedSet extends SetToken {
  /** The short name of its event, such as `submit-submission`. */
  readonly kind: string;
  readonly author: 'service' | 'destination';
  /** The key it was verified with. */
  readonly key: PublicJwk;
}

const skewMs = 300_000;

/** Who may write which event. What is not named here may be written by the service alone. */
const byDestination = new Set(['forward-submission', 'accept-submission', 'reject-submission']);
const byBoth = new Set(['reject-submission']);

/**
 * Verifies one token of the log of a submission: claims, author, key and signature.
 *
 * @throws SubmissionFault set-claims | set-author | set-key-unknown | set-key-unfit | set-future | set-signature
 */
export async function verifySet(token: SetToken, keys: EventKeys, expected: SetExpectations): Promise<VerifiedSet> {
  const kind = checkClaims(token, expected);
  const author = authorOf(token, expected);
  checkAuthor(kind, author);
  const { kid, claims } = token;
  const key = author === 'service' ? await keys.ofService(kid) : await keys.ofDestination(claims.iss, kid);
  if (key === undefined || key.kid !== kid) throw new SubmissionFault('set-key-unknown', 'submission', kind);
  const unfit = unfitFor(key, 'verify', expected.minimumKeyBits);
  if (unfit !== undefined) throw new SubmissionFault('set-key-unfit', 'submission', unfit);
  if (!isSignedBy(token, key)) throw new SubmissionFault('set-signature');
  return { ...token, kind, author, key };
}

/** @throws SubmissionFault set-author for an event that this author may not write */
export function checkAuthor(kind: string, author: VerifiedSet['author']): void {
  if (author === 'destination' ? !byDestination.has(kind) : byDestination.has(kind) && !byBoth.has(kind)) {
    throw new SubmissionFault('set-author', 'submission', kind);
  }
}

/**
 * The short name of the event of a token that is about the submission.
 *
 * @throws SubmissionFault set-claims | set-future
 */
export function checkClaims({ claims, event }: SetToken, expected: ClaimExpectations): string {
  const fail = (claim: string): SubmissionFault => new SubmissionFault('set-claims', 'submission', `claim ${claim}`);
  if (versionIn(expected.names.setSchema, claims.$schema) === undefined) throw fail('$schema');
  if (claims.sub.toLowerCase() !== `submission:${expected.submission}`) throw fail('sub');
  if (claims.txn.toLowerCase() !== `case:${expected.matter}`) throw fail('txn');
  if (!event.startsWith(expected.names.events)) throw fail('events');
  if (claims.iat * 1000 > expected.now + skewMs) throw new SubmissionFault('set-future');
  return event.slice(expected.names.events.length);
}

/** @throws SubmissionFault set-author for one that is neither the service nor the destination */
export function authorOf({ claims: { iss } }: SetToken, { issuer, destination }: ClaimExpectations): VerifiedSet['author'] {
  if (iss.toLowerCase() === destination) return 'destination';
  if (issuer === undefined ? /^https?:\/\//.test(iss) : iss === issuer) return 'service';
  throw new SubmissionFault('set-author', 'submission', 'iss');
}

/** Whether the signature of a token (PS512) is that of a key. */
export function isSignedBy({ text }: Pick<SetToken, 'text'>, key: PublicJwk): boolean {
  const at = text.lastIndexOf('.');
  const signature = text.slice(at + 1);
  const how = { key: publicKeyOf(key), padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 64 };
  // In this thread: with a public key it takes less than to hand it over to another.
  return /^[A-Za-z0-9_-]+$/.test(signature) && verify('sha512', Buffer.from(text.slice(0, at)), how, Buffer.from(signature, 'base64url'));
}
