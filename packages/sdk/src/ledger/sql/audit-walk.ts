import type { Selectable } from 'kysely';
import type { KeyRing } from '../../sealing/key-ring.ts';
import type { AuditFault, AuditResult, Checkpoint } from '../audit.ts';
import { type AuditedEvent, saysMetadata, stateOfEvent } from './audited-event.ts';
import { type CheckpointSum, sumOf } from './checkpoints.ts';
import { type HistoryCut, cutProof, stubProof } from './history-cut.ts';
import type { EventStubRow } from './tables.ts';

export type { AuditedEvent } from './audited-event.ts';

const mostFaults = 100;

/** One look over the whole history, event by event in the order of their numbers. */
export class AuditWalk {
  readonly #keys: KeyRing;
  readonly #checkpoints: readonly Checkpoint[];
  readonly #cut: HistoryCut | undefined;
  /** Events whose sealed part is gone, until a purge of their submission says so. */
  readonly #gone = new Map<string, number>();
  readonly #ends = new Map<string, { position: number; hash: string }>();
  readonly #faults: AuditFault[] = [];
  #sum: CheckpointSum;
  #next = 0;
  /** Events that checkpoints count, purged ones too. */
  #counted = 0;
  #events = 0;
  #stubs = 0;
  #unhashed = 0;
  #unsealed = 0;

  constructor(keys: KeyRing, { checkpoints, cut }: { readonly checkpoints: readonly Checkpoint[]; readonly cut: HistoryCut | undefined }) {
    this.#keys = keys;
    this.#checkpoints = checkpoints;
    this.#cut = cut;
    this.#sum = sumOf(keys, undefined);
    if (cut !== undefined) this.#beginAt(cut);
  }

  event(row: AuditedEvent): void {
    this.#closeUpTo(row.id);
    this.#counted += 1;
    this.#events += 1;
    this.#unsealed += 1;
    this.#sum.add(row);
    this.#chain(row);
    if (row.id <= (this.#cut?.lastEvent ?? 0))
      this.#fault({ kind: 'event-changed', submission: row.submission_id, position: row.position });
  }

  /** What is left of an event that was purged. */
  stub(row: Selectable<EventStubRow>): void {
    this.#closeUpTo(row.id);
    this.#counted += 1;
    this.#stubs += 1;
    this.#sum.add(row);
    if (row.proof !== stubProof(this.#keys, row)) this.#fault({ kind: 'purge-unproved', event: row.id });
  }

  result(against: Checkpoint | undefined): AuditResult {
    this.#closeUpTo(Number.POSITIVE_INFINITY);
    for (const [submission, position] of this.#gone) this.#fault({ kind: 'purge-unproved', submission, position });
    if (against !== undefined && !this.#holds(against)) this.#fault({ kind: 'end-missing', checkpoint: against.number });
    return {
      ok: this.#faults.length === 0,
      events: this.#events,
      submissions: this.#ends.size,
      checkpoints: this.#checkpoints.length,
      unsealed: this.#unsealed,
      unhashed: this.#unhashed,
      purged: this.#stubs,
      beginsAt: this.#cut?.number,
      faults: this.#faults,
    };
  }

  /** The history begins at a checkpoint that a purge has sealed as its beginning. */
  #beginAt(cut: HistoryCut): void {
    const first = this.#checkpoints[0];
    if (first === undefined || first.number !== cut.number || first.hash !== cut.hash || cut.proof !== cutProof(this.#keys, cut)) {
      this.#fault({ kind: 'checkpoint-missing', checkpoint: cut.number });
      return;
    }
    this.#sum = sumOf(this.#keys, first);
    this.#counted = first.events;
    this.#next = 1;
  }

  #chain(row: AuditedEvent): void {
    const { submission_id: submission, position, hash } = row;
    const before = this.#ends.get(submission) ?? { position: 0, hash: '' };
    this.#ends.set(submission, { position, hash: hash ?? '' });
    if (position !== before.position + 1) this.#fault({ kind: 'event-missing', submission, position: before.position + 1 });
    const state = stateOfEvent(this.#keys, row, before.hash);
    if (state === 'changed') this.#fault({ kind: 'event-changed', submission, position });
    if (state === 'gone') this.#gone.set(submission, this.#gone.get(submission) ?? position);
    if (row.type === 'purged' && state !== 'changed' && saysMetadata(row.detail)) this.#gone.delete(submission);
    if (hash !== null) return;
    this.#unhashed += 1;
    // Only the first ones of a chain can be from before there were hashes.
    if (before.hash !== '') this.#fault({ kind: 'event-changed', submission, position });
  }

  /** Compares the checkpoints whose events have all been seen. */
  #closeUpTo(event: number): void {
    for (let at = this.#checkpoints[this.#next]; at !== undefined && at.lastEvent < event; at = this.#checkpoints[this.#next]) {
      const before = this.#checkpoints[this.#next - 1];
      if (at.number !== (before?.number ?? 0) + 1) this.#fault({ kind: 'checkpoint-missing', checkpoint: (before?.number ?? 0) + 1 });
      if (this.#sum.hash(at) !== at.hash || this.#counted !== at.events) this.#fault({ kind: 'checkpoint-broken', checkpoint: at.number });
      this.#sum = sumOf(this.#keys, at);
      this.#unsealed = 0;
      this.#next += 1;
    }
  }

  /** What lies before a sealed beginning cannot be compared any more. */
  #holds(against: Checkpoint): boolean {
    if (against.number < (this.#cut?.number ?? 0)) return true;
    return this.#checkpoints.some(({ number, hash }) => number === against.number && hash === against.hash);
  }

  #fault(fault: AuditFault): void {
    if (this.#faults.length < mostFaults) this.#faults.push(fault);
  }
}
