import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { NeedsPerson, Throttled } from '../errors/families.ts';
import type { OpenAttachment } from '../model/attachment.ts';

/** Where `clamd` listens. */
export type ClamdAddress = { readonly socket: string } | { readonly host: string; readonly port: number };

/**
 * Has an attachment looked at; returns when it is clean.
 *
 * @throws NeedsPerson AB_ATTACHMENT_INFECTED
 * @throws Throttled AB_SCAN_UNAVAILABLE when there is no answer, or one that says neither clean nor infected
 */
export type VirusScan = (attachment: OpenAttachment) => Promise<void>;

const answerWithinMs = 60_000;
const tryAgainMs = 60_000;

/** Scans by the `INSTREAM` command of ClamAV's `clamd`. Fails closed: without a clear answer nothing is clean. */
export function clamdScan(address: ClamdAddress): VirusScan {
  return async (attachment) => {
    const answer = await ask(address, attachment).catch(() => '');
    if (/^stream: OK\0?$/.test(answer)) return;
    if (/^stream: .+ FOUND\0?$/.test(answer)) {
      throw new NeedsPerson('AB_ATTACHMENT_INFECTED', `The virus scanner found something in the attachment ${attachment.ref}`);
    }
    throw new Throttled('AB_SCAN_UNAVAILABLE', `The virus scanner gave no answer on the attachment ${attachment.ref}`, {
      retryAfterMs: tryAgainMs,
    });
  };
}

async function ask(address: ClamdAddress, attachment: OpenAttachment): Promise<string> {
  const socket = 'socket' in address ? connect(address.socket) : connect(address.port, address.host);
  socket.setTimeout(answerWithinMs, () => socket.destroy(new Error('no answer')));
  try {
    await once(socket, 'connect');
    const answer = text(socket);
    answer.catch(() => undefined);
    await send(socket, attachment);
    return (await answer).trim();
  } finally {
    socket.destroy();
  }
}

/** Each chunk with its length in front; a length of zero ends the stream. */
async function send(socket: Socket, attachment: OpenAttachment): Promise<void> {
  socket.write('zINSTREAM\0');
  for await (const chunk of attachment.open() as AsyncIterable<Buffer>) {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(chunk.length);
    socket.write(length);
    if (!socket.write(chunk)) await once(socket, 'drain');
  }
  socket.write(Buffer.alloc(4));
}
