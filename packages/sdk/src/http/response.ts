import type { AmtsboteError } from '../errors/amtsbote-error.ts';

/** An answer. */
export interface HttpResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Uint8Array;
  /**
   * The body as JSON; undefined when it is empty.
   *
   * @throws OutcomeUnknown for a request with an effect, else NotDelivered, when the body is no JSON
   */
  json(): unknown;
  /** The error that this answer means where it was not expected. */
  failure(): AmtsboteError;
}

/** The part of the library's answer that is used. */
export interface HttpAnswerLike {
  readonly status: number;
  readonly headers: object;
  readonly data: Uint8Array;
}

/** How errors about an answer are made. */
export interface AnswerErrors {
  failed(): AmtsboteError;
  unreadable(reason: string): AmtsboteError;
}

/** Makes an answer of ours. */
export function createResponse(answer: HttpAnswerLike, errors: AnswerErrors): HttpResponse {
  const headers = Object.entries(answer.headers).map(([name, value]) => [name.toLowerCase(), String(value)]);
  return {
    status: answer.status,
    headers: Object.fromEntries(headers) as Readonly<Record<string, string>>,
    bytes: answer.data,
    json: () => {
      if (answer.data.byteLength === 0) return undefined;
      try {
        return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(answer.data)) as unknown;
      } catch {
        // The parser's own error quotes the body.
        throw errors.unreadable(`HTTP ${answer.status}, and the body is no JSON`);
      }
    },
    failure: () => errors.failed(),
  };
}
