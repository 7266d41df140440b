import type { CheckResult } from '@amtsbote/sdk';
import type { DestinationFile } from '../check/offer.ts';
import { bitsOf, type KeyUse, type PublicJwk, sameKey, unfitFor } from '../crypto/jwk.ts';
import type { Destination } from '../destination.ts';
import { certificateLook } from './certificate-checks.ts';
import type { PortalToCheck } from './check-portal.ts';
import { type Look, look } from './look.ts';
import { type OpenKeys, openKeys } from './open-keys.ts';

/** What lines about keys have in common. */
const topic = 'keys';

/** Compares our keys with those that a destination publishes, and says what comes next while they are changed. */
export async function checkKeys(destination: Destination, file: DestinationFile, portal: PortalToCheck): Promise<readonly CheckResult[]> {
  const name = `destination ${destination.id}`;
  const { encryptionKid } = file;
  const kept: { own: readonly PublicJwk[] } = { own: [] };
  const encryption = await look({ name: `${name} publishes a key that we can decrypt with`, topic }, async () => {
    kept.own = (await destination.decryptionKeys()).map(({ publicKey }) => publicKey);
    return encryptionLook(destination, encryptionKid, { portal, own: kept.own });
  });
  const { own } = kept;
  const checks = [encryption];
  if (own.length > 1) checks.push(...(await changingLooks(destination, { own, encryptionKid }, portal)));
  checks.push(
    await look({ name: `${name} publishes the key that we sign with`, topic }, async () => {
      const { publicKey } = await destination.signingKey();
      return publishedLook(publicKey, 'verify', { destination, portal });
    }),
  );
  return checks;
}

async function encryptionLook(
  destination: Destination,
  encryptionKid: string | undefined,
  { portal, own }: { readonly portal: PortalToCheck; readonly own: readonly PublicJwk[] },
): Promise<Look> {
  const ours = own.find(({ kid }) => kid === encryptionKid);
  if (ours !== undefined) return publishedLook(ours, 'wrapKey', { destination, portal });
  const detail =
    encryptionKid === undefined ? 'none is set' : `senders encrypt with ${encryptionKid}; we have ${own.map(({ kid }) => kid).join(', ')}`;
  return {
    ok: false,
    code: 'AB_DECRYPTION_KEY_MISSING',
    detail,
    hint: 'Add its private key to `decryptionKeys`, or set one of ours as the key for encryption.',
  };
}

async function publishedLook(
  ours: PublicJwk,
  use: KeyUse,
  { destination, portal }: { readonly destination: Destination; readonly portal: PortalToCheck },
): Promise<Look> {
  const published = await portal.api.destinationKey(destination.id, ours.kid);
  if (published === undefined) return notPublished(`${ours.kid} is not there`);
  if (!sameKey(ours, published)) return notPublished(`another key is there as ${ours.kid}`);
  const unfit = unfitFor(published, use, portal.options.minimumKeyBits);
  const detail = `${ours.kid}, ${bitsOf(published)} bits, ${published.alg ?? 'no algorithm'}`;
  if (unfit === undefined) {
    const certificate = await certificateLook(published, use, portal);
    const hint = certificate.ok ? certificate.hint : ownCertificateHint;
    return { ...certificate, hint, detail: `${detail}; certificate: ${certificate.detail ?? 'none'}` };
  }
  return {
    ok: false,
    code: 'AB_KEY_UNFIT',
    detail: `${detail}: ${unfit}`,
    hint: 'Publish it as `amtsbote fit-connect keys export` writes it.',
  };
}

const ownCertificateHint =
  'Publish it with a certificate that is accepted (`amtsbote fit-connect keys export --certificate`), or change it (`keys rotate`).';

function notPublished(detail: string): Look {
  return {
    ok: false,
    code: 'AB_KEY_NOT_PUBLISHED',
    detail,
    hint: 'Upload its public half (`amtsbote fit-connect keys export`) at the destination.',
  };
}

interface Changing {
  readonly own: readonly PublicJwk[];
  readonly encryptionKid: string | undefined;
}

/** One line for each key that senders do not encrypt with now: those in front of that one are newer, those behind it older. */
async function changingLooks(
  destination: Destination,
  { own, encryptionKid }: Changing,
  portal: PortalToCheck,
): Promise<readonly CheckResult[]> {
  const current = own.findIndex(({ kid }) => kid === encryptionKid);
  let open: Promise<OpenKeys> | undefined;
  const checks: CheckResult[] = [];
  for (const [at, key] of own.entries()) {
    if (at === current) continue;
    const name = `destination ${destination.id}: change of the key ${key.kid}`;
    checks.push(
      await look({ name, topic }, async () => {
        if (at < current) return newKeyLook(key, destination, portal);
        open ??= openKeys(destination.id, portal.api);
        return oldKeyLook(key, await open);
      }),
    );
  }
  return checks;
}

async function newKeyLook(key: PublicJwk, destination: Destination, portal: PortalToCheck): Promise<Look> {
  const published = await publishedLook(key, 'wrapKey', { destination, portal });
  const warned = { ok: true, warning: true, code: 'AB_KEYS_CHANGING' } as const;
  if (!published.ok) return { ...published, ...warned, detail: `new: ${published.detail}` };
  return {
    ...warned,
    detail: 'new: published, and senders still encrypt with the old one',
    hint: 'Set it as the key for encryption at the destination.',
  };
}

function oldKeyLook({ kid }: PublicJwk, { counts, unread, more }: OpenKeys): Look {
  const waiting = counts.get(kid) ?? 0;
  const unsure = unread + more;
  const warned = { ok: true, warning: true, code: 'AB_KEYS_CHANGING' } as const;
  if (waiting === 0 && unsure === 0) {
    return { ...warned, detail: 'old: nothing that waits is encrypted with it', hint: retireHint };
  }
  const detail = `old: ${waiting} that wait are encrypted with it${unsure > 0 ? `, ${unsure} could not be looked at` : ''}`;
  return { ...warned, detail, hint: 'Keep it until nothing that waits is encrypted with it.' };
}

const retireHint =
  'Two weeks after senders were given the new one, take it out of `decryptionKeys`, remove it from the destination and its secret.';
