import { SubmissionFault } from '../faults.ts';
import { authenticationTags, type AuthenticationTags } from './authentication-tags.ts';
import { parseSet } from './set-token.ts';
import { type EventKeys, type SetExpectations, type VerifiedSet, verifySet } from './verify-set.ts';

/** What the verified log of a submission proves. */
export interface ProvedLog {
  readonly tags: AuthenticationTags;
  /** When the sender submitted it, in milliseconds since 1970. */
  readonly submittedAt: number;
  /** `$schema` that the service uses in its events. */
  readonly setSchema: string;
  /** The tokens of the submission, each with the key it was verified with: what proves all this later. */
  readonly events: readonly VerifiedSet[];
}

const finalKinds = new Set(['accept-submission', 'reject-submission', 'delete-submission']);

/**
 * Verifies every token of a log that is about the submission; the log of a matter holds those of others, too.
 *
 * @throws SubmissionFault
 */
export async function proveLog(log: readonly string[], keys: EventKeys, expected: SetExpectations): Promise<ProvedLog> {
  const verified = await verifyAll(log, keys, expected);
  const submits = verified.filter(({ kind }) => kind === 'submit-submission');
  const [submit] = submits;
  if (verified.some(({ kind }) => finalKinds.has(kind))) throw new SubmissionFault('answered');
  if (submit === undefined) throw new SubmissionFault('log-unfinished');
  if (submits.length > 1) throw new SubmissionFault('log-contradicts');
  const { iat, $schema } = submit.claims;
  return {
    tags: authenticationTags(submit.payload),
    submittedAt: iat * 1000,
    setSchema: $schema,
    events: verified,
  };
}

/** The verified events of a submission in a log. The same token twice is one: pages may overlap. */
export async function verifyAll(log: readonly string[], keys: EventKeys, expected: SetExpectations): Promise<readonly VerifiedSet[]> {
  const verified: VerifiedSet[] = [];
  for (const text of new Set(log)) {
    const token = parseSet(text);
    if (isOfAnother(token.claims.sub, expected.submission)) continue;
    verified.push(await verifySet(token, keys, expected));
  }
  const ids = new Set(verified.map(({ claims }) => claims.jti.toLowerCase()));
  if (ids.size < verified.length) throw new SubmissionFault('log-contradicts');
  return verified;
}

/** A matter may hold several submissions, and replies. */
export function isOfAnother(subject: string, submission: string): boolean {
  return /^(submission|reply):[0-9a-f-]{36}$/i.test(subject) && subject.toLowerCase() !== `submission:${submission}`;
}
