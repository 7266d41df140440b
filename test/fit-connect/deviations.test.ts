import { randomUUID } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import {
  type DeviationName,
  deviationNames,
  faultTexts,
  type Fault,
  type FaultKind,
  type FitConnect,
  senderFor,
  sendSubmission,
} from '@amtsbote/simulators/fit-connect';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openPortal, type Received, receiveAll, startService } from './bench.ts';

let service: FitConnect;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.close());
beforeEach(() => service.disarm());

const plain = 'Lüdenscheidt-O’Neill';
const destinationId = (): string => service.destinations[0]?.destinationId ?? '';

async function send(deviations: readonly DeviationName[] = []): Promise<string> {
  const attachments = ['a.pdf', 'b.pdf'].map((filename) => ({
    filename,
    mimeType: 'application/pdf',
    content: Buffer.from(`${plain} ${filename}`),
  }));
  const data = { bytes: Buffer.from(JSON.stringify({ id: randomUUID(), plain })), mimeType: 'application/json' as const };
  const sent = await sendSubmission(senderFor(service), {
    destinationId: destinationId(),
    data,
    attachments,
    deviations,
    replyChannel: { eMail: { address: 'a@example.org' } },
  });
  return sent.submissionId;
}

/** What became of a submission: `taken`, `case` with its official problem type, `later` with the code, or nothing. */
function outcomeOf({ incoming, codes, error }: Received, id: string): string {
  const one = incoming.find(({ portalId }) => portalId === id);
  if (one?.problem !== undefined)
    return `case ${one.problem.officialCode ?? one.problem.code} ${one.problem.where?.field?.replace(/:.*/, '')}`;
  if (one !== undefined) return one.message === undefined ? 'no message' : 'taken';
  return error === undefined ? 'not there' : `later ${[...new Set(codes)].join(' ')}`;
}

