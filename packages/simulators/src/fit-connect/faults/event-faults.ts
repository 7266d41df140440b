import { randomUUID } from 'node:crypto';
import { readToken, signToken, type Claims, type ReadToken } from '../crypto/event-token.ts';
import { eventUri } from '../dialect/dialect.ts';
import type { Act } from '../dialect/states.ts';
import type { Reply } from '../http/http-types.ts';
import { changeJson, flip } from './alter.ts';
import type { FaultSpec, FaultTools } from './fault.ts';
import { foreignKey } from './foreign.ts';

/** Faults of the event log. */
export const eventFaultKinds = [
  'set-typ',
  'set-algorithm',
  'set-unsigned',
  'set-kid-unknown',
  'set-kid-missing',
  'set-schema',
  'set-jti-missing',
  'set-iss-foreign',
  'set-iss-destination',
  'set-iat-missing',
  'set-iat-future',
  'set-sub-foreign',
  'set-txn-foreign',
  'set-two-events',
  'set-no-event',
  'set-event-unknown',
  'set-foreign-signature',
  'set-broken-signature',
  'set-payload-changed',
  'set-not-jws',
  'tags-missing',
  'tags-metadata-changed',
  'tags-data-changed',
  'tags-attachment-changed',
  'tags-attachment-missing',
  'tags-attachment-extra',
  'events-empty',
  'events-without',
  'events-reversed',
  'events-repeated',
  'events-foreign-case',
  'events-paging-shift',
] as const;

/** What each of them does. */
export const eventFaults: Readonly<Record<(typeof eventFaultKinds)[number], FaultSpec>> = {
  'set-typ': header('`typ` is JWT', { typ: 'JWT' }),
  'set-algorithm': header('the event is signed with PS256', { alg: 'PS256' }),
  'set-unsigned': token('the event says `alg: none` and has no signature', ({ claims, header: head }) => unsigned(claims, head)),
  'set-kid-unknown': header('`kid` names no key of the service', { kid: 'unknown-key' }),
  'set-kid-missing': header('`kid` is missing', { kid: undefined }),
  'set-schema': claim('`$schema` is another one', () => ({
    $schema: 'https://schema.fitko.de/fit-connect/set-payload/9.9.9/set-payload.schema.json',
  })),
  'set-jti-missing': claim('`jti` is missing', () => ({ jti: undefined })),
  'set-iss-foreign': claim('`iss` is another service', () => ({ iss: 'https://elsewhere.invalid/submission-api' })),
  'set-iss-destination': claim('`iss` is an unknown destination', () => ({ iss: randomUUID() })),
  'set-iat-missing': claim('`iat` is missing', () => ({ iat: undefined })),
  'set-iat-future': claim('`iat` is a day (`ms`) ahead', ({ iat }, { fault }) => ({
    iat: Number(iat) + Math.floor((fault.ms ?? 86_400_000) / 1000),
  })),
  'set-sub-foreign': claim('`sub` is another submission', () => ({ sub: `submission:${randomUUID()}` })),
  'set-txn-foreign': claim('`txn` is another case', () => ({ txn: `case:${randomUUID()}` })),
  'set-two-events': claim('the token has two events', ({ events }, { app }) => ({
    events: { ...(events as object), [eventUri(app.dialect, 'notify', 'submission')]: {} },
  })),
  'set-no-event': claim('the token has no event', () => ({ events: {} })),
  'set-event-unknown': claim('the event is one that nobody knows', (_claims, { app }) => ({
    events: { [`${app.dialect.eventPrefix}teleport-submission`]: {} },
  })),
  'set-foreign-signature': token('the event is signed with another key under the right name', async ({ claims, header: head }) =>
    signToken(claims, (await foreignKey('signature')).privateKey, head),
  ),
  'set-broken-signature': token('one character of the signature is another', (_token, { jws }) =>
    [...jws.split('.').slice(0, 2), flip(jws.split('.')[2] ?? '')].join('.'),
  ),
  'set-payload-changed': token('the claims were changed after signing', ({ claims }, { jws }) =>
    jws
      .split('.')
      .with(1, encode({ ...claims, jti: randomUUID() }))
      .join('.'),
  ),
  'set-not-jws': token('an entry of the log is no token', () => 'not-a-token'),
  'tags-missing': tags('the event has no tags', () => undefined),
  'tags-metadata-changed': tags('the metadata’s tag is another', (given) => ({ ...given, metadata: flip(given.metadata) })),
  'tags-data-changed': tags('the data’s tag is another', (given) => ({ ...given, data: flip(given.data ?? '') })),
  'tags-attachment-changed': tags('the tag of every attachment is another', (given) =>
    attachmentTags(given, ([id, tag]) => [[id, flip(tag)]]),
  ),
  'tags-attachment-missing': tags('the tag of the first attachment is missing', (given) =>
    attachmentTags(given, (entry, index) => (index === 0 ? [] : [entry])),
  ),
  'tags-attachment-extra': tags('there is a tag for an attachment that does not exist', (given) => ({
    ...given,
    attachments: { ...given.attachments, [randomUUID()]: given.metadata },
  })),
  'events-empty': log('the log is empty', () => []),
  'events-without': log('the event is not in the log', (entries, tools) => entries.filter((jws) => !isEvent(jws, tools))),
  'events-reversed': log('the log is in reverse order', (entries) => entries.toReversed()),
  'events-repeated': log('every event is in the log twice', (entries) => entries.flatMap((jws) => [jws, jws])),
  'events-foreign-case': log('the log is that of another case', (entries, tools) => foreignLog(tools) ?? entries),
  'events-paging-shift': { operations: ['events', 'item-events'], text: 'the log begins `by` entries too late', after: shift },
};

