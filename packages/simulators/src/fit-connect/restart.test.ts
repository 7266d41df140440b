import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { demoDestinationId, readAnswer, senderFor, sendSubmission, startFitConnect } from './index.ts';
import { Receiver } from './receiver.test-support.ts';

test('what was submitted before a restart is there after it, with the same keys', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'fit-connect-'));
  const options = { keyBits: 2048, database: join(folder, 'service.sqlite') } as const;
  const first = await startFitConnect(options);
  const { port } = first;
  const sent = await sendSubmission(senderFor(first), {
    destinationId: demoDestinationId,
    data: { bytes: Buffer.from('{}'), mimeType: 'application/json' },
    attachments: [{ filename: 'a.txt', mimeType: 'text/plain', content: Buffer.alloc(3_000_000, 'a') }],
  });
  await first.close();
  await first.close();

  const second = await startFitConnect({ ...options, port });
  // The pool of fetch may still hold a connection to the first one.
  const isUp = (): Promise<boolean> =>
    fetch(second.pageUrl).then(
      ({ ok }) => ok,
      () => false,
    );
  await expect.poll(isUp).toBe(true);
  const receiver = new Receiver(second);
  const read = await receiver.fetch(sent.submissionId);
  expect(read.attachments.map(({ length }) => length)).toEqual([3_000_000]);
  expect(await receiver.accept(read)).toBe(204);
  expect(await readAnswer(senderFor(second), sent)).toMatchObject({ state: 'accepted' });
  await expect(startFitConnect({ keyBits: 2048, port })).rejects.toThrow('EADDRINUSE');
  await second.close();
  await rm(folder, { recursive: true });
});
