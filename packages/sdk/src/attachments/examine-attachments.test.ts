import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { Readable } from 'node:stream';
import { expect, onTestFinished, test } from 'vitest';
import type { OpenAttachment } from '../model/attachment.ts';
import { typeOfContent } from './content-type.ts';
import { complaintOf, examineAttachments } from './examine-attachments.ts';
import { clamdScan } from './virus-scan.ts';

function attachment(name: string, content: string | Buffer): OpenAttachment {
  const bytes = Buffer.from(content as string, 'latin1');
  return { ref: 'a1', name, mediaType: 'x/y', size: bytes.length, sha256: '', open: () => Readable.from([bytes], { objectMode: false }) };
}

test.each([
  ['%PDF-1.7', 'pdf'],
  ['\xff\xd8\xff\xe0', 'jpeg'],
  ['\x89PNG\r\n\x1a\n', 'png'],
  ['II*\0', 'tiff'],
  ['PK\x03\x04 [Content_Types].xml', 'office'],
  ['PK\x03\x04 [Content_Types].xml word/vbaProject.bin', 'program'],
  ['PK\x03\x04 mimetypeapplication/vnd.oasis.opendocument.text', 'opendocument'],
  ['PK\x03\x04 x.exe', 'archive'],
  ['MZ\x90', 'program'],
  ['#!/bin/sh', 'program'],
  ['<?xml version="1.0"?><a/>', 'xml'],
  ['\xef\xbb\xbf <!DOCTYPE html>', 'html'],
  ['<?xml version="1.0"?> <svg/>', 'html'],
  ['{"a":1}', 'json'],
  ['Guten Tag', 'text'],
  ['', 'text'],
  ['\0\x01', 'unknown'],
])('the content %j is told as %s, whatever its name', (content, type) => {
  expect(typeOfContent(Buffer.from(content, 'latin1'))).toBe(type);
});

test.each([
  ['plan.pdf', '%PDF-1.7', undefined, undefined],
  ['plan.PDF', 'MZ', undefined, 'active content'],
  ['plan.exe', '%PDF-1.7', undefined, undefined],
  ['foto.jpg', '%PDF-1.7', undefined, 'named as jpeg'],
  ['seite.txt', '<html>', undefined, 'active content'],
  ['liste.csv', '{"a":1}', undefined, undefined],
  ['foto.png', '\x89PNG\r\n\x1a\n', ['pdf'] as const, 'not allowed'],
  ['was.bin', '\0', undefined, undefined],
  ['plan.pdf', 'nur Text', undefined, undefined],
  ['plan.pdf', 'nur Text', ['pdf', 'text'] as const, 'named as pdf'],
  ['plan.pdf', '\0', ['pdf'] as const, 'named as pdf'],
  ['was.bin', '\0', ['pdf'] as const, 'not allowed'],
])('%s that holds %j, where %j is allowed: %s', (name, content, types, complaint) => {
  const said = complaintOf(name, typeOfContent(Buffer.from(content, 'latin1')), types);
  if (complaint === undefined) expect(said).toBeUndefined();
  else expect(said).toContain(complaint);
});

/** Answers as `clamd` does, once all of the stream has come. */
async function fakeClamd(
  answer: string | undefined,
): Promise<{ readonly host: string; readonly port: number; readonly seen: () => Buffer }> {
  let seen = Buffer.alloc(0);
  const server = createServer((socket) => {
    socket
      .on('error', () => undefined)
      .on('data', (chunk: Buffer) => {
        seen = Buffer.concat([seen, chunk]);
        if (answer === undefined) socket.destroy();
        else if (seen.subarray(-4).equals(Buffer.alloc(4))) socket.end(answer);
      });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return { host: '127.0.0.1', port: (server.address() as AddressInfo).port, seen: () => seen };
}

test('a scanner is sent the whole content, and what it finds clean goes on', async () => {
  const clamd = await fakeClamd('stream: OK\0');
  await expect(examineAttachments([attachment('a.pdf', '%PDF-1.7')], { scan: clamdScan(clamd) })).resolves.toBeUndefined();
  expect(clamd.seen().toString('latin1')).toBe('zINSTREAM\0\0\0\0\x08%PDF-1.7\0\0\0\0');
});

test.each([
  ['stream: Eicar-Signature FOUND\0', 'AB_ATTACHMENT_INFECTED', 'case'],
  ['INSTREAM size limit exceeded. ERROR\0', 'AB_SCAN_UNAVAILABLE', 'throttled'],
  ['stream: OK but', 'AB_SCAN_UNAVAILABLE', 'throttled'],
  ['', 'AB_SCAN_UNAVAILABLE', 'throttled'],
  [undefined, 'AB_SCAN_UNAVAILABLE', 'throttled'],
])('a scanner that answers %j stops the delivery: %s', async (answer, code, effect) => {
  const clamd = await fakeClamd(answer);
  const examined = examineAttachments([attachment('a.pdf', '%PDF-1.7')], { scan: clamdScan(clamd) });
  await expect(examined).rejects.toMatchObject({ code, effect });
});

test('a scanner that is not there lets nothing through', async () => {
  const scan = clamdScan({ socket: '/nowhere/clamd.sock' });
  await expect(examineAttachments([attachment('a.pdf', '%PDF-1.7')], { scan })).rejects.toMatchObject({ code: 'AB_SCAN_UNAVAILABLE' });
});
