import { ApiProblem } from '../dialect/problems.ts';
import type { WebRequest } from './http-types.ts';

/**
 * Reads a whole body.
 *
 * @throws ApiProblem `too-large`
 */
export async function readBody(request: WebRequest, longest: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request.body) {
    size += chunk.length;
    if (size > longest) throw new ApiProblem('too-large', `The body is longer than ${longest} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/**
 * Reads a JSON object.
 *
 * @throws ApiProblem `media-type`, `too-large` or `bad-request`
 */
export async function readJson(request: WebRequest, longest: number): Promise<Readonly<Record<string, unknown>>> {
  requireMediaType(request, 'application/json');
  const value = parseJson((await readBody(request, longest)).toString('utf8'));
  if (!isObject(value)) throw new ApiProblem('bad-request', 'The body is not a JSON object.');
  return value;
}

/** @throws ApiProblem `media-type` */
export function requireMediaType(request: WebRequest, wanted: string): void {
  const given = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  if (given !== wanted) throw new ApiProblem('media-type', `Content-Type ${wanted} is expected.`);
}

/** The value of a JSON text; undefined when it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** True for a JSON object. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** True for a UUID in the usual spelling. */
export function isUuid(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(value);
}
