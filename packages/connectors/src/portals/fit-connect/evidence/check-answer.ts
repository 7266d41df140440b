import { tagsShape } from '../events/authentication-tags.ts';
import type { SetToken } from '../events/set-token.ts';
import { type CheckedLog, expectedOf, isMisnamed, keyNames } from './check-log.ts';
import { firstDifference, partsOf } from './check-tags.ts';
import { factsOf, type TokenFacts } from './check-token.ts';
import type { Checks } from './checks.ts';
import type { ReadProof } from './read-proof.ts';

/** A proof whose log was looked at. */
export interface AnswerCheck {
  readonly read: ReadProof;
  readonly log: CheckedLog;
}

const told: Readonly<Record<string, string>> = { 'accept-submission': 'accepted', 'reject-submission': 'rejected' };

/** Verifies what we answered: the event of the destination, its signature, and that it is about what was submitted. */
export async function checkAnswer({ read, log }: AnswerCheck, checks: Checks): Promise<void> {
  const { answer, answerKeys } = read;
  if (answer === undefined) {
    for (const name of ['answer', 'answer-signature', 'answer-tags'] as const) checks.add(name, 'absent');
    return checkUnique(log.facts, checks);
  }
  const facts = await factsOf(answer, {
    expected: expectedOf(read),
    keysOf: (author) => (author === 'destination' ? answerKeys : []),
  });
  const wrong = facts.wrong.form ?? facts.wrong.claims ?? whyUntold(facts, read) ?? whyTooEarly(facts, log);
  checks.add('answer', wrong === undefined ? 'ok' : 'failed', wrong ?? facts.kind);
  checkSignature(facts, checks);
  checkContent(facts.token, { read, log }, checks);
  checkUnique([...log.facts, facts], checks);
}

/** The event must be of the kind that the history says the portal was told. */
function whyUntold({ kind = '', author }: TokenFacts, { proof }: ReadProof): string | undefined {
  if (author !== 'destination' || told[kind] === undefined) return `${kind} of ${author ?? 'nobody'}`;
  const kinds = proof.told.map((report) => report.kind).filter((one) => one !== 'status');
  return kinds.length === 0 || kinds.includes(told[kind]) ? undefined : `${kind}, told: ${kinds.join(', ')}`;
}

function whyTooEarly({ token }: TokenFacts, { facts }: CheckedLog): string | undefined {
  const last = Math.max(0, ...facts.map((fact) => fact.token?.claims.iat ?? 0));
  return (token?.claims.iat ?? 0) + 300 < last ? 'iat' : undefined;
}

function checkSignature({ wrong, key }: TokenFacts, checks: Checks): void {
  const misnamed = key !== undefined && isMisnamed(key) ? `${key.kid} is not its thumbprint` : undefined;
  const why = wrong.keys ?? wrong.signatures ?? misnamed;
  checks.add('answer-signature', why === undefined ? 'ok' : 'failed', why ?? keyNames(key === undefined ? [] : [key]));
}

/** An acceptance names the tags that were announced; a rejection names why. */
function checkContent(token: SetToken | undefined, { read, log }: AnswerCheck, checks: Checks): void {
  if (token === undefined) return checks.add('answer-tags', 'failed');
  if (token.event.endsWith('/reject-submission')) {
    const { problems } = token.payload;
    const types = Array.isArray(problems) ? problems.flatMap(typeOf) : [];
    return checks.add('answer-tags', types.length > 0 ? 'ok' : 'failed', types.join(', '));
  }
  const own = tagsShape.safeParse(token.payload['authenticationTags']).data;
  const announced = log.announced ?? read.tags?.announced;
  if (own === undefined || announced === undefined) return checks.add('answer-tags', 'failed');
  const differs = firstDifference(partsOf(own), partsOf(announced));
  checks.add('answer-tags', differs === undefined ? 'ok' : 'failed', differs ?? String(partsOf(own).size));
}

function typeOf(problem: unknown): readonly string[] {
  const { type } = (problem ?? {}) as { readonly type?: unknown };
  const name = typeof type === 'string' ? type.slice(type.lastIndexOf('/') + 1) : '';
  return /^[a-z-]{1,60}$/.test(name) ? [name] : [];
}

function checkUnique(facts: readonly TokenFacts[], checks: Checks): void {
  const ids = facts.flatMap(({ token }) => token?.claims.jti.toLowerCase() ?? []);
  const twice = ids.find((id, at) => ids.indexOf(id) !== at);
  if (ids.length > 0) checks.add('unique', twice === undefined ? 'ok' : 'failed', twice ?? String(ids.length));
}
