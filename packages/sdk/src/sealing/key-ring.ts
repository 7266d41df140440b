import { createHmac, createSecretKey, hkdfSync, randomBytes } from 'node:crypto';
import { seal, type SealKey, unseal } from './envelope.ts';

/** A data key of one submission, wrapped by the master key, and bound to that submission. */
export type WrappedKey = Uint8Array;

/**
 * The keys behind one ledger. From the master key come, by HKDF-SHA-256 with separate labels: the key that wraps data keys, and
 * the key of keyed hashes. The master key itself seals nothing. Once the master key was changed, the key of keyed hashes stays what it
 * was, wrapped by the new one: what was hashed is still recognised.
 */
export class KeyRing {
  readonly #wrap: SealKey;
  readonly #hash: SealKey;

  /**
   * @param master 32 random bytes
   * @param wrappedHashKey of a ledger whose master key was changed
   * @throws Error when the hash key was wrapped by another master key
   */
  constructor(master: Uint8Array, wrappedHashKey?: Uint8Array) {
    if (master.length !== 32) throw new RangeError('a master key has 32 bytes');
    this.#wrap = derive(master, 'amtsbote/wrap/1');
    this.#hash = wrappedHashKey === undefined ? derive(master, 'amtsbote/hash/1') : asKey(unseal(this.#wrap, hashKeyPlace, wrappedHashKey));
  }

  /** These keys under another master key, and the hash key to be kept beside the ledger. */
  under(master: Uint8Array): { readonly keys: KeyRing; readonly wrappedHashKey: Uint8Array } {
    const wrappedHashKey = seal(derive(master, 'amtsbote/wrap/1'), hashKeyPlace, this.#hash.export());
    return { keys: new KeyRing(master, wrappedHashKey), wrappedHashKey };
  }

  /** The data key of a submission, wrapped by another key ring. What it seals stays as it is. */
  rewrap(owner: string, wrapped: WrappedKey, into: KeyRing): WrappedKey {
    const place = `data-key:${owner}`;
    return seal(into.#wrap, place, unseal(this.#wrap, place, wrapped));
  }

  /** A new data key and its wrapped form. */
  newDataKey(owner: string): { readonly key: SealKey; readonly wrapped: WrappedKey } {
    const key = randomBytes(32);
    try {
      return { key: createSecretKey(key), wrapped: seal(this.#wrap, `data-key:${owner}`, key) };
    } finally {
      key.fill(0);
    }
  }

  /** @throws Error when the master key or the owner is not that of the wrapping */
  unwrap(owner: string, wrapped: WrappedKey): SealKey {
    return asKey(unseal(this.#wrap, `data-key:${owner}`, wrapped));
  }

  /** A keyed hash: recognises a value again without storing it. 32 bytes, hex. `kind` separates uses. */
  keyedHash(kind: string, value: string): string {
    return createHmac('sha256', this.#hash).update(`${kind}\0${value}`, 'utf8').digest('hex');
  }

  /** Tells whether a ledger was made with this master key. */
  get checkValue(): string {
    return this.keyedHash('check', 'amtsbote ledger').slice(0, 16);
  }
}

const hashKeyPlace = 'hash-key';

function derive(master: Uint8Array, label: string): SealKey {
  return asKey(Buffer.from(hkdfSync('sha256', master, Buffer.alloc(0), label, 32)));
}

/** The key of some bytes, which are overwritten: OpenSSL holds its own copy, and erases it. */
function asKey(bytes: Buffer): SealKey {
  try {
    return createSecretKey(bytes);
  } finally {
    bytes.fill(0);
  }
}
