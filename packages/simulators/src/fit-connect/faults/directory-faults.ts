import { makeKeyPair } from '../crypto/keys.ts';
import type { RsaJwk } from '../crypto/keys.ts';
import { changeJson } from './alter.ts';
import type { FaultSpec } from './fault.ts';
import { foreignKey } from './foreign.ts';

/** Faults of destinations and keys, as they are shown. */
export const directoryFaultKinds = [
  'destination-inactive',
  'destination-key-changed',
  'destination-schemas-changed',
  'destination-services-missing',
  'key-foreign',
  'key-short',
  'key-wrong-use',
  'jwks-empty',
  'jwks-foreign-key',
  'jwks-wrong-use',
] as const;

/** What each of them does. */
export const directoryFaults: Readonly<Record<(typeof directoryFaultKinds)[number], FaultSpec>> = {
  'destination-inactive': destination('the destination is not active', () => ({ status: 'inactive' })),
  'destination-key-changed': destination('the destination names a key that nobody knows', () => ({ encryptionKid: 'unknown-key' })),
  'destination-schemas-changed': destination('the destination takes another schema', (services) =>
    services.map((service) => ({
      ...service,
      submissionSchemas: [{ schemaUri: 'https://schema.example.org/other.schema.json', mimeType: 'application/json' }],
    })),
  ),
  'destination-services-missing': destination('the destination offers nothing', () => []),
  'key-foreign': key('the key is another one under the asked name', async (asked) => ({
    ...(await foreignKey('encryption')).publicKey,
    kid: asked.kid,
  })),
  'key-short': key('the key has 2048 bits only', async (asked) => ({
    ...(await makeKeyPair('encryption', 2048)).publicKey,
    kid: asked.kid,
  })),
  'key-wrong-use': key('the key is for another use', (asked) => ({ ...asked, alg: 'PS512', key_ops: ['verify'] })),
  'jwks-empty': jwks('the service publishes no key', () => []),
  'jwks-foreign-key': jwks('the service publishes other keys under the same names', async (keys) => {
    const { publicKey } = await foreignKey('signature');
    return keys.map(({ kid }) => ({ ...publicKey, kid }));
  }),
  'jwks-wrong-use': jwks('the keys of the service are for encryption', (keys) =>
    keys.map((known) => ({ ...known, alg: 'RSA-OAEP-256', key_ops: ['wrapKey'] as const })),
  ),
};

type Services = readonly Readonly<Record<string, unknown>>[];

function destination(text: string, change: (services: Services) => Services | Readonly<Record<string, unknown>>): FaultSpec {
  return {
    operations: ['destination'],
    text,
    after: ({ exchange }, reply) =>
      changeJson(reply, (body) => {
        const name = exchange.rules.servicesField;
        const result = change(body[name] as Services);
        return Array.isArray(result) ? { ...body, [name]: result } : { ...body, ...result };
      }),
  };
}

function key(text: string, change: (asked: RsaJwk) => RsaJwk | Promise<RsaJwk>): FaultSpec {
  return {
    operations: ['key'],
    text,
    after: (_tools, reply) => changeJson(reply, async (body) => ({ ...(await change(body as unknown as RsaJwk)) })),
  };
}

function jwks(text: string, change: (keys: readonly RsaJwk[]) => readonly RsaJwk[] | Promise<readonly RsaJwk[]>): FaultSpec {
  return {
    operations: ['jwks'],
    text,
    after: (_tools, reply) => changeJson(reply, async (body) => ({ keys: await change(body['keys'] as readonly RsaJwk[]) })),
  };
}
