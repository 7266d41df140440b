import type { App } from '../app.ts';
import type { Act } from '../dialect/states.ts';
import type { Reply } from '../http/http-types.ts';
import type { Exchange, Operation } from '../http/router.ts';
import type { answerFaultKinds } from './answer-faults.ts';
import type { callbackFaultKinds } from './callback-faults.ts';
import type { contentFaultKinds } from './content-faults.ts';
import type { directoryFaultKinds } from './directory-faults.ts';
import type { eventFaultKinds } from './event-faults.ts';
import type { listFaultKinds } from './list-faults.ts';
import type { transportFaultKinds } from './transport-faults.ts';

/** Everything that can go wrong on demand. */
export type FaultKind =
  | (typeof transportFaultKinds)[number]
  | (typeof directoryFaultKinds)[number]
  | (typeof listFaultKinds)[number]
  | (typeof contentFaultKinds)[number]
  | (typeof eventFaultKinds)[number]
  | (typeof answerFaultKinds)[number]
  | (typeof callbackFaultKinds)[number];

/** A fault to act on the requests that match it. */
export interface Fault {
  readonly kind: FaultKind;
  /** Every request that the kind can act on unless told otherwise; those for tokens only when `operation` says so. */
  readonly match?: {
    readonly operation?: Operation;
    readonly method?: string;
    /** Start of the path. */
    readonly path?: string;
    /** A submission, reply, attachment, case, destination or client that the request is about. */
    readonly id?: string;
  };
  /** On how many matching requests; on all until it is disarmed unless told otherwise. */
  readonly times?: number;
  /** `latency`, `late-listing`, `set-iat-future`, `clock-skew`: milliseconds. */
  readonly ms?: number;
  /** `latency`, `http-500`: before the request is handled (default) or after it, with the answer. */
  readonly when?: 'before' | 'after';
  /** `http-429`, `http-503`: seconds for a `Retry-After`; none unless told otherwise. */
  readonly retryAfter?: number;
  /** `http-429`: seconds for `RateLimit-Reset`; 1 unless told otherwise. */
  readonly reset?: number;
  /** Faults of the event log: which event; `submit` unless told otherwise. */
  readonly event?: Act;
  /** `paging-shift`, `events-paging-shift`: by how many entries; 1 unless told otherwise. */
  readonly by?: number;
}

/** What a fault has at hand. */
export interface FaultTools {
  readonly app: App;
  readonly exchange: Exchange;
  readonly fault: Fault;
  /** Handles the request once more, with another query. */
  readonly again: (query: URLSearchParams) => Promise<Reply>;
}

/** What a fault does. */
export interface FaultSpec {
  /** The requests it can act on. */
  readonly operations: readonly Operation[] | 'any';
  /** Half a sentence: what is wrong. */
  readonly text: string;
  /** In place of the handling; undefined lets it go on. */
  readonly before?: (tools: FaultTools) => Reply | 'cut' | undefined | Promise<Reply | 'cut' | undefined>;
  /** On the answer, when that is a success or the fault is one of transport. */
  readonly after?: (tools: FaultTools, reply: Reply) => Reply | 'cut' | Promise<Reply | 'cut'>;
}
