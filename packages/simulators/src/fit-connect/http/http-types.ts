import type { IncomingHttpHeaders } from 'node:http';

/** A request whose body has not been read yet. */
export interface WebRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** The body, piece by piece; to be read once. */
  readonly body: AsyncIterable<Buffer>;
}

/** An answer. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** A text, or pieces of which only the sum of lengths is known. */
  readonly body: string | { readonly size: number; readonly pieces: Iterable<Uint8Array> };
  /** Cut the connection after this many bytes of the body. */
  readonly cutAfter?: number;
}
