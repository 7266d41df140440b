import type { DeliveryKey, SubmissionId } from '../../model/ids.ts';
import { seal, type SealKey, unseal } from '../../sealing/envelope.ts';
import type { KeyRing, WrappedKey } from '../../sealing/key-ring.ts';
import { fromJson } from './context.ts';

/** Seals what the target calls the record of a delivery: an Aktenzeichen leads to a person. */
export function sealReference(key: SealKey, delivery: DeliveryKey, reference: string): Uint8Array {
  return seal(key, referencePlace(delivery), Buffer.from(reference, 'utf8'));
}

/** The reference of a delivery; undefined when there is none, it was purged, or its key was. */
export function openReference(
  key: SealKey | undefined,
  row: { readonly key: DeliveryKey; readonly reference: string | null; readonly sealed_reference: Uint8Array | null },
): string | undefined {
  if (row.sealed_reference === null) return row.reference ?? undefined;
  return openTextIfThere(key, referencePlace(row.key), row.sealed_reference);
}

/** Seals the references that go with a report; null when there are none. */
export function sealReferences(key: SealKey, report: string, references: readonly string[]): Uint8Array | null {
  return references.length === 0 ? null : seal(key, referencesPlace(report), Buffer.from(JSON.stringify(references), 'utf8'));
}

/** The references that go with a report; none when they were purged, or their key was. */
export function openReferences(
  key: SealKey | undefined,
  row: { readonly id: string; readonly references: string; readonly sealed_references: Uint8Array | null },
): readonly string[] {
  if (row.sealed_references === null) return fromJson<string[]>(row.references);
  return fromJson<string[]>(openTextIfThere(key, referencesPlace(row.id), row.sealed_references) ?? '[]');
}

/** The data key of a submission; undefined when it was destroyed, or is not of this ledger. */
export function keyIfThere(keys: KeyRing, submission: SubmissionId, wrapped: WrappedKey): SealKey | undefined {
  if (wrapped.length === 0) return undefined;
  try {
    return keys.unwrap(submission, wrapped);
  } catch {
    return undefined;
  }
}

/** Where the reference of a delivery is sealed to. */
export function referencePlace(delivery: DeliveryKey): string {
  return `${delivery}/reference`;
}

/** Where the references of a report are sealed to. */
export function referencesPlace(report: string): string {
  return `${report}/references`;
}

function openTextIfThere(key: SealKey | undefined, place: string, sealed: Uint8Array): string | undefined {
  try {
    return key && unseal(key, place, sealed).toString('utf8');
  } catch {
    return undefined;
  }
}
