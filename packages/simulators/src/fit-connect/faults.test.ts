import { afterAll, beforeAll, expect, test } from 'vitest';
import { callbackFaultKinds } from './faults/callback-faults.ts';
import { faultSpecs } from './faults/catalogue.ts';
import {
  demoDestinationId,
  demoSubscriber,
  readAnswer,
  faultTexts,
  senderFor,
  sendSubmission,
  startFitConnect,
  type FaultKind,
  type FitConnect,
  type Sent,
} from './index.ts';
import { Receiver, tokenOf } from './receiver.test-support.ts';

let service: FitConnect;
let sent: Sent;
let asking: Receiver;

beforeAll(async () => {
  service = await startFitConnect({ keyBits: 2048 });
  const send = (): Promise<Sent> =>
    sendSubmission(senderFor(service), {
      destinationId: demoDestinationId,
      region: 'DE09162000',
      data: { bytes: Buffer.from('{"a":1}'), mimeType: 'application/json' },
      attachments: ['a', 'b'].map((name) => ({ filename: name, mimeType: 'text/plain', content: Buffer.from(name.repeat(100)) })),
    });
  const answered = await send();
  const receiver = new Receiver(service);
  await receiver.accept(await receiver.fetch(answered.submissionId));
  asking = receiver;
  sent = await send();
  await send();
});
afterAll(() => service.close());

const kinds = [...faultSpecs.keys()];
const unseen: readonly FaultKind[] = ['rejected-elsewhere', 'accepted-elsewhere', 'latency', 'token-short-lived', 'http-500', 'clock-skew'];

test('there are more than the forty deviations that are asked for, each with a text', () => {
  expect(kinds.length).toBeGreaterThan(100);
  expect([...faultTexts.keys()].toSorted()).toEqual([...kinds, ...callbackFaultKinds].toSorted());
  expect([...faultTexts.values()].filter((text) => text === '')).toEqual([]);
});

test.each(kinds.filter((kind) => !unseen.includes(kind)))('%s changes one answer, and the next one is as before', async (kind) => {
  const before = await probe(kind);
  service.arm({ kind, times: 1, ms: 60_000 });
  expect(await probe(kind)).not.toEqual(before);
  expect(service.armed()).toEqual([]);
  expect(await probe(kind)).toEqual(before);
  const seen = service.witness.requests().find(({ faults }) => faults.includes(kind));
  expect(seen).toBeDefined();
});

test('every answer tells the time of the service, with clock-skew another one', async () => {
  const ahead = async (): Promise<number> => {
    const { headers } = await fetch(`${service.url}/.well-known/jwks.json`, { headers: { 'user-agent': 'Test/1.0' } });
    return Math.round((Date.parse(headers.get('date') ?? '') - service.clock.now()) / 10_000) * 10 + 0;
  };
  expect(await ahead()).toBe(0);
  service.arm({ kind: 'clock-skew', times: 1, ms: -90_000 });
  expect([await ahead(), await ahead()]).toEqual([-90, 0]);
});

test.each([
  ['rejected-elsewhere', 'rejected', (): string => service.url],
  ['accepted-elsewhere', 'accepted', (): string => demoDestinationId],
] as const)('%s: the answer is a conflict, and the log says who was faster', async (kind, state, issuer) => {
  const extra = await sendSubmission(senderFor(service), {
    destinationId: demoDestinationId,
    data: { bytes: Buffer.from('{}'), mimeType: 'application/json' },
  });
  const read = await asking.fetch(extra.submissionId);
  service.arm({ kind, times: 1 });
  expect(await asking.accept(read)).toBe(409);
  const item = service.witness.item(extra.submissionId);
  expect(item).toMatchObject({ state, acceptsPosted: 1 });
  expect(item?.events.at(-1)?.issuer).toBe(issuer());
  expect((await readAnswer(senderFor(service), extra)).events.map(({ fault }) => fault)).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});

