import { type ChildProcess, fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import {
  demoDestinationId,
  demoSubscriber,
  type FitConnect,
  type PrivateKeys,
  type RsaJwk,
  senderFor,
  sendSubmission,
  startFitConnect,
} from '@amtsbote/simulators/fit-connect';
import { sampleOf, sampleXml } from './sample-message.ts';

/** What a receiver knows of the delivery service. */
export interface FitAccess {
  readonly url: string;
  readonly tokenUrl: string;
  readonly client: { readonly id: string; readonly secret: string };
  readonly destination: string;
  readonly decryptionKey: RsaJwk;
  readonly signingKey: RsaJwk;
}

/** The simulated delivery service in a process of its own, with keys as large as in the field. */
export interface FitService {
  readonly access: FitAccess;
  /** Lets a sender submit so many, each with one attachment. */
  submit(count: number): Promise<void>;
  /** Throws unless every submission was accepted once and none waits any more. Then forgets them. */
  expectAccepted(count: number): Promise<void>;
  close(): Promise<void>;
}

/** Size of the attachment of each submission. */
const attachmentBytes = 100_000;

/** Starts the service on 127.0.0.1. It ends with this process. */
export async function startFitService(): Promise<FitService> {
  const child = fork(fileURLToPath(import.meta.url), ['serve'], { execArgv: [] });
  const access = (await answerOf(child)) as FitAccess;
  const ask = async (order: Order): Promise<unknown> => {
    child.send(order);
    return answerOf(child);
  };
  return {
    access,
    submit: async (count) => void (await ask({ submit: count })),
    expectAccepted: async (count) => {
      const accepted = await ask({ accepted: true });
      if (accepted !== count) throw new Error(`${String(accepted)} of ${count} submissions were accepted`);
    },
    close: async () => {
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
    },
  };
}

type Order = { readonly submit: number } | { readonly accepted: true };

async function answerOf(child: ChildProcess): Promise<unknown> {
  const ended = new AbortController();
  const exit = once(child, 'exit', { signal: ended.signal }).then(() => {
    throw new Error('the delivery service ended early');
  });
  exit.catch(() => undefined);
  try {
    const [answer] = (await Promise.race([once(child, 'message', { signal: ended.signal }), exit])) as [unknown];
    return answer;
  } finally {
    ended.abort();
  }
}

async function serve(): Promise<void> {
  const service = await startFitConnect();
  const sent: string[] = [];
  let number = 0;
  const answer = async (order: Order): Promise<unknown> => {
    if ('accepted' in order) return sent.splice(0).filter((id) => wasAcceptedOnce(service, id)).length;
    const numbers = Array.from({ length: order.submit }, () => (number += 1)).values();
    const sender = async (): Promise<void> => {
      for (const one of numbers) sent.push(await submitOne(service, one));
    };
    await Promise.all([sender(), sender(), sender()]);
    return sent.length;
  };
  process.on('message', (order: Order) => void answer(order).then((said) => process.send?.(said)));
  process.once('disconnect', () => process.exit());
  process.send?.(accessOf(service));
}

function wasAcceptedOnce({ witness }: FitConnect, id: string): boolean {
  return witness.item(id)?.events.filter(({ act }) => act === 'accept').length === 1;
}

async function submitOne(service: FitConnect, number: number): Promise<string> {
  const { submissionId } = await sendSubmission(senderFor(service), {
    destinationId: demoDestinationId,
    data: { bytes: Buffer.from(sampleXml(sampleOf(number))), mimeType: 'application/xml' },
    attachments: [{ filename: 'plan.pdf', mimeType: 'application/pdf', content: pdf() }],
  });
  return submissionId;
}

/** Of the kind that its name says: what is not is a case. */
function pdf(): Buffer {
  const head = Buffer.from('%PDF-1.7\n');
  return Buffer.concat([head, randomBytes(attachmentBytes - head.length)]);
}

function accessOf({ url, tokenUrl, destinations }: FitConnect): FitAccess {
  const { decryption, signing } = keysOf(destinations);
  const [decryptionKey] = decryption;
  if (decryptionKey === undefined) throw new Error('the service made no key for decryption');
  const client = { id: demoSubscriber.clientId, secret: demoSubscriber.clientSecret };
  return { url, tokenUrl, client, destination: demoDestinationId, decryptionKey, signingKey: signing };
}

function keysOf([destination]: FitConnect['destinations']): PrivateKeys {
  if (destination?.privateKeys === undefined) throw new Error('the service made no keys');
  return destination.privateKeys;
}

if (process.argv[2] === 'serve' && process.send !== undefined) await serve();
