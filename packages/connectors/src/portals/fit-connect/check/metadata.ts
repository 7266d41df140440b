import type { ZodType } from '@amtsbote/sdk/zod';
import { SubmissionFault } from '../faults.ts';
import { versionIn } from '../names.ts';
import { metadata1, metadata2, type MetadataFile } from './metadata-shape.ts';

/** What the metadata of a submission say, in one form for all versions. */
export interface Metadata {
  /** Such as `2.1.0`. */
  readonly version: string;
  readonly data?: { readonly sha512: string; readonly schema?: MessageSchema | undefined } | undefined;
  readonly attachments: readonly MetadataAttachment[];
  /** The service, where this version names it. */
  readonly service?: string | undefined;
  /** How the applicant wants to be answered: its name and what belongs to it. Absent: by letter. */
  readonly replyChannel?: { readonly name: string; readonly value: unknown } | undefined;
  /** The application in the status monitor of BundID. */
  readonly applicationId?: string | undefined;
}

/** Which schema the message follows, and whether it is XML or JSON. */
export interface MessageSchema {
  readonly schemaUri: string;
  readonly mimeType: 'application/json' | 'application/xml';
}

/** An attachment that the metadata announce. */
export interface MetadataAttachment {
  /** In lower case. */
  readonly id: string;
  readonly sha512: string;
  readonly purpose: string;
  readonly mimeType: string;
  readonly filename?: string | undefined;
  /** The ids under which its content was sent, in order: its own, or those of its fragments. In lower case. */
  readonly parts: readonly string[];
}

/** Which metadata are taken. */
export interface MetadataRules {
  /** Pattern of `$schema`. */
  readonly schema: string;
  /** Versions, or their beginnings. */
  readonly versions: readonly string[];
}

/** The shapes by their first number. Metadata without `$schema` are the first ones of all. */
const shapes: Readonly<Record<string, ZodType<MetadataFile>>> = { '1': metadata1, '2': metadata2 };
const firstVersion = '1.0.0';

/** Versions that are understood. */
export const knownMetadataVersions: readonly string[] = Object.keys(shapes);

/**
 * Reads metadata and checks them against the shape of their version.
 *
 * @throws SubmissionFault metadata-syntax | metadata-version | metadata-schema, with the path of the field, never its value
 */
export function readMetadata(bytes: Uint8Array, rules: MetadataRules): Metadata {
  const json = parse(bytes);
  const version = versionOf(json, rules);
  const shape = shapes[version.split('.')[0] ?? ''];
  if (shape === undefined || !isAllowed(version, rules.versions)) throw new SubmissionFault('metadata-version', 'metadata', version);
  const parsed = shape.safeParse(json);
  if (!parsed.success) throw new SubmissionFault('metadata-schema', 'metadata', pathOf(parsed.error.issues[0]?.path));
  return metadataOf(parsed.data, version);
}

/** Whether a version is named, whole or by its beginning: `2` names 2.0.0 and 2.1.0. */
export function isAllowed(version: string, allowed: readonly string[]): boolean {
  return allowed.some((start) => version === start || version.startsWith(`${start}.`));
}

function metadataOf(file: MetadataFile, version: string): Metadata {
  const { data, attachments = [] } = file.contentStructure;
  const [channel] = Object.entries(file.replyChannel ?? {});
  return {
    version,
    data: data && { sha512: data.hash.content, schema: data.submissionSchema },
    attachments: attachments.map(({ attachmentId, hash, purpose, mimeType, filename, fragments }) => ({
      id: attachmentId.toLowerCase(),
      sha512: hash.content,
      purpose,
      mimeType,
      filename,
      parts: (fragments ?? [attachmentId]).map((id) => id.toLowerCase()),
    })),
    service: file.publicServiceType?.identifier,
    replyChannel: channel && { name: channel[0], value: channel[1] },
    applicationId: file.additionalReferenceInfo?.idBundDeApplicationId,
  };
}

function versionOf(json: unknown, { schema }: MetadataRules): string {
  const stated = typeof json === 'object' && json !== null ? (json as { $schema?: unknown }).$schema : undefined;
  if (stated === undefined) return firstVersion;
  const version = typeof stated === 'string' ? versionIn(schema, stated) : undefined;
  if (version === undefined) throw new SubmissionFault('metadata-version', 'metadata', '$schema');
  return version;
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new SubmissionFault('metadata-syntax', 'metadata');
  }
}

/** Names and numbers only: a name that is not of the schema could be a value. */
function pathOf(path: readonly PropertyKey[] | undefined): string {
  const steps = (path ?? []).map((step) => (typeof step === 'number' || /^\$?[A-Za-z]{1,40}$/.test(String(step)) ? String(step) : '…'));
  return steps.length === 0 ? 'whole' : steps.join('.');
}
