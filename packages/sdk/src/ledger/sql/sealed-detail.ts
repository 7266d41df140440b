import { randomBytes } from 'node:crypto';
import type { KeyRing } from '../../sealing/key-ring.ts';
import { seal, type SealKey, unseal } from '../../sealing/envelope.ts';
import { fromJson } from './context.ts';
import type { HashedEvent } from './history.ts';

/** Values of an event's detail. */
export type Detail = Readonly<Record<string, string | number | boolean>>;

/** A personal detail, sealed, and its keyed hash. */
export interface SealedDetail {
  readonly sealed: Uint8Array;
  readonly hash: string;
}

/** Fields of a detail that may hold something personal: what a person typed, what a target answered, what tells a request apart. */
const personal = new Set(['reason', 'reference', 'requestHash']);

/** Marks the hash of what was purged of an event from before details were sealed. */
const legacyMark = 'was:';

/**
 * Seals the personal part of a detail. It carries a random salt, so that its hash tells nothing once the seal is gone: the chain goes on
 * to hold, whether the seal is there, renewed under another key, or purged.
 */
export function sealDetail(
  keys: KeyRing,
  key: SealKey,
  { place, detail }: { readonly place: EventPlace; readonly detail: object },
): SealedDetail {
  const text = JSON.stringify({ salt: randomBytes(16).toString('base64'), ...detail });
  return { sealed: seal(key, detailPlace(place), Buffer.from(text, 'utf8')), hash: hashOf(keys, text) };
}

/** The personal part without its salt; undefined when its key was destroyed. */
export function openDetailIfThere(key: SealKey, place: EventPlace, sealed: Uint8Array): Detail | undefined {
  try {
    const { salt: _salt, ...detail } = fromJson<Record<string, string>>(openText(key, place, sealed));
    return detail;
  } catch {
    return undefined;
  }
}

/** What was sealed, as text. */
export function openText(key: SealKey, place: EventPlace, sealed: Uint8Array): string {
  return unseal(key, detailPlace(place), sealed).toString('utf8');
}

/** Keyed hash of what was sealed. */
export function hashOf(keys: KeyRing, text: string): string {
  return keys.keyedHash('sealed-detail', text);
}

/** The part of a detail that may stay in the clear, and whether there is another part. */
export function publicPart(detail: string): { readonly open: string; readonly isMixed: boolean } {
  const all = Object.entries(fromJson<Detail>(detail));
  const open = all.filter(([name]) => !personal.has(name));
  return { open: JSON.stringify(Object.fromEntries(open)), isMixed: open.length < all.length };
}

/** What vouches for an event from before details were sealed, once its detail was purged. */
export function legacyCover(keys: KeyRing, event: HashedEvent & { readonly hash: string | null }): string {
  const { submission, position, at, type, delivery, detail, hash } = event;
  return legacyMark + keys.keyedHash('purged-detail', JSON.stringify([submission, position, at, type, delivery, detail, hash]));
}

/** True for the hash that {@link legacyCover} makes. */
export function isLegacyCover(hash: string): boolean {
  return hash.startsWith(legacyMark);
}

/** Where an event stands. */
export interface EventPlace {
  readonly submission: string;
  readonly position: number;
}

/** Where the personal part of an event is sealed to. */
export function detailPlace({ submission, position }: EventPlace): string {
  return `${submission}/event/${position}`;
}
