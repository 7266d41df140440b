import type { SigningKey } from '../crypto/private-keys.ts';
import type { AuthenticationTags } from '../events/authentication-tags.ts';
import type { Handle } from '../handle.ts';
import { uuidOf } from '../ids.ts';
import type { Names } from '../names.ts';
import type { Problem } from '../problem-types.ts';

/** What a destination answers to a submission. */
export type Answer =
  | { readonly kind: 'accept-submission'; readonly authenticationTags: AuthenticationTags }
  | { readonly kind: 'reject-submission'; readonly problems: readonly Problem[] };

/** What a destination says of a submission before it answers. */
export interface Forwarded {
  readonly kind: 'forward-submission';
}

/** What an answer is made of. */
export interface AnswerOptions {
  /** Decides, with the submission, the id of the event: the same report, the same id. */
  readonly reportId: string;
  readonly handle: Handle;
  readonly names: Names;
  readonly key: SigningKey;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** The version of events that the service took last, for submissions whose log does not name one. */
const knownSetVersion = '1.2.2';

/** The claims of the event that tells an answer. */
export function answerClaims(
  answer: Answer | Forwarded,
  { reportId, handle, names, now }: Omit<AnswerOptions, 'key'>,
): Readonly<Record<string, unknown>> {
  const { kind, ...content } = answer;
  return {
    $schema: handle.setSchema ?? names.setSchema.replace('*', knownSetVersion),
    jti: uuidOf(`event ${handle.submission} ${reportId}`),
    iss: handle.destination,
    iat: Math.floor(now / 1000),
    sub: `submission:${handle.submission}`,
    txn: `case:${handle.matter}`,
    events: { [`${names.events}${kind}`]: content },
  };
}

/** Signs the event that tells an answer. */
export async function signAnswer(answer: Answer | Forwarded, options: AnswerOptions): Promise<string> {
  const { CompactSign } = await import('jose');
  return new CompactSign(Buffer.from(JSON.stringify(answerClaims(answer, options)), 'utf8'))
    .setProtectedHeader({ typ: 'secevent+jwt', alg: 'PS512', kid: options.key.kid })
    .sign(options.key.key);
}
