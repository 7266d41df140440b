import type { RsaJwk } from './crypto/keys.ts';
import type { Role } from './dialect/kinds.ts';

/** A client of the interface. */
export interface Client {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly name: string;
  /** Usually one; in newer versions a sender has a destination of its own and is both. */
  readonly roles: readonly Role[];
  /** The keys by which a sender's answers to replies are verified. */
  readonly verificationKeys?: readonly RsaJwk[];
}

/** The sender of demonstrations and tests. */
export const demoSender: Client = {
  clientId: '0d0a5e0e-0000-4000-8000-00000000000a',
  clientSecret: 'demo-sender-secret',
  name: 'Musterportal',
  roles: ['sender'],
};

/** The receiver of demonstrations and tests. */
export const demoSubscriber: Client = {
  clientId: '0d0a5e0e-0000-4000-8000-00000000000b',
  clientSecret: 'demo-subscriber-secret',
  name: 'Stadt Musterstadt',
  roles: ['subscriber'],
};
