import { createHash } from 'node:crypto';

/** The body of a request: exactly one of these. */
export type HttpBody =
  | { readonly json: unknown }
  | { readonly form: Readonly<Record<string, string>> }
  | { readonly bytes: Uint8Array; readonly contentType: string }
  | { readonly multipart: readonly HttpPart[] };

/** One part of a multipart body: a text, or a file with its name. */
export type HttpPart =
  | { readonly field: string; readonly text: string }
  | { readonly field: string; readonly json: unknown }
  | {
      readonly field: string;
      readonly fileName: string;
      readonly mediaType: string;
      readonly bytes: Uint8Array;
    };

/** A body as it goes over the wire. */
export interface EncodedBody {
  readonly bytes: Uint8Array;
  readonly contentType: string;
}

/** Encodes a body. The same body gives the same bytes, also for multipart, so that its hash means something. */
export function encodeBody(body: HttpBody): EncodedBody {
  if ('bytes' in body) return body;
  if ('json' in body) return { bytes: utf8(JSON.stringify(body.json)), contentType: 'application/json' };
  if ('form' in body) {
    return {
      bytes: utf8(new URLSearchParams(body.form).toString()),
      contentType: 'application/x-www-form-urlencoded',
    };
  }
  return encodeMultipart(body.multipart);
}

function encodeMultipart(parts: readonly HttpPart[]): EncodedBody {
  const encoded = parts.map((part) => ({ head: partHead(part), content: partContent(part) }));
  const hash = createHash('sha256');
  for (const { head, content } of encoded) hash.update(head).update('\0').update(content).update('\0');
  const boundary = `amtsbote-${hash.digest('hex').slice(0, 40)}`;
  const chunks = encoded.flatMap(({ head, content }) => [utf8(`--${boundary}\r\n${head}\r\n\r\n`), content, utf8('\r\n')]);
  return {
    bytes: Buffer.concat([...chunks, utf8(`--${boundary}--\r\n`)]),
    contentType: `multipart/form-data; boundary=${boundary}`,
  };
}

function partHead(part: HttpPart): string {
  const field = `Content-Disposition: form-data; name="${quoted(part.field)}"`;
  if ('text' in part) return field;
  if ('json' in part) return `${field}\r\nContent-Type: application/json`;
  return `${field}; filename="${quoted(part.fileName)}"\r\nContent-Type: ${part.mediaType.replaceAll(/[\r\n]/g, '')}`;
}

function partContent(part: HttpPart): Uint8Array {
  if ('text' in part) return utf8(part.text);
  return 'json' in part ? utf8(JSON.stringify(part.json)) : part.bytes;
}

/** Escapes as browsers do, so that no name can end its header. */
function quoted(name: string): string {
  return name.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function utf8(text: string): Buffer {
  return Buffer.from(text, 'utf8');
}
