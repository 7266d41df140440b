import type { CheckResult } from '@amtsbote/sdk';
import { unfitFor } from '../crypto/jwk.ts';
import type { ServiceRequests } from '../service/requests.ts';
import { certificateLook } from './certificate-checks.ts';
import type { PortalToCheck } from './check-portal.ts';
import { clockSkew } from './clock-skew.ts';
import { type Look, look } from './look.ts';

/** From so many milliseconds on clocks differ enough to be told of, and too much: events of ours would be refused. */
const [tolerated, most] = [5_000, 60_000];
/** A token that lasts shorter is renewed all the time. */
const shortSeconds = 120;

/** Looks at the service itself: tokens, its keys, its clock. */
export async function checkService(portal: PortalToCheck): Promise<readonly CheckResult[]> {
  const { requests, senders } = portal;
  const sending = { name: 'the token service gives the sending client a token' };
  return [
    await look({ name: 'the token service gives the client a token' }, () => tokenLook(requests, 'subscribe')),
    ...(await Promise.all(senders.map(async (sender) => look(sending, () => tokenLook(sender, 'send'))))),
    await look({ name: 'the keys of the service can be read' }, () => keysLook(portal)),
    await look({ name: 'our clock is that of the service' }, () => clockLook(portal)),
  ];
}

async function tokenLook(requests: ServiceRequests, role: 'subscribe' | 'send'): Promise<Look> {
  const { seconds, scopes } = await requests.login();
  const names = scopes.map((scope) => scope.slice(scope.lastIndexOf('/') + 1));
  const detail = `for ${seconds} seconds, ${names.length === 0 ? 'its scopes are not told' : `with ${names.join(', ')}`}`;
  if (names.length > 0 && !names.some((name) => name.startsWith(role))) {
    const hint = `The client needs the role of a ${role === 'send' ? 'sender' : 'receiver (subscriber)'}: choose another one, or change it in the portal for self-service.`;
    return { ok: false, code: 'AB_PORTAL_REFUSED', detail, hint };
  }
  if (seconds >= shortSeconds) return { ok: true, detail };
  return { ok: true, warning: true, code: 'AB_LOGIN_FAILED', detail, hint: 'Ask the operator of the service why its tokens end so soon.' };
}

async function keysLook(portal: PortalToCheck): Promise<Look> {
  const { api, options } = portal;
  const keys = await api.serviceKeys();
  const fit = keys.filter((key) => unfitFor(key, 'verify', options.minimumKeyBits) === undefined);
  const detail = `${fit.length} of ${keys.length} can verify events`;
  // The service signs with its newest key, which is the last one it lists or any other: one that may be used is enough to say so.
  const looks = await Promise.all(fit.map(async (key) => certificateLook(key, 'verify', portal)));
  const best = looks.find(({ ok, warning }) => ok && warning !== true) ?? looks.find(({ ok }) => ok) ?? looks[0];
  if (best !== undefined) return { ...best, detail: `${detail}; certificate: ${best.detail ?? 'none'}` };
  return { ok: false, code: 'AB_KEY_UNFIT', detail, hint: 'Compare `apiUrl` with the address that the operator of the service names.' };
}

async function clockLook({ api, clock }: PortalToCheck): Promise<Look> {
  const askedAt = clock.now();
  const date = await api.serviceDate();
  if (date === undefined) return { ok: true, warning: true, code: 'AB_CLOCK_WRONG', detail: 'the service does not tell its time' };
  const skewMs = clockSkew(date, { askedAt, answeredAt: clock.now() });
  const seconds = Math.round(Math.abs(skewMs) / 1000);
  if (Math.abs(skewMs) <= tolerated) return { ok: true, detail: `they differ by ${seconds} seconds at least` };
  const told = {
    code: 'AB_CLOCK_WRONG',
    detail: `ours is ${seconds} seconds ${skewMs > 0 ? 'behind' : 'ahead'}`,
    hint: 'Let the clock of this computer follow a time server (NTP).',
  } as const;
  return Math.abs(skewMs) <= most ? { ...told, ok: true, warning: true } : { ...told, ok: false };
}
