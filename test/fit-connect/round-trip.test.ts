import { randomBytes, randomUUID } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { demoSubscriber, type FitConnect, readAnswer, senderFor, sendSubmission } from '@amtsbote/simulators/fit-connect';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPortal, receiveAll, reportOn, startService } from './bench.ts';

let service: FitConnect;
beforeAll(async () => {
  service = await startService();
  for (let more = 0; more < 2; more += 1) await service.addDestination();
});
afterAll(() => service.close());

const json = (content: object): { bytes: Uint8Array; mimeType: 'application/json' } => ({
  bytes: Buffer.from(JSON.stringify({ id: randomUUID(), ...content })),
  mimeType: 'application/json',
});

test.each([
  ['v1', '1.3.0', 0],
  ['v1', '1.3.0', 30],
  ['v2', '2.1.0', 0],
  ['v2', '2.1.0', 1],
  ['v2', '2.1.0', 30],
])(
  'a submission by %s with metadata %s and %i attachments arrives as it was sent, and its sender believes our answer',
  async (version, metadataVersion, count) => {
    const [destination] = service.destinations;
    const attachments = Array.from({ length: count }, (_, at) => ({
      filename: `Anlage ${at} ẞ.pdf`,
      mimeType: 'application/pdf',
      content: randomBytes(3000 + at),
    }));
    const data = json({ name: 'Müller-Lüdenscheidt' });
    const sender = senderFor(service, version);
    const sent = await sendSubmission(sender, {
      destinationId: destination?.destinationId ?? '',
      data,
      attachments,
      metadataVersion,
      zip: version === 'v1',
    });

    await using run = openPortal(service, { version });
    const { incoming, error } = await receiveAll(run);
    expect(error).toBeUndefined();
    const got = incoming.find(({ portalId }) => portalId === sent.submissionId);
    if (got?.message === undefined) throw new Error('not received');
    expect((await buffer(got.message.open())).equals(data.bytes)).toBe(true);
    expect(got.problem).toBeUndefined();
    expect(got).toMatchObject({ matter: sent.caseId, message: { mediaType: 'application/json' } });
    expect(got.attachments.map(({ name }) => name)).toEqual(attachments.map(({ filename }) => filename));
    for (const [at, file] of got.attachments.entries())
      expect((await buffer(file.open())).equals(attachments[at]?.content ?? Buffer.of())).toBe(true);

    await got.acknowledge();
    await run.portal.report(reportOn(got));
    const answer = await readAnswer(sender, sent);
    expect(answer.state).toBe('accepted');
    expect(answer.events.filter(({ fault }) => fault !== undefined)).toEqual([]);
    expect(service.witness.item(sent.submissionId)?.acceptsPosted).toBe(1);
  },
);

test('several destinations are received from, each with its own keys', async () => {
  const sent: string[] = [];
  for (const { destinationId } of service.destinations)
    sent.push((await sendSubmission(senderFor(service), { destinationId, data: json({}) })).submissionId);
  await using run = openPortal(service);
  const { incoming, error } = await receiveAll(run);
  expect(error).toBeUndefined();
  expect(incoming.filter(({ portalId }) => sent.includes(portalId)).map(({ problem }) => problem)).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
  for (const one of incoming) await run.portal.report(reportOn(one));
  expect((await receiveAll(run)).incoming).toEqual([]);
});

test('a destination that the client is not linked with stops no other, and is told', async () => {
  const [first, second] = service.destinations.map(({ destinationId }) => destinationId);
  const { submissionId } = await sendSubmission(senderFor(service), { destinationId: second ?? '', data: json({}) });
  service.unlink(demoSubscriber.clientId, first ?? '');
  await using run = openPortal(service);
  const { incoming, codes } = await receiveAll(run);
  expect([incoming.map(({ portalId }) => portalId), codes]).toEqual([[submissionId], ['AB_PORTAL_REFUSED']]);
  const checks = await run.portal.check();
  expect(checks.filter(({ ok }) => !ok).map(({ name }) => name)).toContain(`destination ${first} is linked with the client`);
});

test('two submissions of one case are told apart, and come in their order', async () => {
  const [, destination] = service.destinations;
  const destinationId = destination?.destinationId ?? '';
  const one = await sendSubmission(senderFor(service), { destinationId, data: json({}) });
  const two = await sendSubmission(senderFor(service), { destinationId, data: json({}), caseId: one.caseId });
  await using run = openPortal(service);
  const { incoming } = await receiveAll(run);
  const both = incoming.filter(({ portalId }) => portalId === one.submissionId || portalId === two.submissionId);
  expect(both.map(({ matter, problem }) => [matter, problem])).toEqual([
    [one.caseId, undefined],
    [one.caseId, undefined],
  ]);
  for (const got of both) await run.portal.report(reportOn(got));
  expect([(await readAnswer(senderFor(service), one)).state, (await readAnswer(senderFor(service), two)).state]).toEqual([
    'accepted',
    'accepted',
  ]);
});
