import { connector as webForm } from '@amtsbote/connectors/targets/web-form';
import type { ConnectorServices, SecretReader, Target } from '@amtsbote/sdk';
import { demoUser, type SkinName } from '@amtsbote/simulators/musterverfahren';
import { skinConnectors } from './skin-connectors/skin-connectors.ts';
import { skinDescription } from './skin-descriptions.ts';

/** How a connector is written. */
export type ConnectorKind = 'YAML' | 'TypeScript';

/** Both kinds. */
export const connectorKinds: readonly ConnectorKind[] = ['YAML', 'TypeScript'];

/** The skins of Musterverfahren. */
export const skinNames: readonly SkinName[] = ['pages', 'app', 'frames'];

/** One way into Musterverfahren. */
export interface SkinAccess {
  readonly skin: SkinName;
  readonly kind: ConnectorKind;
}

/** Where it is, and what its connector declares. */
export interface SkinPlace {
  readonly url: string;
  readonly maxInFlightMs: number;
  readonly timeoutMs?: number;
}

/** The secrets of its account. */
const skinSecrets: SecretReader = {
  get: async (reference) => (reference.endsWith('user') ? demoUser.name : demoUser.password),
};

/** The options of the connector, as a configuration writes them. */
export function skinOptions({ skin, kind }: SkinAccess, { url, maxInFlightMs, timeoutMs = 5000 }: SkinPlace): object {
  if (kind === 'YAML') return skinDescription(skin, url, { capabilities: { find: 'authoritative', maxInFlightMs }, timeoutMs });
  return { baseUrl: url, user: 'secret:mv-user', password: 'secret:mv-password', maxInFlightMs, timeoutMs };
}

/** Opens the connector. */
export async function openSkin(access: SkinAccess, place: SkinPlace, services: ConnectorServices<unknown>): Promise<Target> {
  const options = skinOptions(access, place);
  if (access.kind === 'YAML') return webForm.open({ ...services, options: webForm.options.parse(options), secrets: skinSecrets });
  const connector = skinConnectors[access.skin];
  return connector.open({ ...services, options: connector.options.parse(options), secrets: skinSecrets });
}
