import { type PurgeKind, purgeKinds } from '../../model/purge-kind.ts';

/** Bits of the column `kept`. Hashes have none: they go with the row itself. */
export const keptBits: Readonly<Record<PurgeKind, number>> = { content: 1, evidence: 2, metadata: 4, history: 8, hashes: 0 };

/** Masks that a submission can have, the fullest first: what loses a kind is met again further down. */
export const masks: readonly number[] = Array.from({ length: 16 }, (_, index) => 15 - index);

/** The kinds a mask stands for; hashes always are among them. */
export function kindsOf(mask: number): readonly PurgeKind[] {
  return purgeKinds.filter((kind) => kind === 'hashes' || (mask & keptBits[kind]) !== 0);
}

/** The mask without some kinds. */
export function without(mask: number, kinds: readonly PurgeKind[]): number {
  return kinds.reduce((left, kind) => left & ~keptBits[kind], mask);
}
