import { createHash } from 'node:crypto';
import type { Request } from 'playwright-core';

const previewLimit = 64 * 1024;

/** SHA-256 of what a request sends: its body, or its address when it has none. */
export function requestHash(request: Request): string {
  return createHash('sha256')
    .update(request.postDataBuffer() ?? request.url())
    .digest('hex');
}

/** What a request would send, readable by a person: one field per line. Shown to the operator, never stored. */
export function requestPreview(request: Request): string {
  const url = new URL(request.url());
  const head = `${request.method()} ${url.pathname}`;
  const body = request.postData();
  const type = request.headers()['content-type'] ?? '';
  const lines = body === null ? fieldLines(url.searchParams) : bodyLines(body, type);
  return [head, ...lines].join('\n').slice(0, previewLimit);
}

function bodyLines(body: string, type: string): readonly string[] {
  if (type.startsWith('application/x-www-form-urlencoded')) return fieldLines(new URLSearchParams(body));
  const boundary = /^multipart\/form-data;.*boundary="?([^";]+)/.exec(type)?.[1];
  return boundary === undefined ? [body] : partLines(body.split(`--${boundary}`));
}

/** The fields of a form with uploads; of a file its name only. */
export function partLines(parts: readonly string[]): readonly string[] {
  return parts.flatMap((part) => {
    const name = /\bname="([^"]*)"/.exec(part)?.[1];
    if (name === undefined) return [];
    const file = /\bfilename="([^"]*)"/.exec(part)?.[1];
    const value = part.slice(part.indexOf('\r\n\r\n') + 4).replace(/\r\n$/, '');
    return [`${name} = ${file ?? value.replaceAll('\r\n', '\n')}`];
  });
}

function fieldLines(fields: URLSearchParams): readonly string[] {
  return [...fields].map(([name, value]) => `${name} = ${value}`);
}
