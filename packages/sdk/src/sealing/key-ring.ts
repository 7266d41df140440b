import { createHmac, createSecretKey, hkdfSync, randomBytes } from 'node:crypto';
import { seal, type SealKey, unseal } from './envelope.ts';

/** A data key of one submission, wrapped by the master key, and bound to that submission. */
export type WrappedKey = Uint8Array;

/**
 * The keys behind one ledger. From the master key come, by HKDF-SHA-256 with separate labels: the key that wraps data keys, and
 * the key of keyed hashes. The master key itself seals nothing.
 */
export class KeyRing {
  readonly #wrap: SealKey;
  readonly #hash: SealKey;

  /** @param master 32 random bytes */
  constructor(master: Uint8Array) {
    if (master.length !== 32) throw new RangeError('a master key has 32 bytes');
    this.#wrap = derive(master, 'amtsbote/wrap/1');
    this.#hash = derive(master, 'amtsbote/hash/1');
  }

  /** A new data key and its wrapped form. */
  newDataKey(owner: string): { readonly key: SealKey; readonly wrapped: WrappedKey } {
    const key = randomBytes(32);
    return { key: createSecretKey(key), wrapped: seal(this.#wrap, `data-key:${owner}`, key) };
  }

  /** @throws Error when the master key or the owner is not that of the wrapping */
  unwrap(owner: string, wrapped: WrappedKey): SealKey {
    return createSecretKey(unseal(this.#wrap, `data-key:${owner}`, wrapped));
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

function derive(master: Uint8Array, label: string): SealKey {
  return createSecretKey(Buffer.from(hkdfSync('sha256', master, Buffer.alloc(0), label, 32)));
}
