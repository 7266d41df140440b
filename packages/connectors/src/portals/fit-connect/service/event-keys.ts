import type { CertificateTrust } from '../certificates/certificate-trust.ts';
import type { PublicJwk } from '../crypto/jwk.ts';
import type { EventKeys } from '../events/verify-set.ts';
import type { SubmissionApi } from './submission-api.ts';

/**
 * Finds published keys, each asked for once in a run; the list of the service once more for a key that it did not have. Gives none whose
 * certificates are not as they must be: that is thrown, and technical.
 */
export function publishedKeys(api: SubmissionApi, trust: Pick<CertificateTrust, 'accept'>): EventKeys {
  const keys = foundKeys(api);
  const accepted = async (key: PublicJwk | undefined): Promise<PublicJwk | undefined> => {
    if (key !== undefined) await trust.accept(key, 'verify');
    return key;
  };
  return {
    ofService: async (kid) => accepted(await keys.ofService(kid)),
    ofDestination: async (destination, kid) => accepted(await keys.ofDestination(destination, kid)),
  };
}

function foundKeys(api: SubmissionApi): EventKeys {
  let listed: Promise<readonly PublicJwk[]> | undefined;
  let renewed = false;
  const destinations = new Map<string, Promise<PublicJwk | undefined>>();
  const list = (): Promise<readonly PublicJwk[]> => {
    listed ??= api.serviceKeys().catch((error: unknown) => {
      listed = undefined;
      throw error;
    });
    return listed;
  };
  return {
    ofService: async (kid) => {
      const found = (await list()).find((key) => key.kid === kid);
      if (found !== undefined || renewed) return found;
      renewed = true;
      listed = undefined;
      return (await list()).find((key) => key.kid === kid);
    },
    ofDestination: (destination, kid) => {
      const name = `${destination.toLowerCase()} ${kid}`;
      const known = destinations.get(name);
      if (known !== undefined) return known;
      const asked = api.destinationKey(destination.toLowerCase(), kid).catch((error: unknown) => {
        destinations.delete(name);
        throw error;
      });
      destinations.set(name, asked);
      return asked;
    },
  };
}
