import type { App } from './app.ts';
import type { Client } from './clients.ts';
import { makeKeyPair, type RsaJwk } from './crypto/keys.ts';
import type { Destination, DestinationSetup, PrivateKeys } from './destinations.ts';
import type { Fault, FaultKind } from './faults/fault.ts';
import { addDestination, privateKeysOf, putPrivateKeys } from './service/add-destination.ts';
import { sweep } from './service/sweep.ts';
import { witnessOf, type Witness } from './witness/witness.ts';

/** A destination with the private keys of its receiver, where the simulator made them. */
export interface KnownDestination extends Destination {
  readonly privateKeys: PrivateKeys | undefined;
}

/** The service's clock. What the service does by itself is done when the promise is fulfilled. */
export interface ServiceClock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Moves it forward by milliseconds. */
  advance(ms: number): Promise<void>;
  /** Moves it to a time, in milliseconds since 1970. */
  set(time: number): Promise<void>;
}

/** A running delivery service. */
export interface FitConnect {
  readonly port: number;
  /** Base of the Submission API, without version and without a slash at the end; also the issuer of its events. */
  readonly url: string;
  /** Base of the Destination API. */
  readonly destinationUrl: string;
  readonly tokenUrl: string;
  /** The page that shows destinations, submissions and event logs. */
  readonly pageUrl: string;
  readonly clients: readonly Client[];
  readonly destinations: readonly KnownDestination[];
  readonly witness: Witness;
  readonly clock: ServiceClock;
  /** Adds a destination; one whose id is there already stays as it is. */
  addDestination(setup?: DestinationSetup): Promise<KnownDestination>;
  /** Replaces what is named in a destination. */
  changeDestination(destinationId: string, changes: Partial<Destination>): KnownDestination;
  /** Gives a destination a new key to encrypt with; the older ones can still be decrypted with. */
  rotateEncryptionKey(destinationId: string): Promise<KnownDestination>;
  /** Lets the service sign with a new key; the older ones stay published unless told otherwise. */
  rotateServiceKey(options?: { keepOld?: boolean }): Promise<void>;
  /** The public key by which the service signs, such as for a certificate. */
  readonly serviceKey: RsaJwk;
  /** Publishes certificates (DER in base64, its own first) with the key by which the service signs; for destinations see `changeDestination`. */
  certifyServiceKey(x5c: readonly string[]): void;
  addClient(client: Client): void;
  link(clientId: string, destinationId: string): void;
  unlink(clientId: string, destinationId: string): void;
  /** Arms faults, besides those that are armed. */
  arm(...faults: readonly Fault[]): void;
  /** Disarms a kind; all of them when none is named. */
  disarm(kind?: FaultKind): void;
  /** What is still armed. */
  armed(): readonly Fault[];
  /** Waits until every callback that is due was tried once. */
  callbacksSettled(): Promise<void>;
  /** Ends the server and every open connection. A second call does nothing. */
  close(): Promise<void>;
}

/** The controls of a service that listens. */
export function control(app: App, own: { port: number; keyBits: number; close: () => Promise<void> }): FitConnect {
  const { directory } = app.store;
  const known = (destinationId: string): KnownDestination => knownDestination(app, destinationId);
  return {
    port: own.port,
    url: app.urls.submission,
    destinationUrl: app.urls.destination,
    tokenUrl: app.urls.token,
    pageUrl: new URL('/', app.urls.submission).href,
    get clients() {
      return directory.clients();
    },
    get destinations() {
      return directory.destinations().map(({ destinationId }) => known(destinationId));
    },
    witness: witnessOf(app),
    clock: clockOf(app),
    addDestination: async (setup = {}) => known(await addDestination(app, setup, own.keyBits)),
    changeDestination: (destinationId, changes) => {
      const { privateKeys: _keys, ...destination } = known(destinationId);
      directory.putDestination({ ...destination, ...changes });
      return known(destinationId);
    },
    rotateEncryptionKey: (destinationId) => rotate(app, destinationId, own.keyBits),
    rotateServiceKey: (options) => app.keys.rotate(options),
    get serviceKey() {
      const key = app.keys.published.at(-1);
      if (key === undefined) throw new Error('The service has no key.');
      return key;
    },
    certifyServiceKey: (x5c) => app.keys.certify(x5c),
    addClient: (client) => directory.putClient(client),
    link: (clientId, destinationId) => directory.link(clientId, destinationId),
    unlink: (clientId, destinationId) => directory.unlink(clientId, destinationId),
    arm: (...faults) => app.faults.arm(faults),
    disarm: (kind) => app.faults.disarm(kind),
    armed: () => app.faults.list(),
    callbacksSettled: () => app.callbacks.settled(),
    close: own.close,
  };
}

function clockOf(app: App): ServiceClock {
  const settle = async (): Promise<void> => {
    await sweep(app);
    await app.callbacks.settled();
  };
  return {
    now: () => app.clock.now(),
    advance: async (ms) => {
      app.clock.advance(ms);
      await settle();
    },
    set: async (time) => {
      app.clock.set(time);
      await settle();
    },
  };
}

async function rotate(app: App, destinationId: string, keyBits: number): Promise<KnownDestination> {
  const { privateKeys, ...destination } = knownDestination(app, destinationId);
  const { privateKey, publicKey } = await makeKeyPair('encryption', keyBits);
  const keys: readonly RsaJwk[] = [...destination.keys, publicKey];
  app.store.directory.putDestination({ ...destination, keys, encryptionKid: publicKey.kid });
  if (privateKeys) putPrivateKeys(app, destinationId, { ...privateKeys, decryption: [privateKey, ...privateKeys.decryption] });
  return knownDestination(app, destinationId);
}

function knownDestination(app: App, destinationId: string): KnownDestination {
  const destination = app.store.directory.destination(destinationId);
  if (!destination) throw new TypeError('There is no such destination.');
  return { ...destination, privateKeys: privateKeysOf(app, destinationId) };
}
