import { type PublicJwk, unfitFor } from '../crypto/jwk.ts';
import { parseSet, type SetToken } from '../events/set-token.ts';
import { authorOf, checkAuthor, checkClaims, type ClaimExpectations, isSignedBy } from '../events/verify-set.ts';
import { SubmissionFault } from '../faults.ts';

/** What was found out about one token: each part by itself, so that one that is wrong hides no other. */
export interface TokenFacts {
  readonly token?: SetToken | undefined;
  /** The short name of its event, once its claims hold. */
  readonly kind?: string | undefined;
  readonly author?: 'service' | 'destination' | undefined;
  readonly key?: PublicJwk | undefined;
  /** What is wrong; undefined for what holds. */
  readonly wrong: { readonly [part in 'form' | 'claims' | 'keys' | 'signatures']?: string | undefined };
}

/** What a token is looked at with. */
export interface TokenCheck {
  readonly expected: ClaimExpectations;
  readonly keysOf: (author: 'service' | 'destination') => readonly PublicJwk[];
}

/** Below that no RSA key is taken, whatever was configured where it was used. */
const fewestBits = 2048;

/** Looks at one token: its form, its claims, its key and its signature. Never throws. */
export async function factsOf(text: string, { expected, keysOf }: TokenCheck): Promise<TokenFacts> {
  const parsed = attempt(() => canonical(parseSet(text)));
  const token = parsed.value;
  if (token === undefined) {
    const unseen = 'no token to look at';
    return { wrong: { form: parsed.wrong, claims: unseen, keys: unseen, signatures: unseen } };
  }
  const author = attempt(() => authorOf(token, expected));
  const claims = attempt(() => {
    const kind = checkClaims(token, expected);
    if (author.value !== undefined) checkAuthor(kind, author.value);
    return kind;
  });
  const found = author.value && keysOf(author.value).find(({ kid }) => kid === token.kid);
  const keys = found === undefined ? `no key ${token.kid}` : unfitFor(found, 'verify', fewestBits);
  return {
    token,
    kind: claims.value,
    author: author.value,
    key: found,
    wrong: { claims: author.wrong ?? claims.wrong, keys, signatures: signatureFault(token, found) },
  };
}

function signatureFault(token: SetToken, key: PublicJwk | undefined): string | undefined {
  if (key === undefined) return `no key ${token.kid}`;
  return isSignedBy(token, key) ? undefined : `event ${token.claims.jti}`;
}

/** Base64url can be written in several ways; a token has the one that its signer wrote. */
function canonical(token: SetToken): SetToken {
  const isCanonical = token.text.split('.').every((part) => Buffer.from(part, 'base64url').toString('base64url') === part);
  if (!isCanonical) throw new SubmissionFault('set-malformed', 'submission', 'base64url');
  return token;
}

function attempt<T>(act: () => T): { readonly value?: T | undefined; readonly wrong?: string | undefined } {
  try {
    return { value: act() };
  } catch (error) {
    if (!(error instanceof SubmissionFault)) throw error;
    return { wrong: [error.fault, error.detail].filter((part) => part !== undefined).join(': ') };
  }
}
