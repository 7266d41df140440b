import { randomBytes } from 'node:crypto';
import type { DeliveryKey, SubmissionId } from '../model/ids.ts';
import type { KeyRing } from '../sealing/key-ring.ts';

/** Crockford's base 32: no I, L, O, U, so that a key can be read out on the phone. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A new id of a submission: 50 random bits, lower case. */
export function newSubmissionId(): SubmissionId {
  return `s-${base32(randomBytes(7)).slice(0, 10).toLowerCase()}`;
}

/**
 * The key of a delivery: 80 bits of an HMAC over what the portal calls the submission, target and record type. Made once, then stored.
 * A submission that is handed over again to a ledger that lost it gets the same key, and is found in the target.
 */
export function deliveryKeyFor(keys: KeyRing, identity: DeliveryIdentity): DeliveryKey {
  const { portal, portalHash, target, recordType } = identity;
  const text = base32(Buffer.from(keys.keyedHash('delivery', `${portal}\0${portalHash}\0${target}\0${recordType}`), 'hex'));
  return `AB-${[0, 4, 8, 12].map((start) => text.slice(start, start + 4)).join('-')}`;
}

/** What makes a delivery the one it is. */
export interface DeliveryIdentity {
  readonly portal: string;
  /** Keyed hash of the portal's id of the submission, and of its content where that id was used before. */
  readonly portalHash: string;
  readonly target: string;
  readonly recordType: string;
}

/** Bytes as base 32, five bits a character, the rest of the last group left out. */
function base32(bytes: Uint8Array): string {
  let text = '';
  let held = 0;
  let bits = 0;
  for (const byte of bytes) {
    held = ((held << 8) | byte) & 0xfff;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += alphabet[(held >> bits) & 31];
    }
  }
  return text;
}
