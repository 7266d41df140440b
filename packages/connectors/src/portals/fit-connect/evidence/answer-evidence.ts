import { createPublicKey } from 'node:crypto';
import type { PortalEvidence } from '@amtsbote/sdk';
import type { PublicJwk } from '../crypto/jwk.ts';
import type { SigningKey } from '../crypto/private-keys.ts';
import { evidenceFiles, evidenceFormat, keysFile } from './format.ts';

/** What proves what the portal was told: the event as the portal has it, and the key it is verified with. */
export function answerEvidence(token: string, key: PublicJwk): PortalEvidence {
  return { format: evidenceFormat, files: { [evidenceFiles.answer]: `${token}\n`, [evidenceFiles.answerKeys]: keysFile([key]) } };
}

const made = new WeakMap<SigningKey, PublicJwk>();

/** The public half of a key that events are signed with. */
export function publicHalfOf(signingKey: SigningKey): PublicJwk {
  const known = made.get(signingKey);
  if (known !== undefined) return known;
  const { n = '', e = '' } = createPublicKey(signingKey.key).export({ format: 'jwk' });
  const key: PublicJwk = { kty: 'RSA', n, e, kid: signingKey.kid, alg: 'PS512', key_ops: ['verify'] };
  made.set(signingKey, key);
  return key;
}
