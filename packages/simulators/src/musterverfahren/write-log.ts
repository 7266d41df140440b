import type { Act } from './acts.ts';

/** One request that could change something, as it arrived. */
export interface WriteEntry {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly method: string;
  readonly path: string;
  readonly act?: Act | undefined;
  /** `cut` when the connection was cut instead of an answer. */
  readonly outcome: number | 'cut';
}

const longest = 10_000;

/** The latest requests other than GET and HEAD, and those that save by GET, in memory. */
export class WriteLog {
  #entries: WriteEntry[] = [];

  add(entry: WriteEntry): void {
    this.#entries.push(entry);
    if (this.#entries.length > longest) this.#entries = this.#entries.slice(-longest / 2);
  }

  list(): readonly WriteEntry[] {
    return this.#entries;
  }
}
