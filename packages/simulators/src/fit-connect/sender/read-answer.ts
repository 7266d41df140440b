import { isSignedBy, readToken, tokenType, type ReadToken } from '../crypto/event-token.ts';
import type { RsaJwk } from '../crypto/keys.ts';
import type { EventProblem } from '../dialect/dialect.ts';
import { isUuid } from '../http/read-body.ts';
import { areTags } from '../service/authentication-tags.ts';
import { ServiceClient, type SenderConnection } from './service-client.ts';
import type { Sent } from './submission.ts';

/** An event as a sender reads it. */
export interface SenderEvent {
  /** The last part of its URI, such as `accept-submission`. */
  readonly event: string;
  readonly by: 'service' | 'receiver';
  /** Seconds since 1970. */
  readonly issuedAt: number;
  readonly jti: string;
  /** Why it cannot be believed; undefined when it can. */
  readonly fault: string | undefined;
  readonly problems: readonly EventProblem[];
}

/** How a submission stands, as far as its events can be believed. */
export interface Answer {
  readonly state: 'unknown' | 'submitted' | 'forwarded' | 'accepted' | 'rejected';
  /** Those about this submission, oldest first. */
  readonly events: readonly SenderEvent[];
}

const pageSize = 500;

/** Reads the event log of a submission and verifies every entry, the tags in accepting ones too. */
export async function readAnswer(connection: SenderConnection, sent: Sent): Promise<Answer> {
  const client = new ServiceClient(connection);
  const jwks = (await client.serviceKeys()) as { keys: readonly RsaJwk[] };
  const events: SenderEvent[] = [];
  for (const jws of await readLog(client, sent.caseId)) {
    const token = readToken(jws);
    if (token && token.claims['sub'] !== `submission:${sent.submissionId}`) continue;
    events.push(await judge(jws, token, { client, sent, serviceKeys: jwks.keys, service: connection.url }));
  }
  return { state: stateAfter(events), events };
}

/** Reads again and again until there is an answer, or the time is over. */
export async function waitForAnswer(
  connection: SenderConnection,
  sent: Sent,
  { timeoutMs, everyMs = 1000 }: { timeoutMs: number; everyMs?: number },
): Promise<Answer> {
  const until = Date.now() + timeoutMs;
  for (;;) {
    const answer = await readAnswer(connection, sent);
    if (answer.state === 'accepted' || answer.state === 'rejected' || Date.now() >= until) return answer;
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}

interface Known {
  readonly client: ServiceClient;
  readonly sent: Sent;
  readonly serviceKeys: readonly RsaJwk[];
  readonly service: string;
}

async function readLog(client: ServiceClient, caseId: string): Promise<readonly string[]> {
  const entries: string[] = [];
  for (;;) {
    const page = (await client.get(`/cases/${caseId}/events?offset=${entries.length}&limit=${pageSize}`)) as {
      eventLog: readonly string[];
      totalCount: number;
    };
    entries.push(...page.eventLog);
    if (page.eventLog.length === 0 || entries.length >= page.totalCount) return entries;
  }
}

async function judge(jws: string, token: ReadToken | undefined, known: Known): Promise<SenderEvent> {
  const claims = token?.claims ?? {};
  const [uri = '', content] = Object.entries((claims['events'] ?? {}) as Record<string, Content | undefined>)[0] ?? [];
  const event = uri.slice(uri.lastIndexOf('/') + 1);
  return {
    event,
    by: isUuid(claims['iss']) ? 'receiver' : 'service',
    issuedAt: Number(claims['iat'] ?? 0),
    jti: String(claims['jti']),
    fault: token ? ((await faultOf(jws, token, known)) ?? faultOfContent(event, content, known.sent)) : 'no token',
    problems: content?.problems ?? [],
  };
}

interface Content {
  readonly authenticationTags?: unknown;
  readonly problems?: readonly EventProblem[];
}

async function faultOf(
  jws: string,
  { header, claims }: ReadToken,
  { client, sent, serviceKeys, service }: Known,
): Promise<string | undefined> {
  if (header['typ'] !== tokenType || header['alg'] !== 'PS512') return 'header';
  if (claims['txn'] !== `case:${sent.caseId}`) return 'txn';
  if (Object.keys(claims['events'] ?? {}).length !== 1) return 'events';
  const { iss } = claims;
  const { kid } = header;
  if (iss !== service && iss !== sent.destinationId) return 'iss';
  const keys =
    iss === service
      ? serviceKeys
      : [(await client.get(`/destinations/${sent.destinationId}/keys/${encodeURIComponent(String(kid))}`)) as RsaJwk];
  const key = keys.find((entry) => entry.kid === kid && entry.key_ops.includes('verify'));
  return key && (await isSignedBy(jws, key)) ? undefined : 'signature';
}

function faultOfContent(event: string, content: Content | undefined, { authenticationTags }: Sent): string | undefined {
  const hasTags = event === 'submit-submission' || event === 'accept-submission';
  return hasTags && !areTags(content?.authenticationTags, authenticationTags) ? 'authenticationTags' : undefined;
}

const statesByEvent: Readonly<Record<string, Answer['state']>> = {
  'submit-submission': 'submitted',
  'forward-submission': 'forwarded',
  'accept-submission': 'accepted',
  'reject-submission': 'rejected',
};

/** Of events that cannot be believed nothing follows. Deletion comes after an answer, and does not take it back. */
function stateAfter(events: readonly SenderEvent[]): Answer['state'] {
  const believed = events.filter(({ fault }) => fault === undefined);
  return believed.reduce<Answer['state']>((state, { event }) => statesByEvent[event] ?? state, 'unknown');
}
