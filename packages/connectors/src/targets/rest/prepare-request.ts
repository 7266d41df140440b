import { createHash } from 'node:crypto';
import {
  type Attempt,
  fillJsonTemplate,
  fillTemplate,
  fillUrlTemplate,
  type JsonValue,
  type MappedRecord,
  NeedsPerson,
  type OpenAttachment,
} from '@amtsbote/sdk';
import { encodeBody, type EncodedBody, type HttpPart, type HttpRequest } from '@amtsbote/sdk/http';
import type { RestCreate, RestOptions, RestRecord } from './options.ts';

/** A request that only has to be sent. */
export interface PreparedRequest {
  readonly request: HttpRequest;
  /** SHA-256 over method, path and body. */
  readonly hash: string;
  /** What is sent, for a dry run. */
  readonly preview: string;
}

/** What a request is made of. */
export interface RequestParts {
  readonly options: RestOptions;
  readonly type: RestRecord;
  readonly record: MappedRecord;
  readonly attempt: Attempt;
}

/**
 * Makes the request: reads the attachments, fills the templates, encodes the body.
 *
 * @throws NeedsPerson AB_FILE_TOO_LARGE | AB_FIELD_FORMAT
 */
export async function prepareRequest({ options, type, record, attempt }: RequestParts): Promise<PreparedRequest> {
  const { create } = type;
  const attachments = attachmentsOf(type, record, attempt);
  const total = attachments.reduce((sum, { file }) => sum + file.size, 0);
  if (total > options.maxBodyBytes) {
    throw new NeedsPerson('AB_FILE_TOO_LARGE', `the attachments are larger than ${options.maxBodyBytes} bytes`, {
      hint: 'Raise `maxBodyBytes` of the target if it takes such a size.',
    });
  }
  const loaded: LoadedAttachment[] = [];
  for (const { field, file } of attachments) loaded.push({ field, file, bytes: Buffer.concat(await file.open().toArray()) });

  const { deliveryKey } = attempt;
  const path = fillUrlTemplate(create.path, { ...scalarsOf(type, record), deliveryKey });
  const json = fillJsonTemplate(create.body, record, {
    deliveryKey,
    ...attachmentValues(type, loaded, base64),
  });
  const body = encodeBody(create.multipart === undefined ? { json } : { multipart: partsOf(create, json, loaded) });
  return {
    request: {
      method: create.method,
      path,
      template: create.path,
      headers: headersOf(create, deliveryKey),
      body,
      signal: attempt.signal,
      expect: 'any',
    },
    hash: hashOf(create.method, path, body),
    preview: attempt.dryRun ? previewOf({ type, record, path, deliveryKey, loaded }) : '',
  };
}

interface NamedAttachment {
  readonly field: string;
  readonly file: OpenAttachment;
}

interface LoadedAttachment extends NamedAttachment {
  readonly bytes: Buffer;
}

function attachmentsOf(type: RestRecord, record: MappedRecord, attempt: Attempt): readonly NamedAttachment[] {
  return Object.entries(type.fields).flatMap(([field, declaration]) => {
    if (declaration.type !== 'attachment') return [];
    const refs = [record[field] ?? []].flat().filter((ref) => typeof ref === 'string');
    return refs.map((ref) => ({ field, file: attempt.attachment(ref) }));
  });
}

/** Attachment fields as a template sees them, instead of their references. */
function attachmentValues(
  type: RestRecord,
  loaded: readonly LoadedAttachment[],
  contentOf: (bytes: Buffer) => string,
): Record<string, JsonValue | undefined> {
  const values = Object.entries(type.fields).flatMap(([field, declaration]): [string, JsonValue | undefined][] => {
    if (declaration.type !== 'attachment') return [];
    const files = loaded
      .filter((attachment) => attachment.field === field)
      .map(({ file, bytes }): JsonValue => {
        const { name, mediaType, size, sha256 } = file;
        return { name, mediaType, size, sha256, content: contentOf(bytes) };
      });
    return [[field, files.length === 0 ? undefined : declaration.many ? files : files[0]]];
  });
  return Object.fromEntries(values);
}

function partsOf(create: RestCreate, json: JsonValue | undefined, loaded: readonly LoadedAttachment[]): readonly HttpPart[] {
  const parts = loaded.flatMap(({ field, file, bytes }): HttpPart[] => {
    const name = create.multipart?.files[field];
    return name === undefined ? [] : [{ field: name, fileName: file.name, mediaType: file.mediaType, bytes }];
  });
  return [{ field: create.multipart?.record ?? '', json }, ...parts];
}

function headersOf({ headers }: RestCreate, deliveryKey: string): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, fillTemplate(value, { deliveryKey })]));
}

/** The fields that can stand in a path; those without a value are known and empty. */
function scalarsOf(type: RestRecord, record: MappedRecord): Record<string, string | number | boolean | undefined> {
  return Object.fromEntries(
    Object.keys(type.fields).map((name) => {
      const value = record[name];
      return [name, typeof value === 'object' ? undefined : value];
    }),
  );
}

interface Preview {
  readonly type: RestRecord;
  readonly record: MappedRecord;
  readonly path: string;
  readonly deliveryKey: string;
  readonly loaded: readonly LoadedAttachment[];
}

function previewOf({ type, record, path, deliveryKey, loaded }: Preview): string {
  const values = attachmentValues(type, loaded, (bytes) => `(${bytes.length} bytes)`);
  const json = fillJsonTemplate(type.create.body, record, { deliveryKey, ...values });
  return `${type.create.method} ${path}\n${JSON.stringify(json, null, 2)}`;
}

function hashOf(method: string, path: string, { contentType, bytes }: EncodedBody): string {
  return createHash('sha256').update(`${method} ${path}\n${contentType}\n`).update(bytes).digest('hex');
}

function base64(bytes: Buffer): string {
  return bytes.toString('base64');
}
