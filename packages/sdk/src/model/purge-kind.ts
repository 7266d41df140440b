/**
 * What is kept for a time of its own. `content`: message, attachments, record; `evidence`; `metadata`: what came from the portal and its
 * people (its id, file names, references, reasons, steps); `history`: events, deliveries, attempts, reports; `hashes`: keyed hashes of ids
 * and content, by which a late re-send is recognised.
 */
export type PurgeKind = 'content' | 'evidence' | 'metadata' | 'history' | 'hashes';

/** In the order in which they go. */
export const purgeKinds: readonly PurgeKind[] = ['content', 'evidence', 'metadata', 'history', 'hashes'];
