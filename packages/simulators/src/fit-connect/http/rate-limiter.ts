/** How many requests a client has in which time. */
export interface RateLimit {
  readonly requests: number;
  readonly seconds: number;
}

/** Counts the requests of each client in fixed windows. */
export class RateLimiter {
  readonly #limit: RateLimit | undefined;
  readonly #now: () => number;
  readonly #windows = new Map<string, { readonly until: number; used: number }>();

  constructor(limit: RateLimit | undefined, now: () => number) {
    this.#limit = limit;
    this.#now = now;
  }

  /** Counts a request; the answer's headers, and whether it was one too many. Without a limit there are no headers. */
  count(caller: string): { readonly exceeded: boolean; readonly headers: Readonly<Record<string, string>> } {
    if (!this.#limit) return { exceeded: false, headers: {} };
    const now = this.#now();
    let window = this.#windows.get(caller);
    if (!window || window.until <= now) {
      window = { until: now + this.#limit.seconds * 1000, used: 0 };
      this.#windows.set(caller, window);
    }
    window.used += 1;
    const remaining = Math.max(0, this.#limit.requests - window.used);
    const headers = rateLimitHeaders({ limit: this.#limit.requests, remaining, reset: Math.ceil((window.until - now) / 1000) });
    return { exceeded: window.used > this.#limit.requests, headers };
  }
}

/** The three headers; `reset` in seconds from now. */
export function rateLimitHeaders(values: { limit: number; remaining: number; reset: number }): Readonly<Record<string, string>> {
  return {
    'ratelimit-limit': String(values.limit),
    'ratelimit-remaining': String(values.remaining),
    'ratelimit-reset': String(values.reset),
  };
}
