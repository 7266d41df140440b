import type { PortalRoute, PortalUse } from '@amtsbote/sdk';
import type { DestinationFile } from '../check/offer.ts';
import type { DestinationOptions, FitConnectOptions } from '../options.ts';
import type { Look } from './look.ts';

/** Whether what the configuration takes of a destination is what it publishes. */
export function offerLook(options: DestinationOptions, file: DestinationFile): Look {
  const services = file.publicServices ?? file.services ?? [];
  const faults = (options.services ?? []).flatMap(({ identifier, schemas = [] }) => {
    const published = services.filter((service) => service.identifier === identifier);
    if (published.length === 0) return [`${identifier} is not published`];
    const uris = published.flatMap(({ submissionSchemas = [] }) => submissionSchemas.map(({ schemaUri }) => schemaUri));
    return schemas.filter((schema) => uris.length > 0 && !uris.includes(schema)).map((schema) => `${schema} is not published`);
  });
  const channels = Object.keys(file.replyChannels ?? {});
  faults.push(
    ...(options.replyChannels ?? []).filter((name) => !channels.includes(name)).map((name) => `the reply channel ${name} is not published`),
  );
  if (faults.length > 0) {
    const hint = 'Correct `services` and `replyChannels` of the destination, or what it publishes.';
    return { ok: false, code: 'AB_SERVICE_NOT_OFFERED', detail: faults.join('; '), hint };
  }
  if (services.length > 0) return { ok: true, detail: services.map(({ identifier }) => identifier).join(', ') };
  return {
    ok: true,
    warning: true,
    code: 'AB_SERVICE_NOT_OFFERED',
    detail: 'it publishes no service',
    hint: 'Add its services in the portal for self-service: senders find it by them.',
  };
}

/**
 * Whether routes take what a destination publishes. What a mapping asks for says no address of a schema, so that only what surely has no
 * route is a fault.
 */
export function routesLook(file: DestinationFile, { routes }: PortalUse): Look {
  const hint = 'Add a route for it, or take the schema from the destination: every such message will be a case.';
  if (routes.length === 0)
    return { ok: false, code: 'AB_MESSAGE_UNKNOWN', detail: 'the portal has no route whose mapping can be read', hint };
  const schemas = (file.publicServices ?? file.services ?? []).flatMap(({ submissionSchemas = [] }) => submissionSchemas);
  const without = schemas.filter(({ schemaUri, mimeType }) => !routes.some((route) => mayTake(route, schemaUri, mimeType)));
  const known = schemas.filter(({ schemaUri }) => routes.some(({ namespaces = [] }) => namespaces.includes(schemaUri)));
  if (without.length === 0)
    return { ok: true, detail: `${schemas.length} schemas, ${known.length} of them by their own address; ${routes.length} routes` };
  return {
    ok: true,
    warning: true,
    code: 'AB_MESSAGE_UNKNOWN',
    detail: `no route takes ${without.map(({ schemaUri }) => schemaUri).join(', ')}`,
    hint,
  };
}

function mayTake({ root, namespaces = [], profile }: PortalRoute, schemaUri: string, mimeType: string | undefined): boolean {
  if (namespaces.includes(schemaUri)) return true;
  const isJson = root === 'json' || profile === 'fim-json' || (namespaces.length === 1 && namespaces[0] === '' && root === undefined);
  if (mimeType === undefined || (root === undefined && profile === undefined)) return true;
  return mimeType === 'application/json' ? isJson : !isJson;
}

/** Whether ways to answer that a destination offers are served. */
export function replyLook(
  { replyChannels = {} }: DestinationFile,
  { mailbox, replies }: Pick<FitConnectOptions, 'mailbox' | 'replies'>,
): Look {
  const offered = Object.keys(replyChannels);
  const unserved = [
    ...('idBundDeMailbox' in replyChannels && mailbox === undefined ? ['idBundDeMailbox (option `mailbox`)'] : []),
    ...('fitConnect' in replyChannels && replies === undefined ? ['fitConnect (option `replies`)'] : []),
  ];
  if (unserved.length === 0) return { ok: true, detail: offered.length === 0 ? 'by letter' : offered.join(', ') };
  const detail = `applicants may choose ${unserved.join(' and ')}, and nothing is sent there`;
  return {
    ok: true,
    warning: true,
    code: 'AB_REPLY_NOT_CONFIGURED',
    detail,
    hint: 'Configure it, or take the channel from the destination.',
  };
}

/** Whether the service calls, and whether calls are heard. Of its address only the host is told: the rest may be a secret. */
export function callbackLook({ callback }: DestinationFile, { callbackSecret }: Pick<FitConnectOptions, 'callbackSecret'>): Look {
  const host = hostOf(callback?.url);
  if (host === undefined && callbackSecret === undefined) return { ok: true, detail: 'none: `sync` asks by itself' };
  if (host !== undefined && callbackSecret !== undefined) return { ok: true, detail: host };
  const detail =
    host === undefined ? 'the destination names no address for them' : `it calls ${host}, and no secret is configured to verify that`;
  const hint =
    host === undefined
      ? 'Name the address of `amtsbote serve` and the secret at the destination.'
      : 'Set `callbackSecret`, or remove the address from the destination.';
  return { ok: true, warning: true, code: 'AB_CALLBACK_NOT_SET', detail, hint };
}

function hostOf(url: string | undefined): string | undefined {
  return url !== undefined && URL.canParse(url) ? new URL(url).host : undefined;
}
