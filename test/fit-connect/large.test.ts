import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type FitConnect, senderFor, sendSubmission } from '@amtsbote/simulators/fit-connect';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPortal, receiveAll, startService } from './bench.ts';
import { receiveLarge } from './receive-large.ts';

let service: FitConnect;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'amtsbote-large-'));
  service = await startService({ database: join(folder, 'service.sqlite') });
});
afterAll(async () => {
  await service.close();
  await rm(folder, { recursive: true });
});

const megabyte = 1_000_000;

/** A file of random content, made piece by piece, and its SHA-256. */
async function makeFile(megabytes: number): Promise<{ path: string; sha256: string }> {
  const path = join(folder, randomUUID());
  const hash = createHash('sha256');
  const pieces = function* pieces(): Iterable<Buffer> {
    for (let count = 0; count < megabytes; count += 1) {
      const piece = randomBytes(megabyte);
      hash.update(piece);
      yield piece;
    }
  };
  await pipeline(pieces, createWriteStream(path));
  return { path, sha256: hash.digest('hex') };
}

async function sha256Of(stream: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of stream) hash.update(chunk);
  return hash.digest('hex');
}

test.each([
  ['in one piece', undefined],
  ['in fragments', 7 * megabyte],
])('an attachment of 40 MB %s is read without being held, and leaves no plain text on the disk', async (_how, fragmentBytes) => {
  const { path, sha256 } = await makeFile(40);
  const data = { bytes: Buffer.from(JSON.stringify({ id: randomUUID() })), mimeType: 'application/json' as const };
  const attachments = [{ filename: 'plan.pdf', mimeType: 'application/pdf', content: { path } }];
  const destinationId = service.destinations[0]?.destinationId ?? '';
  const sent = await sendSubmission(senderFor(service), {
    destinationId,
    data,
    attachments,
    ...(fragmentBytes !== undefined && { fragmentBytes }),
  });

  const before = await ownFolders();
  const run = openPortal(service);
  const { incoming, error } = await receiveAll(run);
  const got = incoming.find(({ portalId }) => portalId === sent.submissionId);
  expect([error, got?.problem]).toEqual([undefined, undefined]);
  expect(got?.attachments.map(({ size, sha256: hash }) => [size, hash])).toEqual([[40 * megabyte, sha256]]);
  expect(await sha256Of(got!.attachments[0]!.open())).toBe(sha256);
  const spooled = (await ownFolders()).filter((name) => !before.includes(name));
  for (const name of spooled) expect(await readdir(join(tmpdir(), name))).toEqual([]);
  await got?.acknowledge();
  await run[Symbol.asyncDispose]();
  expect(await ownFolders()).toEqual(before);
});

/** Folders for what is fetched. */
async function ownFolders(): Promise<readonly string[]> {
  return (await readdir(tmpdir())).filter((name) => name.startsWith('amtsbote-fit-connect-')).toSorted();
}

/** `AMTSBOTE_TEST_LARGE_MB=370` tries what the service takes at most: 500 MB, encrypted. */
const largeMegabytes = Number(process.env['AMTSBOTE_TEST_LARGE_MB'] ?? 200);

test.each([
  ['in one piece', undefined],
  ['in fragments', 40 * megabyte],
])(`an attachment of ${largeMegabytes} MB %s is received and read with less than 300 MB of memory`, async (_how, fragmentBytes) => {
  const { path, sha256 } = await makeFile(largeMegabytes);
  const sent = await sendSubmission(senderFor(service), {
    destinationId: service.destinations[0]?.destinationId ?? '',
    data: { bytes: Buffer.from(JSON.stringify({ id: randomUUID() })), mimeType: 'application/json' },
    attachments: [{ filename: 'plan.pdf', mimeType: 'application/pdf', content: { path } }],
    ...(fragmentBytes !== undefined && { fragmentBytes }),
  });
  const { mostMegabytes, ...received } = await receiveLarge(service, sent.submissionId);
  expect(received).toEqual({ size: largeMegabytes * megabyte, sha256 });
  expect(mostMegabytes, 'megabytes').toBeLessThan(300);
  await rm(path);
});

test('an attachment beyond the limit is a case that is not fetched to its end', async () => {
  const { path } = await makeFile(3);
  const data = { bytes: Buffer.from(JSON.stringify({ id: randomUUID() })), mimeType: 'application/json' as const };
  const attachments = [{ filename: 'plan.pdf', mimeType: 'application/pdf', content: { path } }];
  const destinationId = service.destinations[0]?.destinationId ?? '';
  const sent = await sendSubmission(senderFor(service), { destinationId, data, attachments });
  await using run = openPortal(service, { options: { limits: { attachmentBytes: megabyte } } });
  const got = (await receiveAll(run)).incoming.find(({ portalId }) => portalId === sent.submissionId);
  expect(got?.problem).toMatchObject({ code: 'AB_FILE_TOO_LARGE' });
  expect(got?.problem).not.toHaveProperty('officialCode');
  expect((await readFile(path)).length).toBe(3 * megabyte);
});
