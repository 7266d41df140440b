import { randomUUID } from 'node:crypto';
import { makeKeyPair, type KeyPair, type RsaJwk } from './crypto/keys.ts';
import type { VersionRules } from './dialect/version-rules.ts';
import type { CallbackAddress } from './store/cases.ts';

/** A service that a destination takes submissions for. */
export interface OfferedService {
  readonly identifier: string;
  readonly name: string;
  readonly submissionSchemas: readonly { readonly schemaUri: string; readonly mimeType: 'application/json' | 'application/xml' }[];
  /** Such as `DE09162000`. */
  readonly regions: readonly string[];
}

/** A destination as the service keeps it. */
export interface Destination {
  readonly destinationId: string;
  readonly name: string;
  readonly status: 'created' | 'active' | 'inactive' | 'decommissioned';
  /** The one of `keys` that senders encrypt with. */
  readonly encryptionKid: string;
  /** Public keys, for encryption and for verification. */
  readonly keys: readonly RsaJwk[];
  readonly metadataVersions: readonly string[];
  readonly services: readonly OfferedService[];
  readonly replyChannels: Readonly<Record<string, unknown>>;
  readonly contactInformation: Readonly<Record<string, unknown>>;
  readonly callback: CallbackAddress | undefined;
}

/** How a destination is set up; what is left out is made up. */
export interface DestinationSetup extends Partial<Omit<Destination, 'keys' | 'encryptionKid'>> {
  /** Public keys of the receiver. Without them keys are made, and their private halves are handed out. */
  readonly keys?: readonly RsaJwk[];
  /** The one of `keys` to encrypt with; the first one that can, unless told otherwise. */
  readonly encryptionKid?: string;
  /** The clients that may receive from it; the demo receiver unless told otherwise. */
  readonly clients?: readonly string[];
}

/** The private halves of a destination's keys; only known when the simulator made them. */
export interface PrivateKeys {
  /** The present one first. */
  readonly decryption: readonly RsaJwk[];
  readonly signing: RsaJwk;
}

/** What a destination offers unless told otherwise: names as they look in the field. */
const demoServices: readonly OfferedService[] = [
  {
    identifier: 'urn:de:fim:leika:leistung:99050012104000',
    name: 'Gewerbe anmelden',
    submissionSchemas: [
      { schemaUri: 'urn:xoev-de:xgewerbe:xgewerbeanzeige:2.2', mimeType: 'application/xml' },
      { schemaUri: 'https://schema.example.org/gewerbe/1.0.0/gewerbe.schema.json', mimeType: 'application/json' },
    ],
    regions: ['DE09162000'],
  },
  {
    identifier: 'urn:de:fim:leika:leistung:99102013104000',
    name: 'Hund anmelden',
    submissionSchemas: [
      { schemaUri: 'https://schema.example.org/hund/1.0.0/hund.schema.json', mimeType: 'application/json' },
      { schemaUri: 'https://schema.example.org/hund/1.0.0/hund.xsd', mimeType: 'application/xml' },
    ],
    regions: ['DE09162000'],
  },
];

const usual: Omit<Destination, 'destinationId' | 'keys' | 'encryptionKid'> = {
  name: 'Musterstadt',
  status: 'active',
  metadataVersions: ['1.3.0', '2.1.0'],
  services: demoServices,
  replyChannels: { eMail: { usePgp: false } },
  contactInformation: { legalName: 'Stadt Musterstadt', address: 'Rathausplatz 1, 12345 Musterstadt' },
  callback: undefined,
};

/** Completes a setup; makes keys where there are none. */
export async function setUpDestination(
  setup: DestinationSetup,
  bits: number,
): Promise<{ destination: Destination; privateKeys: PrivateKeys | undefined }> {
  const made = setup.keys ? undefined : await Promise.all([makeKeyPair('encryption', bits), makeKeyPair('signature', bits)]);
  const keys = setup.keys ?? (made as readonly KeyPair[]).map((pair) => pair.publicKey);
  const encryptionKid = setup.encryptionKid ?? keys.find((key) => key.key_ops.includes('wrapKey'))?.kid;
  if (encryptionKid === undefined) throw new TypeError('A destination needs a key to encrypt with (key_ops wrapKey).');
  const { clients: _clients, ...given } = setup;
  const destination: Destination = { ...usual, destinationId: randomUUID(), ...given, keys, encryptionKid };
  return { destination, privateKeys: made && { decryption: [made[0].privateKey], signing: made[1].privateKey } };
}

/** A destination as it is shown; secrets are left out. */
export function showDestination(destination: Destination, rules: VersionRules): Readonly<Record<string, unknown>> {
  const { keys: _keys, services, callback, ...shown } = destination;
  return {
    ...shown,
    [rules.servicesField]: services.map(({ name: _name, ...service }) => service),
    ...(callback && { callback: { url: callback.url } }),
  };
}
