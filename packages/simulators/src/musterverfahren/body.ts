import { createHash } from 'node:crypto';
import type { WebRequest } from './http-types.ts';
import type { StoredAttachment } from './store.ts';

/** What a form sent. Text arrives as it was typed, apart from the line ends that browsers make CRLF. */
export interface FormBody {
  /** First value of a field. */
  get(name: string): string | undefined;
  /** All values of a field. */
  all(name: string): readonly string[];
  names(): readonly string[];
  /** The files of a field; a file input that was left empty has none. */
  files(name: string): readonly StoredAttachment[];
}

/**
 * Reads a URL-encoded or multipart body.
 *
 * @throws TypeError when a multipart body is broken
 */
export async function readForm(request: WebRequest): Promise<FormBody> {
  if (isMultipart(request)) return readMultipart(request.body, request.headers['content-type'] ?? '');
  return readFields(new URLSearchParams(request.body.toString('utf8')));
}

/** What a form sent in an address or as a URL-encoded body. */
export function readFields(fields: URLSearchParams): FormBody {
  return {
    get: (name) => fields.get(name) ?? undefined,
    all: (name) => fields.getAll(name),
    names: () => [...new Set(fields.keys())],
    files: () => [],
  };
}

/** True for `multipart/form-data`. */
export function isMultipart(request: WebRequest): boolean {
  return /^multipart\/form-data/i.test(request.headers['content-type'] ?? '');
}

/** What is kept of a file. */
export function describeFile(name: string, mediaType: string, bytes: Uint8Array): StoredAttachment {
  return {
    name,
    mediaType,
    size: bytes.byteLength,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  };
}

async function readMultipart(body: Buffer, contentType: string): Promise<FormBody> {
  const parts = await new Response(new Uint8Array(body), {
    headers: { 'content-type': contentType },
  }).formData();
  const texts = new Map<string, string[]>();
  const files = new Map<string, StoredAttachment[]>();
  for (const [name, part] of parts) {
    if (typeof part === 'string') {
      texts.set(name, [...(texts.get(name) ?? []), part]);
    } else if (part.name !== '' || part.size > 0) {
      const described = describeFile(part.name, part.type, new Uint8Array(await part.arrayBuffer()));
      files.set(name, [...(files.get(name) ?? []), described]);
    }
  }
  return {
    get: (name) => texts.get(name)?.[0],
    all: (name) => texts.get(name) ?? [],
    names: () => [...texts.keys()],
    files: (name) => files.get(name) ?? [],
  };
}
