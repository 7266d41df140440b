import type { RsaJwk } from '../crypto/keys.ts';
import type { OfferedService } from '../destinations.ts';
import type { Receiver } from './pack.ts';
import type { ServiceClient } from './service-client.ts';
import type { SubmissionToSend } from './submission.ts';

interface ShownDestination {
  readonly encryptionKid: string;
  readonly services?: readonly OfferedService[];
  readonly publicServices?: readonly OfferedService[];
}

/**
 * Asks the service for whom a submission is to be encrypted, and as what it is to be announced.
 *
 * @throws when the destination's key is none to encrypt with, or the destination takes no such data
 */
export async function findReceiver(client: ServiceClient, submission: SubmissionToSend): Promise<Receiver> {
  const path = `/destinations/${submission.destinationId}`;
  const destination = (await client.get(path)) as ShownDestination;
  const key = (await client.get(`${path}/keys/${destination.encryptionKid}`)) as RsaJwk;
  if (!isFor(key, destination.encryptionKid)) throw new Error('The key of the destination is not one to encrypt with.');
  const offered = chooseService(destination, submission);
  const { mimeType, schemaUri = schemaFor(offered, mimeType) } = submission.data;
  const { identifier, name } = submission.service ?? offered ?? {};
  if (identifier === undefined || schemaUri === undefined)
    throw new Error(`The destination takes no ${mimeType}; name service and schema.`);
  return { key, schemaUri, service: { identifier, name: name ?? identifier } };
}

function isFor({ kid, key_ops: operations, alg }: RsaJwk, wanted: string): boolean {
  return kid === wanted && operations.includes('wrapKey') && alg === 'RSA-OAEP-256';
}

function chooseService({ services, publicServices }: ShownDestination, { service, data }: SubmissionToSend): OfferedService | undefined {
  const offered = publicServices ?? services ?? [];
  if (service) return offered.find(({ identifier }) => identifier === service.identifier);
  return offered.find((known) => schemaFor(known, data.mimeType) !== undefined);
}

function schemaFor(service: OfferedService | undefined, mimeType: string): string | undefined {
  return service?.submissionSchemas.find((schema) => schema.mimeType === mimeType)?.schemaUri;
}
