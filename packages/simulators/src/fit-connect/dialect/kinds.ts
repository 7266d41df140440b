/** A submission goes to a destination, a reply back to the one who submitted. */
export type Kind = 'submission' | 'reply';

/** What a client may do. */
export type Role = 'sender' | 'subscriber';

/** How a kind is called on the wire, and who may do what with it. */
export interface KindNames {
  /** The path segment; also the list's property. */
  readonly path: 'submissions' | 'replies';
  readonly idField: 'submissionId' | 'replyId';
  readonly creator: Role;
  readonly reader: Role;
}

/** One line per kind: everything else treats both alike. */
export const kinds: Readonly<Record<Kind, KindNames>> = {
  submission: { path: 'submissions', idField: 'submissionId', creator: 'sender', reader: 'subscriber' },
  reply: { path: 'replies', idField: 'replyId', creator: 'subscriber', reader: 'sender' },
};
