import { z, type ZodType } from '@amtsbote/sdk/zod';
import { SubmissionFault } from '../faults.ts';

/** A security event token (RFC 8417), taken apart and not verified. */
export interface SetToken {
  /** As it was sent. */
  readonly text: string;
  readonly kid: string;
  readonly claims: SetClaims;
  /** The address of its one event. */
  readonly event: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** What an event says of itself. */
export interface SetClaims {
  readonly $schema: string;
  readonly jti: string;
  readonly iss: string;
  /** Seconds since 1970. */
  readonly iat: number;
  readonly sub: string;
  readonly txn: string;
  readonly events: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

const headerShape: ZodType<{ readonly kid: string }> = z.object({
  typ: z.literal('secevent+jwt'),
  alg: z.literal('PS512'),
  kid: z.string().regex(/^[A-Za-z0-9._~=+-]{8,64}$/),
  crit: z.undefined().optional(),
});

/** Before that no event was written. */
const earliest = Date.UTC(2020, 0, 1) / 1000;

const claimsShape: ZodType<SetClaims> = z.object({
  $schema: z.string().max(500),
  jti: z.guid(),
  iss: z.string().min(1).max(500),
  iat: z.int().min(earliest),
  sub: z.string().max(200),
  txn: z.string().max(200),
  events: z.record(z.string(), z.record(z.string(), z.unknown())),
});

/**
 * Takes a token apart. Only its form is looked at.
 *
 * @throws SubmissionFault set-malformed
 */
export function parseSet(text: string): SetToken {
  const [header, payload, signature, ...more] = text.split('.');
  if (header === undefined || payload === undefined || !signature || more.length > 0) throw malformed('three parts');
  const head = headerShape.safeParse(jsonOf(header));
  if (!head.success) throw malformed('header');
  const claims = claimsShape.safeParse(jsonOf(payload));
  if (!claims.success) throw malformed(`claim ${String(claims.error.issues[0]?.path[0] ?? '')}`);
  const [event, ...others] = Object.entries(claims.data.events);
  if (event === undefined || others.length > 0) throw malformed('exactly one event');
  return { text, kid: head.data.kid, claims: claims.data, event: event[0], payload: event[1] };
}

/** When a token says that it was made, in milliseconds, if it says that it is about this subject. Proves nothing. */
export function statedTime(text: string, subject: string): number | undefined {
  const { iat, sub } = (jsonOf(text.split('.')[1] ?? '') ?? {}) as { iat?: unknown; sub?: unknown };
  const about = typeof sub === 'string' && sub.toLowerCase() === subject;
  return about && typeof iat === 'number' && Number.isSafeInteger(iat) ? iat * 1000 : undefined;
}

function jsonOf(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}

function malformed(rule: string): SubmissionFault {
  return new SubmissionFault('set-malformed', 'submission', rule);
}
