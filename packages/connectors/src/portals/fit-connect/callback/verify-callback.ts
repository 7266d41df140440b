import { createHmac, timingSafeEqual } from 'node:crypto';
import type { CallbackRequest, CallbackVerdict, SecretReader } from '@amtsbote/sdk';
import type { Names } from '../names.ts';

/** What a callback is verified with. */
export interface CallbackVerifying {
  /** Names of the secrets that the service may sign with: one, or several while one is changed. */
  readonly secrets: readonly string[];
  readonly read: SecretReader;
  readonly names: Pick<Names, 'callbackTimestamp' | 'callbackAuthentication'>;
  /** How far the stated time may be from ours, both ways. */
  readonly windowSeconds: number;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/**
 * Whether a request is a callback of the service: HMAC-SHA512 over the stated time and the body as it came, by a secret that both know, and
 * not older than the window. What the body says is not looked at. The same callback again is as good as the first: it asks for a look.
 *
 * @throws ConfigurationFault AB_SECRET_MISSING | AB_SECRET_UNREADABLE
 */
export async function verifyCallback({ headers, body }: CallbackRequest, verifying: CallbackVerifying): Promise<CallbackVerdict> {
  const { secrets, read, names, windowSeconds, now } = verifying;
  const timestamp = headers[names.callbackTimestamp];
  const mac = headers[names.callbackAuthentication];
  if (typeof timestamp !== 'string' || !/^\d{1,12}$/.test(timestamp)) return 'refused';
  if (typeof mac !== 'string' || !/^[0-9a-f]{128}$/i.test(mac)) return 'refused';
  if (Math.abs(now / 1000 - Number(timestamp)) > windowSeconds) return 'refused';
  const stated = Buffer.from(mac, 'hex');
  const known = await Promise.all(secrets.map(async (name) => read.get(name)));
  const matches = known.map((secret) => timingSafeEqual(callbackMac(secret, timestamp, body), stated));
  return matches.includes(true) ? 'poll' : 'refused';
}

function callbackMac(secret: string, timestamp: string, body: Uint8Array): Buffer {
  return createHmac('sha512', secret).update(`${timestamp}.`).update(body).digest();
}
