import type { IncomingHttpHeaders } from 'node:http';
import type { Session } from './sessions.ts';
import type { Effects } from './faults.ts';
import type { Quirks } from './quirks/quirks.ts';

/** A request whose body has been read in full. */
export interface WebRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  /** The query as it came, without the question mark. */
  readonly search: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** An answer, or the order to cut the connection instead. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/** One request on its way through a handler. */
export interface Exchange {
  readonly request: WebRequest;
  /** Values of the `:name` segments of the route. */
  readonly params: Readonly<Record<string, string>>;
  /** What faults change in the handling of this request. */
  readonly effects: Effects;
  readonly quirks: Quirks;
  /** The signed-in session; for routes that are open, or called by token, absent. */
  readonly session?: Session | undefined;
  /** The user or API client who calls. */
  readonly caller: string;
}
