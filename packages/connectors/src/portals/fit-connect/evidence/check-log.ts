import { bitsOf, type PublicJwk, thumbprint } from '../crypto/jwk.ts';
import { type AuthenticationTags, tagsShape } from '../events/authentication-tags.ts';
import type { ClaimExpectations } from '../events/verify-set.ts';
import { standardNames } from '../names.ts';
import { checkTags } from './check-tags.ts';
import { factsOf, type TokenFacts } from './check-token.ts';
import type { Checks } from './checks.ts';
import type { ReadProof } from './read-proof.ts';

/** What the log of a proof says, once looked at. */
export interface CheckedLog {
  readonly facts: readonly TokenFacts[];
  /** Authentication tags of the event with which the submission was submitted. */
  readonly announced?: AuthenticationTags | undefined;
}

/** A token says when it was made by another clock than ours. */
const skewMs = 300_000;

/** Verifies the log: each event, and all of them together. */
export async function checkLog(read: ReadProof, checks: Checks): Promise<CheckedLog> {
  const { events } = read;
  if (events === undefined) {
    for (const name of ['form', 'claims', 'keys', 'signatures', 'unique', 'order', 'tags'] as const) checks.add(name, 'absent');
    return { facts: [] };
  }
  const keysOf = (author: 'service' | 'destination'): readonly PublicJwk[] =>
    author === 'service' ? read.serviceKeys : read.destinationKeys;
  const expected = { ...expectedOf(read), now: read.proof.receivedAt };
  const facts: TokenFacts[] = [];
  for (const text of events) facts.push(await factsOf(text, { expected, keysOf }));
  for (const part of ['form', 'claims', 'keys', 'signatures'] as const) checks.each(part, facts, ({ wrong }) => wrong[part]);
  checkKeys(facts, checks);
  checkOrder(facts, checks);
  const submit = facts.find(({ kind }) => kind === 'submit-submission')?.token;
  const announced = submit && tagsShape.safeParse(submit.payload['authenticationTags']).data;
  checkTags({ read, announced }, checks);
  return { facts, announced };
}

/** What the tokens of a proof must say: that of the names which its events use. */
export function expectedOf({ context, events = [], proof }: ReadProof): ClaimExpectations {
  const { submission, matter, destination, events: prefix = standardNames.events } = context;
  const setSchema = prefix === standardNames.events ? standardNames.setSchema : patternOf(events[0] ?? '');
  const names = { ...standardNames, events: prefix, setSchema };
  return {
    names,
    submission: submission.toLowerCase(),
    matter: matter.toLowerCase(),
    destination: destination.toLowerCase(),
    issuer: undefined,
    now: proof.now,
  };
}

/** The kids and thumbprints of keys, as a reader compares them. */
export function keyNames(keys: Iterable<PublicJwk>): string {
  const named = [...keys].map((key) => {
    const print = thumbprint(key);
    return `${key.kid === print ? print : `${key.kid} = ${print}`} (${bitsOf(key)} bit)`;
  });
  return [...new Set(named)].sort().join(', ');
}

/** A key id that has the form of a thumbprint is one. */
export function isMisnamed(key: PublicJwk): boolean {
  return /^[A-Za-z0-9_-]{43}$/.test(key.kid) && key.kid !== thumbprint(key);
}

function checkKeys(facts: readonly TokenFacts[], checks: Checks): void {
  const used = facts.flatMap(({ key }) => key ?? []);
  const misnamed = used.find(isMisnamed);
  if (misnamed !== undefined) checks.add('keys', 'failed', `${misnamed.kid} is not its thumbprint`);
  else if (used.length > 0) checks.add('keys', 'ok', keyNames(used));
}

const ranks: Readonly<Record<string, number>> = {
  'create-submission': 0,
  'submit-submission': 1,
  'accept-submission': 3,
  'reject-submission': 3,
  'delete-submission': 4,
};

/** Which event may follow which: submitted once, answered at most once. */
function checkOrder(facts: readonly TokenFacts[], checks: Checks): void {
  const steps = facts.flatMap(({ kind, token }) => (kind === undefined || token === undefined ? [] : [{ kind, iat: token.claims.iat }]));
  const ranked = steps.flatMap(({ kind }) => ranks[kind] ?? []);
  const submits = steps.filter(({ kind }) => kind === 'submit-submission').length;
  const isInOrder = ranked.every((rank, at) => at === 0 || rank > (ranked[at - 1] ?? -1));
  const isInTime = steps.every(({ iat }, at) => at === 0 || iat * 1000 + skewMs >= (steps[at - 1]?.iat ?? 0) * 1000);
  const why = [
    ...(submits === 1 ? [] : [`submit-submission: ${submits}`]),
    ...(isInOrder ? [] : [steps.map(({ kind }) => kind).join(', ')]),
    ...(isInTime ? [] : ['iat']),
  ];
  checks.add('order', why.length === 0 ? 'ok' : 'failed', why[0] ?? steps.map(({ kind }) => kind).join(', '));
}

/** The pattern of `$schema` where an installation calls things its own way. */
function patternOf(token: string): string {
  try {
    const { $schema } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')) as { $schema?: unknown };
    return String($schema).replace(/\d{1,4}\.\d{1,4}\.\d{1,4}/, '*');
  } catch {
    return standardNames.setSchema;
  }
}
