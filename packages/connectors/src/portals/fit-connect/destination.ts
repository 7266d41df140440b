import { ConfigurationFault, type SecretReader } from '@amtsbote/sdk';
import { type Offer, offerOf } from './check/offer.ts';
import { type DecryptionKey, readDecryptionKey, readSigningKey, type SigningKey } from './crypto/private-keys.ts';
import type { DestinationOptions, FitConnectOptions } from './options.ts';
import type { SubmissionApi } from './service/submission-api.ts';

/** A destination of the configuration. Keys are read, and what it offers is asked, at their first use. */
export interface Destination {
  /** In lower case. */
  readonly id: string;
  readonly options: DestinationOptions;
  decryptionKeys(): Promise<readonly DecryptionKey[]>;
  signingKey(): Promise<SigningKey>;
  offer(signal?: AbortSignal): Promise<Offer>;
}

/** What destinations are opened with. */
export interface DestinationServices {
  readonly api: SubmissionApi;
  readonly secrets: SecretReader;
  readonly options: FitConnectOptions;
}

/** The destinations of a configuration by their ids. */
export function openDestinations(services: DestinationServices): ReadonlyMap<string, Destination> {
  return new Map(services.options.destinations.map((options) => [options.id.toLowerCase(), openDestination(options, services)]));
}

function openDestination(options: DestinationOptions, { api, secrets, options: portal }: DestinationServices): Destination {
  const reading = { secrets, minimumBits: portal.minimumKeyBits };
  const id = options.id.toLowerCase();
  return {
    id,
    options,
    decryptionKeys: kept(async () => {
      const keys = await Promise.all(options.decryptionKeys.map((reference) => readDecryptionKey(reference, reading)));
      if (new Set(keys.map(({ kid }) => kid)).size < keys.length) {
        throw new ConfigurationFault('AB_CONFIG_INVALID', `Two decryption keys of destination ${id} have the same key id`);
      }
      return keys;
    }),
    signingKey: kept(() => readSigningKey(options.signingKey, reading)),
    offer: kept(async () => offerOf(options, await api.destination(id))),
  };
}

/** Makes a thing once; a failure is not kept. */
function kept<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make().catch((error: unknown) => {
      made = undefined;
      throw error;
    });
    return made;
  };
}