/** What is armed at the service, and what must come of it. None is rejected, and of none another content is handed over. */
const faulty: readonly (readonly [FaultKind, outcome: string, more?: Partial<Fault>])[] = [
  // events
  ['set-typ', 'case invalid-event-log submission'],
  ['set-algorithm', 'case invalid-event-log submission'],
  ['set-unsigned', 'case invalid-event-log submission'],
  ['set-kid-unknown', 'later AB_EVENT_LOG_INVALID'],
  ['set-kid-missing', 'case invalid-event-log submission'],
  ['set-schema', 'taken'],
  ['set-jti-missing', 'case invalid-event-log submission'],
  ['set-iss-foreign', 'case invalid-event-log submission'],
  ['set-iss-destination', 'case invalid-event-log submission'],
  ['set-iat-missing', 'case invalid-event-log submission'],
  ['set-iat-future', 'later AB_EVENT_LOG_INVALID'],
  ['set-sub-foreign', 'later AB_EVENT_LOG_INVALID'],
  ['set-txn-foreign', 'case invalid-event-log submission'],
  ['set-two-events', 'case invalid-event-log submission'],
  ['set-no-event', 'case invalid-event-log submission'],
  ['set-event-unknown', 'later AB_EVENT_LOG_INVALID'],
  ['set-foreign-signature', 'case invalid-event-log submission'],
  ['set-broken-signature', 'case invalid-event-log submission'],
  ['set-payload-changed', 'case invalid-event-log submission'],
  ['set-not-jws', 'case invalid-event-log submission'],
  ['tags-missing', 'case missing-authentication-tags submission'],
  ['tags-metadata-changed', 'case incorrect-authentication-tag metadata'],
  ['tags-data-changed', 'case incorrect-authentication-tag data'],
  ['tags-attachment-changed', 'case incorrect-authentication-tag attachment'],
  ['tags-attachment-missing', 'case incorrect-authentication-tag attachment'],
  ['tags-attachment-extra', 'case incorrect-authentication-tag attachment'],
  ['events-empty', 'later AB_EVENT_LOG_INVALID'],
  ['events-without', 'later AB_EVENT_LOG_INVALID'],
  ['events-reversed', 'taken'],
  ['events-repeated', 'taken'],
  ['events-foreign-case', 'later AB_EVENT_LOG_INVALID'],
  ['events-paging-shift', 'taken'],
  // content
  ['submission-id-changed', 'later AB_PORTAL_UNREACHABLE'],
  ['case-id-changed', 'later AB_PORTAL_UNREACHABLE'],
  ['destination-id-changed', 'later AB_PORTAL_UNREACHABLE'],
  ['service-changed', 'case unsupported-service submission'],
  ['region-changed', 'case unsupported-service submission'],
  ['metadata-missing', 'later AB_PORTAL_UNREACHABLE'],
  ['data-missing', 'case incorrect-authentication-tag data'],
  ['metadata-replaced', 'case incorrect-authentication-tag metadata'],
  ['data-replaced', 'case incorrect-authentication-tag data'],
  ['metadata-tag-changed', 'case incorrect-authentication-tag metadata'],
  ['data-tag-changed', 'case incorrect-authentication-tag data'],
  ['metadata-ciphertext-changed', 'case encryption-issue metadata'],
  ['data-ciphertext-changed', 'case encryption-issue data'],
  ['metadata-and-data-swapped', 'case incorrect-authentication-tag metadata'],
  ['metadata-foreign-key', 'case incorrect-authentication-tag metadata'],
  ['data-foreign-key', 'case incorrect-authentication-tag data'],
  ['data-unknown-kid', 'case incorrect-authentication-tag data'],
  ['data-wrong-algorithm', 'case incorrect-authentication-tag data'],
  ['data-wrong-encryption', 'case incorrect-authentication-tag data'],
  ['data-zipped', 'case incorrect-authentication-tag data'],
  ['data-not-jwe', 'case incorrect-authentication-tag data'],
  ['attachment-missing', 'case incorrect-authentication-tag attachment'],
  ['attachment-extra', 'case incorrect-authentication-tag attachment'],
  ['attachment-listed-twice', 'case attachments-mismatch attachment'],
  ['attachment-not-found', 'later AB_PORTAL_UNREACHABLE'],
  ['attachment-replaced', 'case incorrect-authentication-tag attachment'],
  ['attachment-tag-changed', 'case incorrect-authentication-tag attachment'],
  ['attachment-ciphertext-changed', 'case encryption-issue attachment'],
  ['attachment-foreign-key', 'case incorrect-authentication-tag attachment'],
  ['attachment-truncated', 'later AB_PORTAL_UNREACHABLE'],
  ['attachment-not-jwe', 'later AB_PORTAL_UNREACHABLE'],
  ['attachments-swapped', 'case incorrect-authentication-tag attachment'],
  // lists
  ['duplicate-listing', 'taken'],
  ['empty-listing', 'not there'],
  ['late-listing', 'not there', { ms: 3_600_000 }],
  ['paging-shift', 'taken'],
  ['paging-overlap', 'taken'],
  ['total-too-small', 'taken'],
  ['total-too-large', 'taken'],
  ['listing-answered', 'taken'],
  ['listing-unknown', 'taken'],
  ['listing-foreign', 'later AB_PORTAL_UNREACHABLE'],
  // keys and destinations
  ['destination-schemas-changed', 'case unsupported-schema data'],
  ['destination-services-missing', 'taken'],
  ['destination-inactive', 'taken'],
  ['destination-key-changed', 'taken'],
  ['key-foreign', 'taken'],
  ['key-short', 'taken'],
  ['key-wrong-use', 'taken'],
  ['jwks-empty', 'later AB_EVENT_LOG_INVALID'],
  ['jwks-wrong-use', 'later AB_EVENT_LOG_INVALID'],
  ['jwks-foreign-key', 'case invalid-event-log submission'],
  // the way there
  ['latency', 'taken', { ms: 30 }],
  ['cut-after', 'later AB_PORTAL_UNREACHABLE', { match: { operation: 'list' } }],
  ['http-401', 'later AB_LOGIN_FAILED', { match: { operation: 'read' } }],
  ['http-409', 'later AB_PORTAL_UNREACHABLE', { match: { operation: 'read' } }],
  ['http-422', 'later AB_PORTAL_UNREACHABLE', { match: { operation: 'read' } }],
  ['token-short-lived', 'taken'],
  ['clock-skew', 'taken'],
  ['cut-before', 'later AB_PORTAL_UNREACHABLE', { match: { operation: 'read-attachment' } }],
  ['cut-halfway', 'later AB_PORTAL_UNREACHABLE', { match: { operation: 'read-attachment' } }],
  ['cut-halfway', 'later AB_PORTAL_UNREACHABLE', { match: { operation: 'read' } }],
  ['http-400', 'later AB_PORTAL_UNREACHABLE', { match: { operation: 'read' } }],
  ['http-403', 'later AB_PORTAL_REFUSED', { match: { operation: 'read' } }],
  ['http-404', 'not there', { match: { operation: 'read' } }],
  ['http-429', 'taken', { match: { operation: 'read' }, times: 2, retryAfter: 1 }],
  ['http-429', 'taken', { match: { operation: 'events' }, times: 2, reset: 2 }],
  ['http-429', 'later AB_PORTAL_UNREACHABLE', { match: { operation: 'read' }, retryAfter: 3600 }],
  ['http-500', 'later AB_PORTAL_UNREACHABLE', { match: { operation: 'read' } }],
  ['http-502', 'later AB_PORTAL_UNREACHABLE', { match: { operation: 'events' } }],
  ['http-503', 'later AB_PORTAL_UNREACHABLE', { match: { operation: 'read-attachment' } }],
  ['token-revoked', 'taken', { match: { operation: 'read' }, times: 1 }],
  ['token-revoked', 'taken', { match: { operation: 'read-attachment' }, times: 1 }],
  ['token-refused', 'later AB_LOGIN_FAILED'],
  ['token-without-scope', 'later AB_PORTAL_REFUSED'],
  ['redirect-307', 'later AB_PORTAL_UNREACHABLE', { match: { operation: 'read' } }],
  ['wrong-content', 'later AB_PORTAL_UNREACHABLE', { match: { operation: 'read' } }],
  ['wrong-content', 'later AB_PORTAL_UNREACHABLE', { match: { operation: 'read-attachment' } }],
  ['wrong-content', 'later AB_PORTAL_UNREACHABLE', { match: { operation: 'events' } }],
  ['wrong-content', 'later AB_PORTAL_UNREACHABLE', { match: { operation: 'jwks' } }],
  ['broken-json', 'later AB_PORTAL_UNREACHABLE', { match: { operation: 'events' } }],
  ['empty-body', 'later AB_PORTAL_UNREACHABLE', { match: { operation: 'list' } }],
];

