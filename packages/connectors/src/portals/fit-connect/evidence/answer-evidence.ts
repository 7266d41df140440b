import type { PortalEvidence } from '@amtsbote/sdk';
import type { PublicJwk } from '../crypto/jwk.ts';
import type { SigningKey } from '../crypto/private-keys.ts';
import { evidenceFiles, evidenceFormat, keysFile } from './format.ts';

/** What proves what the portal was told: the event as the portal has it, and the key it is verified with. */
export function answerEvidence(token: string, key: PublicJwk): PortalEvidence {
  return {
    format: evidenceFormat,
    files: { [evidenceFiles.answer]: `${token}\n` },
    shared: { [evidenceFiles.answerKeys]: keysFile([key]) },
  };
}

/** The public half of a key that events are signed with, for verifying. */
export function publicHalfOf({ publicKey }: SigningKey): PublicJwk {
  return { ...publicKey, alg: 'PS512', key_ops: ['verify'] };
}
