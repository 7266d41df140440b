import { randomUUID } from 'node:crypto';
import type { Incoming, Report } from '@amtsbote/sdk';
import { type FitConnect, readAnswer, type Sent, senderFor, sendSubmission } from '@amtsbote/simulators/fit-connect';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openPortal, receiveAll, reportOn, startService } from './bench.ts';

let service: FitConnect;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.close());
beforeEach(() => service.disarm());

async function sendAndReceive(): Promise<{ sent: Sent; got: Incoming }> {
  const data = { bytes: Buffer.from(JSON.stringify({ id: randomUUID() })), mimeType: 'application/json' as const };
  const attachments = [{ filename: 'a.pdf', mimeType: 'application/pdf', content: Buffer.from('%PDF-1.4') }];
  const sent = await sendSubmission(senderFor(service), { destinationId: service.destinations[0]?.destinationId ?? '', data, attachments });
  await using run = openPortal(service);
  const got = (await receiveAll(run)).incoming.find(({ portalId }) => portalId === sent.submissionId);
  if (got === undefined) throw new Error('not received');
  return { sent, got };
}

/** Each report is sent by a run of its own, as after a crash. */
async function tell(report: Report): Promise<unknown> {
  await using run = openPortal(service);
  return await run.portal.report(report).then(
    () => 'told',
    (error: unknown) => error,
  );
}

const inLog = ({ submissionId }: Sent, act: string): number =>
  service.witness.item(submissionId)?.events.filter((event) => event.act === act).length ?? 0;

test('an acceptance that is repeated, by as many runs as crash, is one event in the log', async () => {
  const { sent, got } = await sendAndReceive();
  for (let time = 0; time < 4; time += 1) expect(await tell(reportOn(got))).toBe('told');
  expect(inLog(sent, 'accept')).toBe(1);
  expect((await readAnswer(senderFor(service), sent)).state).toBe('accepted');
});

test.each(['cut-before', 'cut-after', 'http-500', 'http-429', 'http-503'] as const)(
  'an answer that ends with %s is told by the next run, once',
  async (kind) => {
    const { sent, got } = await sendAndReceive();
    service.arm({ kind, match: { operation: 'post-event' }, when: 'after', times: 3 });
    expect(await tell(reportOn(got))).toMatchObject({ effect: expect.stringMatching(/^(not-delivered|throttled)$/) });
    service.disarm();
    expect(await tell(reportOn(got))).toBe('told');
    expect(inLog(sent, 'accept')).toBe(1);
  },
);

test('an acceptance under another id, as by a ledger that was restored, is known as ours', async () => {
  const { sent, got } = await sendAndReceive();
  expect(await tell(reportOn(got))).toBe('told');
  expect(await tell(reportOn(got, { id: 'another' }))).toBe('told');
  expect(inLog(sent, 'accept')).toBe(1);
});

test('what the service rejects just before we accept it is not called told, by any run', async () => {
  const { sent, got } = await sendAndReceive();
  service.arm({ kind: 'rejected-elsewhere' });
  expect(await tell(reportOn(got))).toMatchObject({ code: 'AB_REPORT_REFUSED' });
  service.disarm();
  expect(await tell(reportOn(got))).toMatchObject({ code: 'AB_REPORT_REFUSED' });
  expect([inLog(sent, 'accept'), inLog(sent, 'reject')]).toEqual([0, 1]);
});

test('what another system of ours accepted just before is accepted', async () => {
  const { sent, got } = await sendAndReceive();
  service.arm({ kind: 'accepted-elsewhere' });
  expect(await tell(reportOn(got))).toBe('told');
  expect(inLog(sent, 'accept')).toBe(1);
});

test('what was answered otherwise is not called told', async () => {
  const { sent, got } = await sendAndReceive();
  expect(await tell(reportOn(got, { kind: 'rejected', id: 'by hand' }))).toBe('told');
  expect(await tell(reportOn(got))).toMatchObject({ code: 'AB_REPORT_REFUSED', message: expect.stringContaining('answered otherwise') });
  expect((await readAnswer(senderFor(service), sent)).state).toBe('rejected');
});

test('a forged acceptance in the log is not taken for ours', async () => {
  const { sent, got } = await sendAndReceive();
  expect(await tell(reportOn(got))).toBe('told');
  service.arm({ kind: 'set-foreign-signature', event: 'accept' });
  expect(await tell(reportOn(got))).toMatchObject({ code: 'AB_REPORT_REFUSED' });
  expect(inLog(sent, 'accept')).toBe(1);
});

test('an event that the service does not take says so, without a word of the service', async () => {
  const { got } = await sendAndReceive();
  service.arm({ kind: 'http-422', match: { operation: 'post-event' } });
  const error = await tell(reportOn(got));
  expect(error).toMatchObject({ code: 'AB_REPORT_REFUSED', effect: 'case' });
  expect(String(error)).not.toContain('Answered so on demand');
});

test('a rejection names the official problem, the place where it was found, and no value', async () => {
  const { sent, got } = await sendAndReceive();
  const findings = [
    { code: 'AB_TARGET_REJECTED', message: 'Lüdenscheidt', officialCode: 'hash-mismatch' },
    { code: 'AB_XML_MALFORMED', message: 'Lüdenscheidt', officialCode: 'X000' },
  ] as const;
  expect(await tell(reportOn(got, { kind: 'rejected', findings }))).toBe('told');
  const { state, events } = await readAnswer(senderFor(service), sent);
  const problems = events.at(-1)?.problems ?? [];
  expect(state).toBe('rejected');
  expect(problems.map(({ type, instance }) => [type.split('/').at(-1), instance])).toEqual([
    ['hash-mismatch', 'data'],
    ['syntax-violation', 'data'],
  ]);
  expect(JSON.stringify(problems)).not.toContain('Lüdenscheidt');
});

test('reports of the state of a record change nothing at the service', async () => {
  const { sent, got } = await sendAndReceive();
  const before = service.witness.requests().length;
  expect(await tell(reportOn(got, { kind: 'status', state: { status: 'processing', final: false } }))).toBe('told');
  expect(service.witness.requests().length).toBe(before);
  expect(service.witness.item(sent.submissionId)?.state).toBe('submitted');
});