test.for(faulty)('a service with %s: %s', async ([kind, outcome, more]) => {
  const id = await send();
  service.arm({ kind, ...more });
  await using run = openPortal(service);
  const received = await receiveAll(run);
  expect(outcomeOf(received, id)).toBe(outcome);
  expect(service.witness.item(id)).toMatchObject({ state: 'submitted', rejectsPosted: 0, acceptsPosted: 0 });
  expect(
    JSON.stringify([received.codes, run.logLines, String(received.error), received.incoming.map(({ problem }) => problem)]),
  ).not.toContain(plain);
  await expectWellAgain(id);
});

/** What was only technical is taken by the next run, as it was sent. */
async function expectWellAgain(id: string): Promise<void> {
  service.disarm();
  await using run = openPortal(service);
  const again = (await receiveAll(run)).incoming.find(({ portalId }) => portalId === id);
  if (again?.message === undefined) throw new Error('not received by the next run');
  expect((await buffer(again.message.open())).toString()).toContain(plain);
  for (const one of (await receiveAll(run)).incoming)
    await run.portal.report({
      id: `done-${one.portalId}`,
      kind: 'accepted',
      submission: 's',
      portalId: one.portalId,
      handle: one.handle,
      at: 0,
      references: [],
      findings: [],
    });
}

/** What can be wrong from the sender on. */
const sentWrong: Readonly<Partial<Record<DeviationName, string>>> = {
  'metadata-not-json': 'case syntax-violation metadata',
  'metadata-schema-missing': 'case unsupported-schema metadata',
  'metadata-version-unknown': 'case unsupported-schema metadata',
  'metadata-content-missing': 'case schema-violation metadata',
  'metadata-reference-unknown': 'case schema-violation metadata',
  'data-hash-wrong': 'case hash-mismatch data',
  'data-hash-type-wrong': 'case schema-violation metadata',
  'attachment-hash-wrong': 'case hash-mismatch attachment',
  'attachment-unlisted': 'case attachments-mismatch attachment',
  'attachment-unannounced': 'case attachments-mismatch attachment',
  'attachment-purpose-unknown': 'case schema-violation metadata',
  'attachment-name-hostile': 'taken',
  'schema-foreign': 'case unsupported-schema data',
  'schema-type-wrong': 'case schema-violation metadata',
  'data-broken': 'taken',
  'data-empty': 'taken',
  'reply-channels-two': 'case schema-violation metadata',
  'reply-channel-unknown': 'case unsupported-reply-channel metadata',
  'service-foreign': 'case unsupported-service submission',
  'region-foreign': 'case unsupported-service submission',
  'metadata-foreign-key': 'case encryption-issue metadata',
  'data-foreign-key': 'case encryption-issue data',
  'attachment-foreign-key': 'case encryption-issue attachment',
  'kid-unknown': 'later AB_DECRYPTION_KEY_MISSING',
};
const refused = new Set<string>();

test.each(deviationNames)('a sender with %s', async (deviation) => {
  const id = await send([deviation]).catch(() => refused.add(deviation));
  if (typeof id !== 'string') return expect(sentWrong[deviation]).toBeUndefined();
  await using run = openPortal(service);
  const received = await receiveAll(run);
  expect(outcomeOf(received, id)).toBe(sentWrong[deviation]);
  const one = received.incoming.find(({ portalId }) => portalId === id);
  expect(one?.attachments.map(({ name }) => name).join(' ') ?? '').not.toContain('/');
  if (one === undefined) return;
  await run.portal.report({
    id: `r-${id}`,
    kind: 'rejected',
    submission: 's',
    portalId: id,
    handle: one.handle,
    at: 0,
    references: [],
    findings: [{ code: 'AB_TARGET_REJECTED', message: 'by a person', officialCode: one.problem?.officialCode }],
  });
  expect(service.witness.item(id)).toMatchObject({ state: 'rejected', rejectsPosted: 1 });
});

/** Callbacks are not asked for; what happens to answers is in answers.test.ts. */
test('whatever the service can do wrong is in the table', () => {
  const tried = new Set(faulty.map(([kind]) => kind));
  const others = [...faultTexts.keys()].filter((kind) => !tried.has(kind) && !/^callback-|-elsewhere$/.test(kind));
  expect(others).toEqual([]);
});
