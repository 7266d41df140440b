import { definePortal, type PortalDefinition } from '@amtsbote/sdk';
import { FitConnectPortal } from './fit-connect-portal.ts';
import { type FitConnectOptions, fitConnectOptions } from './options.ts';

export { certificateRequest } from './certificates/certificate-request.ts';
export { parseSubject, type SubjectPart } from './certificates/subject.ts';
export { withCertificates } from './certificates/with-certificates.ts';
export { createDestinationKeys, type DestinationKeys, parsePrivateKey, publicHalf } from './keys/create-keys.ts';
export { verifier } from './evidence/verifier.ts';
export type { PrivateJwk, PublicJwk } from './crypto/jwk.ts';
export type { DestinationOptions, FitConnectLimits, FitConnectOptions, ServiceOptions, StatusOptions } from './options.ts';

/**
 * Destinations (Zustellpunkte) of FIT-Connect. What waits there is verified against its event log, decrypted and checked; the portal keeps its
 * copy until it is told the outcome, by a signed event.
 */
export const connector: PortalDefinition<FitConnectOptions> = definePortal({
  name: 'fit-connect',
  options: fitConnectOptions,
  open: (services) => new FitConnectPortal(services),
});
