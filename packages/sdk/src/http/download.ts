import type { Readable } from 'node:stream';
import { isAmtsboteError } from '../errors/amtsbote-error.ts';
import { type Exchange, type Fail, failureOf, begin } from './exchange.ts';

/** Reads an answer as it comes, once, to its end. */
export type TakeBody<T> = (body: AsyncIterable<Uint8Array>) => Promise<T>;

/**
 * Sends one request and hands the body of its answer over as it comes. The time-out is the longest wait without a byte. Errors as with
 * `exchange`; what `take` throws passes as it is.
 */
export async function download<T>(exchange: Exchange, take: TakeBody<T>): Promise<T> {
  const { answer, fail, alive } = await begin<Readable>(exchange, 'stream');
  const body = answer.data;
  try {
    if (answer.status !== 200) throw failureOf(exchange, answer, fail);
    return await take(chunksOf(body, fail, alive));
  } finally {
    alive.end();
    body.destroy();
  }
}

/** Errors of the connection are told as ours; an answer that was cut off is one of them. */
async function* chunksOf(body: Readable, fail: Fail, alive: { tick(): void }): AsyncIterable<Uint8Array> {
  try {
    for await (const chunk of body as AsyncIterable<Uint8Array>) {
      alive.tick();
      yield chunk;
    }
  } catch (error) {
    if (isAmtsboteError(error)) throw error;
    throw fail({ kind: 'cut', sent: true }, 'the answer was cut off');
  }
}
