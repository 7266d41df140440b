import { afterEach, beforeEach, expect, test } from 'vitest';
import { demoDestinationId, senderFor, sendSubmission, startFitConnect, readAnswer, type FitConnect } from './index.ts';
import { Portal } from './portal.test-support.ts';
import { Receiver } from './receiver.test-support.ts';

const hour = 3_600_000;
const day = 24 * hour;
let service: FitConnect;
let portal: Portal;

beforeEach(async () => {
  service = await startFitConnect({ keyBits: 2048, clock: () => Date.UTC(2026, 5, 1) });
  portal = new Portal(service);
});
afterEach(() => service.close());

const stateOf = (id: string): string | undefined => service.witness.item(id)?.state;

test('what nobody answers is rejected on day 14 by the service, and deleted on day 21', async () => {
  const data = { bytes: Buffer.from('{}'), mimeType: 'application/json' as const };
  const sent = await sendSubmission(senderFor(service), { destinationId: demoDestinationId, data });
  await service.clock.advance(14 * day - 1);
  expect(stateOf(sent.submissionId)).toBe('submitted');
  await service.clock.advance(1);
  expect(stateOf(sent.submissionId)).toBe('rejected');
  const answer = await readAnswer(senderFor(service), sent);
  expect(answer).toMatchObject({ state: 'rejected' });
  expect(answer.events.at(-1)).toMatchObject({
    event: 'reject-submission',
    by: 'service',
    fault: undefined,
    problems: [{ instance: 'submission' }],
  });
  expect((await new Receiver(service).call('GET', `/submissions/${sent.submissionId}`)).status).toBe(404);
  await service.clock.advance(7 * day);
  expect(service.witness.item(sent.submissionId)).toMatchObject({ state: 'deleted', attachments: [] });
});

test('an answer after the automatic rejection is a conflict', async () => {
  const sent = await portal.submit();
  const read = await new Receiver(service).fetch(sent.submissionId);
  await service.clock.advance(15 * day);
  expect(await new Receiver(service).accept(read)).toBe(409);
});

test('what was forwarded is rejected on day 14, too', async () => {
  const sent = await portal.submit();
  const receiver = new Receiver(service);
  expect((await receiver.post(sent.caseId, receiver.claims(sent, 'forward-submission', {}))).status).toBe(204);
  await service.clock.advance(14 * day);
  expect(stateOf(sent.submissionId)).toBe('rejected');
});

test('what is not completed is deleted after a day', async () => {
  const { submissionId } = await portal.announced([]);
  await service.clock.advance(day);
  expect(stateOf(submissionId)).toBe('deleted');
  expect((await new Portal(service).finalise(submissionId)).status).toBe(404);
});

test('what was accepted is deleted after seven days, its events after two years', async () => {
  const sent = await portal.submit();
  const receiver = new Receiver(service);
  expect(await receiver.accept(await receiver.fetch(sent.submissionId))).toBe(204);
  await service.clock.advance(7 * day);
  expect(stateOf(sent.submissionId)).toBe('deleted');
  expect(service.witness.eventLog(sent.caseId)).toHaveLength(5);
  await service.clock.advance(730 * day);
  expect(service.witness.eventLog(sent.caseId)).toEqual([]);
  expect((await new Receiver(service).call('GET', `/cases/${sent.caseId}/events`)).status).toBe(404);
});

test('a token ends after half an hour', async () => {
  const receiver = new Receiver(service);
  await service.clock.advance(0);
  expect((await receiver.call('GET', '/submissions')).status).toBe(200);
  await service.clock.advance(hour / 2);
  expect((await receiver.call('GET', '/submissions')).status).toBe(401);
  expect((await new Receiver(service).call('GET', '/submissions')).status).toBe(200);
});
