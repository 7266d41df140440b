import { createHmac } from 'node:crypto';

/** What `callback-authentication` says of a body: hex HMAC-SHA512 over the time, a dot and the body as it is sent. */
export function callbackMac(secret: string, timestamp: string, body: string): string {
  return createHmac('sha512', secret).update(`${timestamp}.${body}`).digest('hex');
}
