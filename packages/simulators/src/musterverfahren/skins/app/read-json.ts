import type { WebRequest } from '../../http-types.ts';

/** The object that a request carries; an empty one when it carries none. */
export function readJson(request: WebRequest): Readonly<Record<string, unknown>> {
  try {
    const value = JSON.parse(request.body.toString('utf8')) as unknown;
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** A text, or the empty one in place of anything else. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
