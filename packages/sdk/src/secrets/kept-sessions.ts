import { hkdfSync } from 'node:crypto';
import { rm } from 'node:fs/promises';
import type { SessionKeeper } from '../target/services.ts';
import { sealedFileSource } from './sealed-file-source.ts';

/**
 * Login sessions in one sealed file beside the ledger, so that not every run logs in. What cannot be read is as good as not there.
 *
 * @param masterKey called at the first use; the sessions have a key of their own, derived from it
 */
export function keptSessions(file: string, masterKey: () => Promise<Uint8Array>): SessionKeeper {
  const key = async (): Promise<Uint8Array> => new Uint8Array(hkdfSync('sha256', await masterKey(), '', 'amtsbote/sessions/1', 32));
  const source = sealedFileSource(file, key);
  return {
    get: (name) => source.get(name).catch(() => undefined),
    set: async (name, value) => {
      await source.set(name, value).catch(async () => {
        await rm(file, { force: true });
        await source.set(name, value);
      });
    },
  };
}
