import type { Operation } from '../http/router.ts';
import { isCallbackFault } from './callback-faults.ts';
import { faultSpecs, isFaultKind } from './catalogue.ts';
import type { Fault, FaultKind } from './fault.ts';

/** What faults are matched against. */
export interface Matchable {
  readonly operation: Operation;
  readonly method: string;
  readonly path: string;
  /** Every id the request is about. */
  readonly ids: ReadonlySet<string>;
}

interface Armed {
  readonly fault: Fault;
  left: number;
}

/** The list of armed faults. */
export class Faults {
  #armed: Armed[] = [];

  /** Adds to the list. */
  arm(faults: readonly Fault[]): void {
    this.#armed.push(...faults.map((fault) => ({ fault, left: fault.times ?? Number.POSITIVE_INFINITY })));
  }

  /** Takes a kind off the list; everything when none is named. */
  disarm(kind?: FaultKind): void {
    this.#armed = kind === undefined ? [] : this.#armed.filter(({ fault }) => fault.kind !== kind);
  }

  /** What is still armed, with the times that are left. */
  list(): readonly Fault[] {
    return this.#armed.filter(({ left }) => left > 0).map(({ fault, left }) => (Number.isFinite(left) ? { ...fault, times: left } : fault));
  }

  /** The faults that act on a request; each counts down. */
  take(request: Matchable): readonly Fault[] {
    return this.#take((fault) => actsOn(fault, request));
  }

  /** The faults that act on a callback; each counts down. */
  takeForCallback(): readonly Fault[] {
    return this.#take(({ kind }) => isCallbackFault(kind));
  }

  #take(acts: (fault: Fault) => boolean): readonly Fault[] {
    const acting = this.#armed.filter(({ fault, left }) => left > 0 && acts(fault));
    for (const armed of acting) armed.left -= 1;
    return acting.map(({ fault }) => fault);
  }
}

/** Checks a list of faults that was posted; returns the list or what is wrong with it. */
export function readFaults(body: unknown): readonly Fault[] | string {
  const list: readonly unknown[] = Array.isArray(body) ? body : [body];
  const wrong = list.findIndex((entry) => !isFaultKind((entry as { kind?: unknown } | null)?.kind));
  return wrong < 0 ? (list as readonly Fault[]) : `[${wrong}].kind is not known`;
}

function actsOn({ kind, match = {} }: Fault, { operation, method, path, ids }: Matchable): boolean {
  if (!canActOn(kind, operation, match.operation)) return false;
  if (match.method !== undefined && match.method.toUpperCase() !== method) return false;
  return path.startsWith(match.path ?? '') && (match.id === undefined || ids.has(match.id));
}

/** Tokens are asked for in between: what can act on any request acts on those only when told so. */
function canActOn(kind: FaultKind, operation: Operation, wanted: Operation | undefined): boolean {
  if (operation === 'control' || operation === 'page') return false;
  const operations = faultSpecs.get(kind)?.operations ?? [];
  if (operations === 'any') return operation === (wanted ?? operation) && (operation !== 'token' || wanted === 'token');
  return operations.includes(operation) && operation === (wanted ?? operation);
}
