import type { FaultKind } from '../faults/fault.ts';
import type { Operation } from '../http/router.ts';

/** A request as it arrived. */
export interface SeenRequest {
  readonly at: number;
  readonly method: string;
  readonly path: string;
  readonly operation: Operation | 'unknown';
  readonly clientId: string | undefined;
  /** `cut` when the connection was cut instead of a whole answer. */
  readonly outcome: number | 'cut';
  /** The faults that acted on it. */
  readonly faults: readonly FaultKind[];
}

/** An event as it was posted, whatever came of it. */
export interface SeenEvent {
  readonly caseId: string;
  readonly jti: string;
  /** The last part of the event's URI, such as `accept-submission`. */
  readonly event: string;
  readonly subject: string;
  /** 204 when it went into the log. */
  readonly status: number;
}

/** A callback as it was sent. */
export interface SeenCallback {
  readonly at: number;
  readonly url: string;
  readonly body: string;
  readonly status: number | 'failed' | 'dropped';
  /** Counted from 1. */
  readonly attempt: number;
  readonly faults: readonly FaultKind[];
}

const longest = 50_000;

/** What the service saw, in memory. */
export class WitnessLog {
  readonly #requests: SeenRequest[] = [];
  readonly #events: SeenEvent[] = [];
  readonly #callbacks: SeenCallback[] = [];

  request(seen: SeenRequest): void {
    add(this.#requests, seen);
  }

  postedEvent(caseId: string, claims: Readonly<Record<string, unknown>>, status: number): void {
    const { jti, sub, events } = claims;
    const uris = typeof events === 'object' && events !== null ? Object.keys(events) : [];
    const names = uris.map((uri) => uri.slice(uri.lastIndexOf('/') + 1));
    add(this.#events, { caseId, jti: text(jti), event: names.join('+'), subject: text(sub), status });
  }

  callback(seen: SeenCallback): void {
    add(this.#callbacks, seen);
  }

  get requests(): readonly SeenRequest[] {
    return this.#requests;
  }

  get events(): readonly SeenEvent[] {
    return this.#events;
  }

  get callbacks(): readonly SeenCallback[] {
    return this.#callbacks;
  }
}

function add<T>(list: T[], entry: T): void {
  list.push(entry);
  if (list.length > longest) list.splice(0, longest / 2);
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