test('an internal error before the effect leaves nothing, after it the effect', async () => {
  const receiver = new Receiver(service);
  const extra = await sendSubmission(senderFor(service), {
    destinationId: demoDestinationId,
    data: { bytes: Buffer.from('{}'), mimeType: 'application/json' },
  });
  const read = await receiver.fetch(extra.submissionId);
  service.arm({ kind: 'http-500', match: { operation: 'post-event' }, times: 1 });
  expect([await receiver.accept(read), service.witness.item(read.submissionId)?.state]).toEqual([500, 'submitted']);
  service.arm({ kind: 'http-500', when: 'after', match: { operation: 'post-event', id: read.submissionId }, times: 1 });
  expect([await receiver.accept(read), service.witness.item(read.submissionId)?.state]).toEqual([500, 'accepted']);
  expect(await receiver.accept(read)).toBe(409);
});

test('a short-lived token ends after a second, whatever it says', async () => {
  service.arm({ kind: 'token-short-lived', times: 1 });
  const receiver = new Receiver(service);
  expect((await receiver.call('GET', '/submissions')).status).toBe(200);
  await service.clock.advance(1000);
  expect((await receiver.call('GET', '/submissions')).status).toBe(401);
});

test('a late answer is whole, and closing ends the wait', async () => {
  const own = await startFitConnect({ keyBits: 2048 });
  const receiver = new Receiver(own);
  own.arm({ kind: 'latency', ms: 30, times: 1 }, { kind: 'latency', ms: 30, when: 'after', times: 1, match: { operation: 'list' } });
  expect(await receiver.list()).toEqual([]);
  own.arm({ kind: 'latency', ms: 600_000 });
  const waiting = receiver.list().catch(() => 'cut');
  await expect.poll(() => own.armed()).toHaveLength(1);
  await own.close();
  expect(await waiting).toBe('cut');
});

test('tokens are spared unless the fault is meant for them', async () => {
  service.arm({ kind: 'http-503' });
  expect(await tokenOf(service, demoSubscriber)).toBeDefined();
  service.disarm();
  service.arm({ kind: 'http-503', match: { operation: 'token' } });
  await expect(tokenOf(service, demoSubscriber)).rejects.toThrow('JSON');
  expect((await asking.call('GET', '/submissions')).status).toBe(200);
  service.disarm();
});

test('a fault acts only on what it matches', async () => {
  service.arm({ kind: 'http-404', match: { id: sent.submissionId, operation: 'read' } });
  service.arm({ kind: 'http-409', match: { method: 'POST', path: `/submission-api/v2/cases/${sent.caseId}` } });
  const receiver = new Receiver(service);
  const statusOf = async (method: string, path: string): Promise<number> => (await receiver.call(method, path)).status;
  expect(await statusOf('GET', `/submissions/${sent.submissionId}`)).toBe(404);
  expect(await statusOf('GET', `/cases/${sent.caseId}/events`)).toBe(200);
  expect(await statusOf('POST', `/cases/${sent.caseId}/events`)).toBe(409);
  service.disarm('http-404');
  expect(await statusOf('GET', `/submissions/${sent.submissionId}`)).toBe(200);
  service.disarm();
  expect(await statusOf('POST', `/cases/${sent.caseId}/events`)).toBe(415);
});

const listQueries: Partial<Record<FaultKind, string>> = {
  'paging-shift': '&offset=1&limit=1',
  'paging-overlap': '&offset=1&limit=1',
  'total-too-small': '&limit=1',
};

/** The answer to one request on which a fault can act, as far as it is the same each time. */
async function probe(kind: FaultKind): Promise<unknown> {
  const operations = faultSpecs.get(kind)!.operations;
  const operation = operations === 'any' ? 'read' : operations[0]!;
  if (operation === 'token') return tokenOf(service, demoSubscriber).then((token) => typeof token);
  const [, second] = sent.attachmentIds;
  const paths: Readonly<Record<string, string>> = {
    jwks: '/../.well-known/jwks.json',
    destination: `/destinations/${demoDestinationId}`,
    key: `/destinations/${demoDestinationId}/keys/${service.destinations[0]!.encryptionKid}`,
    list: `/submissions?destinationId=${demoDestinationId}${listQueries[kind] ?? ''}`,
    read: `/submissions/${sent.submissionId}`,
    'read-attachment': `/submissions/${sent.submissionId}/attachments/${second}`,
    events: `/cases/${sent.caseId}/events`,
  };
  try {
    const answer = await (kind === 'token-revoked' ? new Receiver(service) : asking).call('GET', paths[operation]!);
    return [answer.status, await answer.text()];
  } catch {
    return 'cut';
  }
}
