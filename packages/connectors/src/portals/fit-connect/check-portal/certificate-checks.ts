import type { Verdict } from '../certificates/certificate-trust.ts';
import { CertificateFault, readCertificate } from '../certificates/chain.ts';
import type { KeyUse, PublicJwk } from '../crypto/jwk.ts';
import type { PortalToCheck } from './check-portal.ts';
import type { Look } from './look.ts';

/** From so many days on an end is told of: a new certificate takes weeks. */
const soonDays = 45;
const dayMs = 86_400_000;

/** What is to be said of the certificates of a key; the end of the first one also where nothing is checked. */
export async function certificateLook(
  key: PublicJwk,
  use: KeyUse,
  { trust, clock }: Pick<PortalToCheck, 'trust' | 'clock'>,
): Promise<Look> {
  const days = daysLeft(key, clock.now());
  if (trust.level === 'off') return endLook(days, 'not checked');
  const verdict = await trust.look(key, use);
  const fault = faultOf(verdict, trust.level);
  return fault ?? endLook(days, verdict.kind === 'none' ? 'none' : told[verdict.kind]);
}

/** What is to be said of the end of our own certificate. */
export function authorLook(end: number, now: number): Look {
  const days = Math.floor((end - now) / dayMs);
  if (days < 0)
    return { ok: false, code: 'AB_CERTIFICATE_EXPIRES', detail: 'has expired', hint: 'Store a new certificate of `author`, with its key.' };
  const detail = `ends in ${days} days`;
  if (days >= soonDays) return { ok: true, detail };
  return { ok: true, warning: true, code: 'AB_CERTIFICATE_EXPIRES', detail, hint: 'Store a new certificate of `author`, with its key.' };
}

const told = { proved: 'checked, not revoked', unknown: 'checked, revocation not known', wrong: '' } as const;

function faultOf(verdict: Verdict, level: 'checked' | 'required'): Look | undefined {
  if (verdict.kind === 'proved') return undefined;
  if (verdict.kind === 'wrong') return { ok: false, code: 'AB_CERTIFICATE_INVALID', detail: verdict.why, hint: invalidHint };
  const isRequired = level === 'required';
  if (verdict.kind === 'none') {
    return isRequired ? { ok: false, code: 'AB_CERTIFICATE_INVALID', detail: 'the key has no certificate', hint: invalidHint } : undefined;
  }
  const hint = 'Name a revocation list of each authority in `certificates.crls` that can be read, and is not out of date.';
  const about = { code: 'AB_CERTIFICATE_NOT_CHECKED', detail: 'whether it was revoked is not known', hint } as const;
  return isRequired ? { ...about, ok: false } : { ...about, ok: true, warning: true };
}

const invalidHint = 'Nothing is received or sent with such a key: ask whose key it is, or correct `certificates.roots`.';

function endLook(days: number | undefined, what: string): Look {
  if (days === undefined) return { ok: true, detail: what };
  const detail = days < 0 ? `${what}; it has expired` : `${what}; it ends in ${days} days`;
  if (days >= soonDays) return { ok: true, detail };
  return {
    ok: true,
    warning: true,
    code: 'AB_CERTIFICATE_EXPIRES',
    detail,
    hint: 'Change the keys (`amtsbote fit-connect keys rotate`), with a new certificate.',
  };
}

function daysLeft({ x5c }: PublicJwk, now: number): number | undefined {
  const [first] = x5c ?? [];
  if (first === undefined) return undefined;
  try {
    return Math.floor((readCertificate(Buffer.from(first, 'base64'), 0).certificate.validToDate.getTime() - now) / dayMs);
  } catch (error) {
    if (error instanceof CertificateFault) return undefined;
    throw error;
  }
}
