import type { Config, SecretStore } from '@amtsbote/sdk/runtime';
import { lookForConfigFile } from '../../config-file.ts';
import { type Context, projectDirectory } from '../../context.ts';

/** What the keys of a destination are for. */
export const keyUses = ['decryption', 'signing'] as const;

/** One of {@link keyUses}. */
export type KeyUse = (typeof keyUses)[number];

/** The secrets of a pair of keys. */
export type KeyNames = Readonly<Record<KeyUse, string>>;

/** What of the connector is needed; it is loaded by name. */
export interface FitConnectModule {
  readonly createDestinationKeys: () => Promise<Readonly<Record<KeyUse, object>>>;
  readonly parsePrivateKey: (text: string) => { readonly kid: string } | undefined;
  readonly publicHalf: (key: object) => { readonly kid: string };
  readonly parseSubject: (text: string) => object | undefined;
  readonly certificateRequest: (key: object, subject: object) => string;
  readonly withCertificates: (key: object, pem: string) => object | undefined;
}

/** The keys of the project: secrets, and what the configuration says of them. */
export interface OwnKeys {
  readonly module: FitConnectModule;
  has(secret: string): Promise<boolean>;
  /** A private key; undefined where the secret is none. */
  get(secret: string): Promise<{ readonly kid: string } | undefined>;
  /** Makes those of the two that are not there yet. Each is stored whole, or not at all. */
  make(names: KeyNames): Promise<void>;
  /** Whether a portal of the configuration names this secret. */
  isConfigured(secret: string): boolean;
}

/** The secret of a key: the first pair has no number. */
export function secretOf(name: string, use: KeyUse, number: number): string {
  return number === 1 ? `${name}-${use}` : `${name}-${use}-${number}`;
}

/** Opens the keys of the project. */
export async function openKeys(context: Context): Promise<OwnKeys> {
  const { deps } = context;
  const module = (await deps.importConnector('@amtsbote/connectors/portals/fit-connect', projectDirectory(context))) as FitConnectModule;
  const { store, configured } = await openStore(context);
  const has = async (secret: string): Promise<boolean> => (await store.sourceOf(secret)) !== undefined;
  return {
    module,
    has,
    get: async (secret) => module.parsePrivateKey(await store.get(secret)),
    make: async (names) => {
      const made = await module.createDestinationKeys();
      for (const use of keyUses) {
        if (!(await has(names[use]))) await store.set(names[use], JSON.stringify(made[use]));
      }
    },
    isConfigured: (secret) => configured.has(secret),
  };
}

async function openStore({ deps, options }: Context): Promise<{ readonly store: SecretStore; readonly configured: ReadonlySet<string> }> {
  const { loadConfig, namedSecrets, openSecretStore } = await deps.loadRuntime();
  const file = lookForConfigFile(deps.cwd, options.config);
  const config: Config | undefined = file === undefined ? undefined : await loadConfig(file);
  const store = openSecretStore(config && { ...config.secrets, directory: config.directory }, deps.env);
  return { store, configured: new Set(namedSecrets(config?.portals)) };
}
