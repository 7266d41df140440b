import type { App } from '../app.ts';
import { setUpDestination, type DestinationSetup, type PrivateKeys } from '../destinations.ts';

/** Enters a destination, unless one with its id is there already: then that one stays as it is. */
export async function addDestination(app: App, setup: DestinationSetup, keyBits: number): Promise<string> {
  const { directory } = app.store;
  const known = setup.destinationId === undefined ? undefined : directory.destination(setup.destinationId);
  if (known) return known.destinationId;
  if (setup.callback && !app.callbacks.mayCall(setup.callback.url)) throw new TypeError('Callbacks go to addresses on this computer only.');
  const { destination, privateKeys } = await setUpDestination(setup, keyBits);
  const subscribers = directory.clients().filter(({ roles }) => roles.includes('subscriber'));
  directory.putDestination(destination);
  if (privateKeys) putPrivateKeys(app, destination.destinationId, privateKeys);
  for (const clientId of setup.clients ?? subscribers.map((client) => client.clientId)) directory.link(clientId, destination.destinationId);
  return destination.destinationId;
}

/** The private keys of a destination; undefined when the simulator did not make them, or others are used by now. */
export function privateKeysOf(app: App, destinationId: string): PrivateKeys | undefined {
  const kept = app.store.setting(privateKeysName(destinationId));
  const keys = kept === undefined ? undefined : (JSON.parse(kept) as PrivateKeys);
  const used = app.store.directory.destination(destinationId)?.keys ?? [];
  return keys && used.some(({ kid }) => kid === keys.signing.kid) ? keys : undefined;
}

/** Keeps the private keys of a destination. */
export function putPrivateKeys(app: App, destinationId: string, keys: PrivateKeys): void {
  app.store.putSetting(privateKeysName(destinationId), JSON.stringify(keys));
}

function privateKeysName(destinationId: string): string {
  return `private-keys:${destinationId}`;
}
