import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { ConfigurationFault, NotDelivered } from '@amtsbote/sdk';
import { type KeyUse, type PublicJwk, thumbprint } from '../crypto/jwk.ts';
import type { CertificateOptions } from '../options.ts';
import { CertificateFault, type Chain, proveChain, type ReadCertificate, readCertificate } from './chain.ts';
import { isKnownUnrevoked } from './revocation.ts';
import { revocationSources, type RevocationSources, type SourceServices } from './revocation-sources.ts';
import { certificatesIn } from './with-certificates.ts';

/** What is known of the certificates of a key. */
export type Verdict =
  | { readonly kind: 'none' }
  | { readonly kind: 'wrong'; readonly why: string }
  /** In order, as far as is known; whether revoked is not known. */
  | { readonly kind: 'unknown'; readonly chain: Chain }
  | { readonly kind: 'proved'; readonly chain: Chain };

/** Judges the certificates of published keys by the configuration. */
export interface CertificateTrust {
  readonly level: CertificateOptions['level'];
  /**
   * Passes a key whose certificates are as the configuration asks.
   *
   * @throws NotDelivered AB_CERTIFICATE_INVALID | AB_CERTIFICATE_NOT_CHECKED: technical, never a fault of a submission
   */
  accept(key: PublicJwk, use: KeyUse): Promise<void>;
  look(key: PublicJwk, use: KeyUse): Promise<Verdict>;
}

/** A verdict holds so long: hundreds of events are signed with one key. */
const keptMs = 600_000;

/** Opens what certificates are judged by; files and lists are read at their first use. */
export function certificateTrust(options: CertificateOptions, services: SourceServices): CertificateTrust {
  const { level } = options;
  const sources = revocationSources(options.crls, services);
  let roots: Promise<readonly ReadCertificate[]> | undefined;
  const kept = new Map<string, { readonly at: number; readonly verdict: Verdict }>();
  const look = async (key: PublicJwk, use: KeyUse): Promise<Verdict> => {
    const name = `${use} ${thumbprint(key)} ${(key.x5c ?? []).join(' ')}`;
    const now = services.clock.now();
    const known = kept.get(name);
    if (known !== undefined && Math.abs(now - known.at) < keptMs) return known.verdict;
    roots ??= readRoots(options.roots, services.baseDirectory);
    const verdict = await judge(key, use, { roots: await roots, now, sources });
    if (verdict.kind !== 'unknown') kept.set(name, { at: now, verdict });
    return verdict;
  };
  return {
    level,
    look,
    accept: async (key, use) => {
      if (level === 'off' || (level === 'checked' && key.x5c === undefined)) return;
      const verdict = await look(key, use);
      if (verdict.kind === 'proved' || (level === 'checked' && verdict.kind === 'unknown')) return;
      throw refusal(key, verdict);
    },
  };
}

interface Judging {
  readonly roots: readonly ReadCertificate[];
  readonly now: number;
  readonly sources: RevocationSources;
}

async function judge(key: PublicJwk, use: KeyUse, { roots, now, sources }: Judging): Promise<Verdict> {
  if (key.x5c === undefined || key.x5c.length === 0) return { kind: 'none' };
  try {
    const chain = proveChain(key, use, { roots, now });
    return { kind: isKnownUnrevoked(chain, await sources.lists(), now) ? 'proved' : 'unknown', chain };
  } catch (error) {
    if (error instanceof CertificateFault) return { kind: 'wrong', why: error.message };
    throw error;
  }
}

function refusal({ kid }: PublicJwk, verdict: Verdict): NotDelivered {
  if (verdict.kind === 'unknown') {
    return new NotDelivered('AB_CERTIFICATE_NOT_CHECKED', `Whether the certificate of the key ${kid} was revoked is not known now`);
  }
  const why = verdict.kind === 'wrong' ? verdict.why : 'it has none';
  return new NotDelivered('AB_CERTIFICATE_INVALID', `The certificate of the key ${kid} is not accepted: ${why}`);
}

async function readRoots(files: readonly string[], directory: string): Promise<readonly ReadCertificate[]> {
  const roots: ReadCertificate[] = [];
  for (const file of files) {
    const pem = await readFile(resolve(directory, file), 'utf8').catch(() => '');
    const found = certificatesIn(pem) ?? [];
    if (found.length === 0) {
      throw new ConfigurationFault('AB_CONFIG_INVALID', 'A file of `certificates.roots` holds no certificate in PEM', { where: { file } });
    }
    roots.push(...found.map(({ raw }, at) => readCertificate(raw, at)));
  }
  return roots;
}
