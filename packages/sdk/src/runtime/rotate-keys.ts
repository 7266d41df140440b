import { ConfigurationFault } from '../errors/families.ts';
import { createMasterKey, readMasterKey } from '../secrets/master-key.ts';
import type { Wiring } from './open-runtime.ts';

/**
 * Changes the master key of the ledger to the one at another place, which is made where there is none. Holds the run lock meanwhile.
 * Stopped in between, the ledger is as before.
 *
 * @throws ConfigurationFault AB_LEDGER_BUSY | AB_USAGE | AB_SECRET_MISSING
 */
export async function rotateKeys(wiring: Wiring, to: string): Promise<{ readonly rewrapped: number }> {
  const { config, options, services } = wiring;
  if (to === config.ledger.masterKey) {
    throw new ConfigurationFault('AB_USAGE', 'The new master key must lie in another place than the present one');
  }
  const ledger = await wiring.ledger();
  if (!(await ledger.runs.begin(services.clock.now()))) throw new ConfigurationFault('AB_LEDGER_BUSY', 'Another run holds the ledger');
  try {
    if (!to.startsWith('env:')) await createMasterKey(to, config.directory);
    const master = await readMasterKey(to, config.directory, options.env ?? process.env);
    if (Buffer.from(master).equals(await wiring.masterKey())) {
      throw new ConfigurationFault('AB_USAGE', 'The new master key is the same as the present one');
    }
    return { rewrapped: await ledger.keys.rotate(master) };
  } finally {
    await ledger.runs.end(services.clock.now());
  }
}