type Change = (token: ReadToken, tools: FaultTools & { readonly jws: string }) => string | Promise<string>;

function token(text: string, change: Change): FaultSpec {
  return log(text, (entries, tools) =>
    Promise.all(entries.map(async (jws) => (isEvent(jws, tools) ? change(readToken(jws) as ReadToken, { ...tools, jws }) : jws))),
  );
}

function claim(text: string, change: (claims: Claims, tools: FaultTools) => Claims): FaultSpec {
  return token(text, ({ claims }, tools) => tools.app.keys.sign({ ...claims, ...change(claims, tools) }));
}

function header(text: string, changes: Claims): FaultSpec {
  return token(text, ({ claims }, { app }) => signToken(claims, app.keys.current, changes));
}

interface Tags {
  readonly metadata: string;
  readonly data?: string;
  readonly attachments: Readonly<Record<string, string>>;
}

function tags(text: string, change: (given: Tags) => Tags | undefined): FaultSpec {
  return token(text, ({ claims }, { app }) => {
    const [uri = '', content] = Object.entries(claims['events'] as Record<string, { authenticationTags: Tags }>)[0] ?? [];
    const authenticationTags = content && change(content.authenticationTags);
    return app.keys.sign({ ...claims, events: { [uri]: { authenticationTags } } });
  });
}

function attachmentTags(given: Tags, change: (entry: [string, string], index: number) => [string, string][]): Tags {
  return { ...given, attachments: Object.fromEntries(Object.entries(given.attachments).flatMap(change)) };
}

type Entries = readonly string[];

function log(text: string, change: (entries: Entries, tools: FaultTools) => Entries | Promise<Entries>): FaultSpec {
  return {
    operations: ['events', 'item-events'],
    text,
    after: (tools, reply) =>
      changeJson(reply, async (body) => {
        const eventLog = await change(body['eventLog'] as Entries, tools);
        return { ...body, count: eventLog.length, totalCount: eventLog.length, eventLog };
      }),
  };
}

async function shift({ exchange, fault, again }: FaultTools, _reply: Reply): Promise<Reply> {
  const query = new URLSearchParams(exchange.request.query);
  const offset = Number(query.get('offset') ?? 0);
  query.set('offset', String(offset + (fault.by ?? 1)));
  return changeJson(await again(query), (body) => ({ ...body, offset }));
}

function isEvent(jws: string, { fault }: FaultTools): boolean {
  const wanted: Act = fault.event ?? 'submit';
  const events = readToken(jws)?.claims['events'] ?? {};
  return Object.keys(events).some((uri) => uri.slice(uri.lastIndexOf('/') + 1).startsWith(`${wanted}-`));
}

function foreignLog({ app, exchange }: FaultTools): Entries | undefined {
  const asked = exchange.params['caseId'] ?? app.store.items.get(exchange.params['itemId'] ?? '')?.caseId;
  const other = app.store.items.latest(1000).find(({ caseId }) => caseId !== asked);
  return other && app.store.cases.events(other.caseId).map(({ jws }) => jws);
}

function unsigned(claims: Claims, head: Claims): string {
  return `${encode({ ...head, alg: 'none' })}.${encode(claims)}.`;
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
