import { makeKeyPair, type KeyPair, type RsaJwk } from '../crypto/keys.ts';
import { signToken, type Claims } from '../crypto/event-token.ts';
import type { Store } from '../store/store.ts';

const setting = 'service-keys';

/** The keys by which the service signs its events; the last one signs, the others can still be verified with. */
export class ServiceKeys {
  readonly #store: Store;
  readonly #bits: number;
  #pairs: readonly KeyPair[];

  private constructor(store: Store, bits: number, pairs: readonly KeyPair[]) {
    this.#store = store;
    this.#bits = bits;
    this.#pairs = pairs;
  }

  /** Reads the keys, or makes the first one. */
  static async open(store: Store, bits: number): Promise<ServiceKeys> {
    const kept = store.setting(setting);
    const keys = new ServiceKeys(store, bits, kept === undefined ? [] : (JSON.parse(kept) as KeyPair[]));
    if (kept === undefined) await keys.rotate();
    return keys;
  }

  /** The public keys, oldest first. */
  get published(): readonly RsaJwk[] {
    return this.#pairs.map((pair) => pair.publicKey);
  }

  /** The key that signs, for those who tamper with what it signed. */
  get current(): RsaJwk {
    const pair = this.#pairs.at(-1);
    if (!pair) throw new Error('The service has no key.');
    return pair.privateKey;
  }

  /** Signs with a new key from now on. The older ones stay published unless told otherwise. */
  async rotate({ keepOld = true }: { keepOld?: boolean } = {}): Promise<void> {
    const made = await makeKeyPair('signature', this.#bits);
    this.#pairs = keepOld ? [...this.#pairs, made] : [made];
    this.#store.putSetting(setting, JSON.stringify(this.#pairs));
  }

  /** Publishes certificates with the key that signs: its own first. */
  certify(x5c: readonly string[]): void {
    const last = this.#pairs.at(-1);
    if (!last) throw new Error('The service has no key.');
    this.#pairs = [...this.#pairs.slice(0, -1), { ...last, publicKey: { ...last.publicKey, x5c } }];
    this.#store.putSetting(setting, JSON.stringify(this.#pairs));
  }

  sign(claims: Claims): Promise<string> {
    return signToken(claims, this.current);
  }
}
