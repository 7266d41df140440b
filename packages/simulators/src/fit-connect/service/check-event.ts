import type { App } from '../app.ts';
import type { Client } from '../clients.ts';
import { isSignedBy, readToken, tokenType, type Claims } from '../crypto/event-token.ts';
import type { RsaJwk } from '../crypto/keys.ts';
import { kinds } from '../dialect/kinds.ts';
import { eventUri } from '../dialect/dialect.ts';
import { ApiProblem } from '../dialect/problems.ts';
import { leadsTo, transitions, type Act } from '../dialect/states.ts';
import { isObject, isUuid } from '../http/read-body.ts';
import type { LoggedEvent } from '../store/cases.ts';
import type { Item } from '../store/items.ts';
import { isReader, isLinked } from './access.ts';
import { areTags, tagsOf } from './authentication-tags.ts';

/** An event as it was posted. */
export interface PostedEvent {
  readonly jws: string;
  readonly caseId: string;
  readonly client: Client;
}

/**
 * Checks an event that somebody posted, in every point but whether the state allows it. Where it does not, what the event
 * says is not looked at: the conflict is the answer.
 *
 * @throws ApiProblem `bad-request` when it is no token, `event-invalid` with the `issue` otherwise
 */
export async function checkEvent(app: App, posted: PostedEvent): Promise<LoggedEvent> {
  const token = readToken(posted.jws);
  if (!token) throw new ApiProblem('bad-request', 'The body is not a JWS in compact form.');
  const { header, claims } = token;
  require(header['typ'] === tokenType, `Header typ must be ${tokenType}`);
  require(header['alg'] === 'PS512', 'Header alg must be PS512');
  const { kid } = header;
  require(typeof kid === 'string', 'Header kid is missing');
  const { jti, iss, sub } = checkClaims(app, claims, posted.caseId);
  const item = itemIn(app, sub, posted.caseId);
  require(isReader(app, item, posted.client), 'Only the receiver may write this event');
  const { act, content } = readEvent(app, claims, item);
  const key = keyOf(app, item, { iss, kid, client: posted.client });
  require(await isSignedBy(posted.jws, key), 'Signature is invalid');
  if (leadsTo(item.state, act)) {
    checkContent(app, item, { act, content });
    require(!app.store.cases.knowsToken(jti), 'jti was used before');
  }
  return { caseId: posted.caseId, itemId: item.itemId, act, jti, issuer: iss, jws: posted.jws, at: app.clock.now() };
}

function checkClaims(app: App, claims: Claims, caseId: string): { jti: string; iss: string; sub: string } {
  const { $schema, jti, iss, iat, sub, txn } = claims;
  require(typeof $schema === 'string' && app.dialect.eventSchema.accepted.includes($schema), 'Payload Schema not supported');
  require(isUuid(jti), 'Claim jti must be a UUID');
  require(isUuid(iss), 'Claim iss must be the id of the destination');
  require(Number.isInteger(iat) && (iat as number) * 1000 <= app.clock.now() + 60_000, 'Claim iat must be a time that has come');
  require(typeof sub === 'string', 'Claim sub is missing');
  require(txn === `case:${caseId}`, 'Claim txn must name the case');
  return { jti, iss, sub };
}

function itemIn(app: App, sub: string, caseId: string): Item {
  const [kind, itemId = ''] = sub.split(':');
  const item = app.store.items.get(itemId);
  require(item !== undefined && item.kind === kind && item.caseId === caseId, 'Claim sub names nothing of this case');
  return item;
}

function readEvent(app: App, claims: Claims, item: Item): { act: Act; content: unknown } {
  const { events } = claims;
  const entries = isObject(events) ? Object.entries(events) : [];
  const [first] = entries;
  require(first !== undefined && entries.length === 1, 'Exactly one event is expected');
  const acts = Object.keys(transitions) as Act[];
  const act = acts.find((known) => eventUri(app.dialect, known, item.kind) === first[0]);
  require(act !== undefined, 'Event is unknown');
  require(transitions[act].by.includes('reader'), 'Event is written by the service alone');
  return { act, content: first[1] };
}

function keyOf(app: App, item: Item, by: { iss: string; kid: string; client: Client }): RsaJwk {
  const key = signingKeysOf(app, item, by).find(({ kid, key_ops }) => kid === by.kid && key_ops.includes('verify'));
  require(key !== undefined, 'Header kid names no key of the issuer');
  return key;
}

/** A destination signs for itself; a sender who has none signs with the keys that belong to the client. */
function signingKeysOf(app: App, item: Item, { iss, client }: { iss: string; client: Client }): readonly RsaJwk[] {
  if (kinds[item.kind].reader === 'subscriber') {
    require(iss === item.destinationId, 'Claim iss must be the id of the destination');
    return app.store.directory.destination(iss)?.keys ?? [];
  }
  if (iss === client.clientId) return client.verificationKeys ?? [];
  require(isLinked(app, client, iss), 'Claim iss must be the sender');
  return app.store.directory.destination(iss)?.keys ?? [];
}

function checkContent(app: App, item: Item, { act, content }: { act: Act; content: unknown }): void {
  if (act === 'accept') {
    require(isObject(content) && 'authenticationTags' in content, 'authenticationTags are missing');
    const tags = tagsOf(item, app.store.attachments.ofItem(item.itemId));
    require(areTags(content['authenticationTags'], tags), 'authenticationTags are not those of the submission');
  }
  if (act === 'reject') {
    const list = isObject(content) ? content['problems'] : undefined;
    require(Array.isArray(list) && list.length > 0, 'problems are missing');
    for (const entry of list as readonly unknown[]) require(isProblem(app, entry), 'problems are not acceptable');
  }
}

function isProblem(app: App, entry: unknown): boolean {
  if (!isObject(entry)) return false;
  const { type, title, detail, instance } = entry;
  if (![type, title, detail, instance].every((value) => typeof value === 'string' && value !== '')) return false;
  const { types, instances, enforced } = app.dialect.rejections;
  return !enforced || (types.includes(String(type)) && instances.test(String(instance)));
}

function require(holds: boolean, issue: string): asserts holds {
  if (!holds) throw new ApiProblem('event-invalid', 'The security event token was refused.', { issue });
}
