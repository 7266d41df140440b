import type { CheckResult, Clock, PortalUse, SecretReader } from '@amtsbote/sdk';
import type { CertificateTrust } from '../certificates/certificate-trust.ts';
import type { Destination } from '../destination.ts';
import type { FitConnectOptions } from '../options.ts';
import type { ServiceRequests } from '../service/requests.ts';
import type { SubmissionApi } from '../service/submission-api.ts';
import { checkBundId } from './bund-id-checks.ts';
import { checkDestination } from './destination-checks.ts';
import { checkService } from './service-checks.ts';

/** What a portal is looked at with. */
export interface PortalToCheck {
  readonly api: SubmissionApi;
  readonly requests: ServiceRequests;
  /** Send what goes to applicants; none where nothing does. */
  readonly senders: readonly ServiceRequests[];
  readonly destinations: ReadonlyMap<string, Destination>;
  readonly options: FitConnectOptions;
  readonly trust: CertificateTrust;
  readonly secrets: SecretReader;
  readonly clock: Clock;
  /** Undefined when nobody said what the configuration does with the portal. */
  readonly use?: PortalUse | undefined;
}

/** Looks, without changing anything, whether submissions could be fetched and answered now, and whether some wait for too long. */
export async function checkPortal(portal: PortalToCheck): Promise<readonly CheckResult[]> {
  const checks = [...(await checkService(portal)), ...(await checkBundId(portal))];
  for (const destination of portal.destinations.values()) checks.push(...(await checkDestination(destination, portal)));
  return checks;
}
