import type { Incoming } from '../../portal/contract.ts';
import { unseal } from '../../sealing/envelope.ts';
import type { PartOwner } from './content.ts';
import { fromJson } from './context.ts';

/** What is known of a submission from its portal; kept sealed. */
export interface SubmissionMeta {
  readonly portalId: string;
  readonly handle?: string | undefined;
  readonly message?: { readonly mediaType: string; readonly size: number } | undefined;
  readonly attachments: readonly { ref: string; name: string; mediaType: string; size: number; sha256: string }[];
}

/** Opens the sealed facts of a submission. */
export function openMeta(owner: PartOwner, sealed: Uint8Array): SubmissionMeta {
  return fromJson<SubmissionMeta>(unseal(owner.key, metaPlace(owner.submission), sealed).toString('utf8'));
}

/** The sealed facts of a submission; undefined when they were purged, or their key was. */
export function openMetaIfThere(owner: PartOwner, sealed: Uint8Array): SubmissionMeta | undefined {
  if (sealed.length === 0) return undefined;
  try {
    return openMeta(owner, sealed);
  } catch {
    return undefined;
  }
}

/** Where the facts of a submission are sealed to. */
export function metaPlace(submission: string): string {
  return `${submission}/meta`;
}

/** What of a submission is kept as its facts. */
export function metaOf(incoming: Incoming): SubmissionMeta {
  return {
    portalId: incoming.portalId,
    handle: incoming.handle,
    message: incoming.message && { mediaType: incoming.message.mediaType, size: incoming.message.size },
    attachments: incoming.attachments.map(({ name, mediaType, size, sha256 }, index) => ({
      ref: refOf(index),
      name,
      mediaType,
      size,
      sha256,
    })),
  };
}

/** Our reference of the attachment at this place: `a1`, `a2`, … */
export function refOf(index: number): string {
  return `a${index + 1}`;
}
