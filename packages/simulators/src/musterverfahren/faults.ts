import { acts, type Act } from './acts.ts';

/** What can go wrong on demand. The README has the table. */
export const faultKinds = [
  'latency',
  'http-500',
  'http-429',
  'cut-before',
  'cut-after',
  'session-lost',
  'dialog',
  'labels',
  'search-lag',
  'double-post-page',
  'change-value',
  'redirect-307',
] as const;

/** One of {@link faultKinds}. */
export type FaultKind = (typeof faultKinds)[number];

/** A fault to act on the requests that match it. */
export interface Fault {
  readonly kind: FaultKind;
  /** Every request outside `/__…` unless told otherwise. */
  readonly match?: {
    /** What the request does, whatever its address: the same for all skins. */
    readonly act?: Act;
    readonly method?: string;
    /** Start of the path, or a regular expression in slashes: `/^\/hund\/neu/`. */
    readonly path?: string;
  };
  /** On how many matching requests; on all until the faults are cleared unless told otherwise. */
  readonly times?: number;
  /** `latency`, `search-lag`: milliseconds. */
  readonly ms?: number;
  /** `latency`, `http-500`: before the request is handled (default) or after it, with the answer. */
  readonly when?: 'before' | 'after';
  /** `http-429`: seconds for `Retry-After`; 1 unless told otherwise. */
  readonly retryAfter?: number;
  /** `dialog`: `alert` (default) or `confirm`. */
  readonly dialog?: 'alert' | 'confirm';
  /** `dialog`: when the page has loaded (default), or when a form is submitted. */
  readonly on?: 'load' | 'submit';
  /** `dialog`: what it says. */
  readonly text?: string;
  /** `labels`: label of a field, or text of a wizard's button, as it is → as it shall be. */
  readonly labels?: Readonly<Record<string, string>>;
  /** `change-value`: the field whose value is replaced on saving without a word. */
  readonly field?: string;
  /** `change-value`: what is stored instead. */
  readonly value?: string;
}

/** How the handling of one request is changed. */
export interface Effects {
  readonly labels: Readonly<Record<string, string>>;
  readonly dialog?: Fault | undefined;
  /** On saving: how long searches do not show the record. On searching: how young records must not be. Milliseconds. */
  readonly searchLagMs: number;
  readonly askAgain: boolean;
  readonly changes: Readonly<Record<string, string>>;
}

/** What faults look at. */
export interface FaultedRequest {
  readonly method: string;
  readonly path: string;
  readonly act?: Act | undefined;
}

interface Armed {
  readonly fault: Fault;
  left: number;
}

/** The list of armed faults. */
export class Faults {
  #armed: Armed[] = [];

  /** Replaces the list. */
  set(faults: readonly Fault[]): void {
    this.#armed = faults.map((fault) => ({ fault, left: fault.times ?? Number.POSITIVE_INFINITY }));
  }

  /** What is still armed, with the times that are left. */
  list(): readonly Fault[] {
    return this.#armed
      .filter((entry) => entry.left > 0)
      .map(({ fault, left }) => (Number.isFinite(left) ? { ...fault, times: left } : fault));
  }

  /** The faults that act on a request; each counts down. */
  take(request: FaultedRequest): readonly Fault[] {
    const acting = this.#armed.filter((entry) => entry.left > 0 && matches(entry.fault, request));
    for (const entry of acting) entry.left -= 1;
    return acting.map((entry) => entry.fault);
  }
}

/** The effects of the faults that acted on a request. */
export function effectsOf(acting: readonly Fault[]): Effects {
  const changes = acting.filter((fault) => fault.kind === 'change-value').map((fault) => [fault.field ?? '', fault.value ?? '']);
  return {
    labels: Object.assign({}, ...acting.filter((fault) => fault.kind === 'labels').map((fault) => fault.labels ?? {})) as Record<
      string,
      string
    >,
    dialog: acting.find((fault) => fault.kind === 'dialog'),
    searchLagMs: Math.max(0, ...acting.filter((fault) => fault.kind === 'search-lag').map((fault) => fault.ms ?? 0)),
    askAgain: acting.some((fault) => fault.kind === 'double-post-page'),
    changes: Object.fromEntries(changes) as Record<string, string>,
  };
}

/** Checks a list of faults that was posted; returns the list or what is wrong with it. */
export function readFaults(body: unknown): readonly Fault[] | string {
  const list: readonly unknown[] = Array.isArray(body) ? body : [body];
  for (const [index, entry] of list.entries()) {
    const kind = typeof entry === 'object' && entry !== null && 'kind' in entry ? entry.kind : undefined;
    const act = (entry as Partial<Fault> | null)?.match?.act;
    if (act !== undefined && !acts.includes(act)) return `[${index}].match.act: one of ${acts.join(', ')}`;
    if (!faultKinds.some((known) => known === kind)) return `[${index}].kind: one of ${faultKinds.join(', ')}`;
  }
  return list as readonly Fault[];
}

function matches(fault: Fault, { method, path, act }: FaultedRequest): boolean {
  if (path.startsWith('/__')) return false;
  const wanted = fault.match ?? {};
  if (wanted.act !== undefined && wanted.act !== act) return false;
  if (wanted.method !== undefined && wanted.method.toUpperCase() !== method) return false;
  return wanted.path === undefined || pathMatches(wanted.path, path);
}

function pathMatches(wanted: string, path: string): boolean {
  const expression = /^\/(.*[\^$\\.*+?()[\]{}|].*)\/$/.exec(wanted)?.[1];
  return expression === undefined ? path.startsWith(wanted) : new RegExp(expression).test(path);
}
