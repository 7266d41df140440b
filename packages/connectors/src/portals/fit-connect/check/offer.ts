import { z, type ZodType } from '@amtsbote/sdk/zod';
import { SubmissionFault } from '../faults.ts';
import type { DestinationOptions, ServiceOptions } from '../options.ts';
import { isAllowed, knownMetadataVersions, type Metadata } from './metadata.ts';

/** What a destination takes. Undefined parts are not restricted. */
export interface Offer {
  readonly services?: readonly ServiceOptions[] | undefined;
  readonly replyChannels?: readonly string[] | undefined;
  readonly metadataVersions: readonly string[];
}

/** What the service publishes of a destination, in the words of version 1 or 2. */
export interface DestinationFile {
  readonly status?: string | undefined;
  readonly encryptionKid?: string | undefined;
  readonly metadataVersions?: readonly string[] | undefined;
  readonly replyChannels?: Readonly<Record<string, unknown>> | undefined;
  readonly publicServices?: readonly ServiceFile[] | undefined;
  readonly services?: readonly ServiceFile[] | undefined;
  readonly callback?: { readonly url?: string | undefined } | undefined;
}

interface ServiceFile {
  readonly identifier: string;
  readonly regions?: readonly string[] | undefined;
  readonly submissionSchemas?: readonly { readonly schemaUri: string; readonly mimeType?: string | undefined }[] | undefined;
}

const serviceShape: ZodType<ServiceFile> = z.object({
  identifier: z.string(),
  regions: z.array(z.string()).optional(),
  submissionSchemas: z.array(z.object({ schemaUri: z.string(), mimeType: z.string().optional() })).optional(),
});

/** Shape of {@link DestinationFile}. */
export const destinationShape: ZodType<DestinationFile> = z.object({
  status: z.string().optional(),
  encryptionKid: z.string().optional(),
  metadataVersions: z.array(z.string()).optional(),
  replyChannels: z.record(z.string(), z.unknown()).optional(),
  publicServices: z.array(serviceShape).optional(),
  services: z.array(serviceShape).optional(),
  callback: z.object({ url: z.string().optional() }).optional().catch(undefined),
});

/** What a destination takes: what the configuration says, else what it publishes. */
export function offerOf(options: DestinationOptions, published: DestinationFile): Offer {
  const services = published.publicServices ?? published.services;
  const versions = published.metadataVersions?.filter((version) => isAllowed(version, knownMetadataVersions));
  return {
    services: options.services ?? (services === undefined || services.length === 0 ? undefined : services.map(serviceOf)),
    replyChannels: options.replyChannels ?? namesOf(published.replyChannels),
    metadataVersions: options.metadataVersions ?? (versions === undefined || versions.length === 0 ? knownMetadataVersions : versions),
  };
}

/** What a submission asks for. */
export interface Asked {
  readonly service: string | undefined;
  readonly region: string | undefined;
  readonly metadata: Metadata;
}

/**
 * Checks that a destination offers what a submission asks for.
 *
 * @throws SubmissionFault service-differs | service-unsupported | region-unsupported | schema-unsupported | reply-channel
 */
export function checkOffer(asked: Asked, { services, replyChannels }: Offer): void {
  const { service, region, metadata } = asked;
  if (differ(service, metadata.service)) throw new SubmissionFault('service-differs', 'metadata');
  if (services !== undefined) {
    const offered = services.filter(({ identifier }) => identifier === (service ?? metadata.service));
    if (offered.length === 0) throw new SubmissionFault('service-unsupported');
    checkService(offered, region, metadata.data?.schema?.schemaUri);
  }
  const channel = metadata.replyChannel?.name;
  if (channel !== undefined && replyChannels?.includes(channel) === false) throw new SubmissionFault('reply-channel', 'metadata');
}

function differ(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && other !== undefined && one !== other;
}

function checkService(offered: readonly ServiceOptions[], region: string | undefined, schema: string | undefined): void {
  const inRegion = offered.filter(({ regions }) => region === undefined || regions === undefined || regions.includes(region));
  if (inRegion.length === 0) throw new SubmissionFault('region-unsupported');
  const takesSchema = inRegion.some(({ schemas }) => schemas === undefined || (schema !== undefined && schemas.includes(schema)));
  if (!takesSchema) throw new SubmissionFault('schema-unsupported', 'data');
}

function serviceOf({ identifier, regions, submissionSchemas }: ServiceFile): ServiceOptions {
  return {
    identifier,
    ...(regions !== undefined && regions.length > 0 && { regions }),
    ...(submissionSchemas !== undefined &&
      submissionSchemas.length > 0 && { schemas: submissionSchemas.map(({ schemaUri }) => schemaUri) }),
  };
}

function namesOf(channels: Readonly<Record<string, unknown>> | undefined): readonly string[] | undefined {
  const names = Object.keys(channels ?? {});
  return names.length === 0 ? undefined : names;
}
