import { afterAll, beforeAll, expect, test } from 'vitest';
import { demoDestinationId, readAnswer, senderFor, sendSubmission, startFitConnect, type FitConnect } from './index.ts';
import { Receiver } from './receiver.test-support.ts';

let service: FitConnect;

beforeAll(async () => {
  service = await startFitConnect({ keyBits: 2048 });
});
afterAll(() => service.close());

const dog = (): { bytes: Uint8Array; mimeType: 'application/json' } => ({
  bytes: new TextEncoder().encode('{"name":"Bello"}'),
  mimeType: 'application/json',
});

test.each(['v1', 'v2'])(
  'what a sender submits by %s, a receiver reads, verifies and accepts, and the sender believes it',
  async (version) => {
    const sender = senderFor(service, version);
    const sent = await sendSubmission(sender, {
      destinationId: demoDestinationId,
      data: dog(),
      attachments: [
        { filename: 'hund.pdf', mimeType: 'application/pdf', content: Buffer.alloc(200_000, 'a') },
        { filename: 'leer.txt', mimeType: 'text/plain', content: Buffer.alloc(0) },
      ],
    });
    const receiver = new Receiver(service, { version });
    expect(await receiver.list()).toEqual([{ destinationId: demoDestinationId, submissionId: sent.submissionId, caseId: sent.caseId }]);
    const read = await receiver.fetch(sent.submissionId);
    expect(read.data.toString()).toBe('{"name":"Bello"}');
    expect(read.attachments.map((bytes) => bytes.length)).toEqual([200_000, 0]);
    expect(await receiver.accept(read)).toBe(204);
    const answer = await readAnswer(sender, sent);
    expect(answer.state).toBe('accepted');
    expect(answer.events.map(({ event, by, fault }) => [event, by, fault])).toEqual([
      ['create-submission', 'service', undefined],
      ['submit-submission', 'service', undefined],
      ['notify-submission', 'service', undefined],
      ['accept-submission', 'receiver', undefined],
    ]);
    expect(service.witness.item(sent.submissionId)).toMatchObject({ state: 'accepted', acceptsPosted: 1, rejectsPosted: 0 });
    expect(await receiver.list()).toEqual([]);
  },
);
