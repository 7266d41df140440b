import type { CheckResult } from '@amtsbote/sdk';
import type { DestinationFile } from '../check/offer.ts';
import { type PublicJwk, unfitFor } from '../crypto/jwk.ts';
import type { BundIdOptions } from '../options.ts';
import { schemaFor } from '../status/applicants.ts';
import { authorEnd } from '../status/author-envelope.ts';
import { authorLook, certificateLook } from './certificate-checks.ts';
import type { PortalToCheck } from './check-portal.ts';
import { type Look, look } from './look.ts';

/** Looks at the destinations of BundID that messages to applicants go to. */
export async function checkBundId(portal: PortalToCheck): Promise<readonly CheckResult[]> {
  const { status, mailbox } = portal.options;
  return [
    ...(status === undefined ? [] : [await look({ name: 'states can be sent to the status monitor' }, () => bundIdLook(status, portal))]),
    ...(mailbox === undefined ? [] : [await look({ name: 'messages can be sent to mailboxes' }, () => bundIdLook(mailbox, portal))]),
  ];
}

async function bundIdLook(options: BundIdOptions & { readonly service: string }, portal: PortalToCheck): Promise<Look> {
  const { destination, schemaUri, service } = options;
  const file = await portal.api.destination(destination);
  const key = file.encryptionKid === undefined ? undefined : await portal.api.destinationKey(destination, file.encryptionKid);
  const fault = faultOf(options, { file, key }, portal);
  if (fault !== undefined || key === undefined) return { ok: false, hint: 'Compare it with what its operator names.', ...fault };
  const certificate = await certificateLook(key, 'wrapKey', portal);
  const schema = `schema ${schemaUri ?? schemaFor(file, service)}`;
  if (!certificate.ok || certificate.warning === true) return { ...certificate, detail: `${schema}; certificate: ${certificate.detail}` };
  const author = authorLook(await authorEnd(options, portal.secrets), portal.clock.now());
  return { ...author, detail: `${schema}; our certificate ${author.detail}` };
}

function faultOf(
  { destination, service }: BundIdOptions & { readonly service: string },
  { file, key }: { readonly file: DestinationFile; readonly key: PublicJwk | undefined },
  { options }: Pick<PortalToCheck, 'options'>,
): Pick<Look, 'code' | 'detail'> | undefined {
  if (file.status !== undefined && file.status !== 'active') {
    return { code: 'AB_DESTINATION_INACTIVE', detail: `the state of ${destination} is ${file.status}` };
  }
  const unfit = key === undefined ? 'there is none' : unfitFor(key, 'wrapKey', options.minimumKeyBits);
  if (unfit !== undefined) return { code: 'AB_KEY_UNFIT', detail: `its key for encryption: ${unfit}` };
  const offered = file.publicServices ?? file.services ?? [];
  if (offered.length === 0 || offered.some(({ identifier }) => identifier === service)) return undefined;
  return { code: 'AB_SERVICE_NOT_OFFERED', detail: `${destination} does not offer ${service}` };
}
