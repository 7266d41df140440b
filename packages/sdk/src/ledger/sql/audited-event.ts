import type { Selectable } from 'kysely';
import type { SealKey } from '../../sealing/envelope.ts';
import type { KeyRing } from '../../sealing/key-ring.ts';
import { fromJson } from './context.ts';
import { type HashedEvent, eventHash } from './history.ts';
import { type Detail, hashOf, isLegacyCover, legacyCover, openText, publicPart } from './sealed-detail.ts';
import type { EventRow } from './tables.ts';

/** An event with the wrapped data key of its submission. */
export type AuditedEvent = Selectable<EventRow> & { readonly data_key: Uint8Array | null };

/** `gone`: unchanged as far as it is there, but its sealed part is not; a purge must vouch for that. */
export type EventState = 'as-written' | 'gone' | 'changed';

/** Compares an event with its hash, in each of the forms it can have: open, sealed, purged, and each of those from before details were sealed. */
export function stateOfEvent(keys: KeyRing, row: AuditedEvent, before: string): EventState {
  const open = holds(row, eventHash(keys, before, hashedEvent(row)));
  if (row.sealed_detail !== null) return stateOfSealed(keys, { row, before, open }, row.sealed_detail);
  if (row.sealed_hash === null || open === 'changed') return isPurgedLegacy(keys, row) ? 'gone' : open;
  return 'gone';
}

interface Looked {
  readonly row: AuditedEvent;
  readonly before: string;
  /** What its part in the clear is, by the hash. */
  readonly open: EventState;
}

function stateOfSealed(keys: KeyRing, { row, before, open }: Looked, sealed: Uint8Array): EventState {
  const text = opened(keys, row, sealed);
  if (text === undefined) {
    if (row.sealed_hash === null || open === 'changed') return 'changed';
    // Its key was destroyed: put back from a backup of before its purge. What it says in the clear holds.
    return row.data_key?.length === 0 ? 'as-written' : 'gone';
  }
  if (row.sealed_hash !== null) return row.sealed_hash === hashOf(keys, text) ? open : 'changed';
  if (publicPart(text).open !== row.detail) return 'changed';
  return holds(row, eventHash(keys, before, { ...hashedEvent(row), detail: text }));
}

/** An event from before details were sealed, whose detail was purged: its own hash cannot be computed any more. */
function isPurgedLegacy(keys: KeyRing, row: AuditedEvent): boolean {
  return row.sealed_hash !== null && row.sealed_hash === legacyCover(keys, { ...hashedEvent(row), hash: row.hash });
}

/** Whether the detail of a `purged` event names the metadata: then sealed parts before it may be gone. */
export function saysMetadata(detail: string): boolean {
  return typeof fromJson<Detail>(detail)['metadata'] === 'number';
}

/** An event as its hash covers it. */
export function hashedEvent(row: Selectable<EventRow>): HashedEvent {
  const { submission_id: submission, position, at, type, delivery_key: delivery, detail, sealed_hash } = row;
  const sealedHash = sealed_hash === null || isLegacyCover(sealed_hash) ? null : sealed_hash;
  return { submission, position, at, type, delivery, detail, sealedHash };
}

function holds(row: AuditedEvent, expected: string): EventState {
  return row.hash === null || row.hash === expected ? 'as-written' : 'changed';
}

function opened(keys: KeyRing, row: AuditedEvent, sealed: Uint8Array): string | undefined {
  const { submission_id: submission, position, data_key: wrapped } = row;
  if (wrapped === null) return undefined;
  try {
    const key: SealKey = keys.unwrap(submission, wrapped);
    return openText(key, { submission, position }, sealed);
  } catch {
    return undefined;
  }
}
