import type { Readable } from 'node:stream';

/** What is known of an attachment without opening it. The name comes from the citizen: show it, never log it. */
export interface AttachmentInfo {
  /** Our own reference inside one submission: `a1`, `a2`, … */
  readonly ref: string;
  /** The name as sent, without folders. */
  readonly name: string;
  /** Media type as sent or guessed from the name; `application/octet-stream` when unknown. */
  readonly mediaType: string;
  /** Size in bytes. */
  readonly size: number;
  /** SHA-256 of the content, lower-case hex. */
  readonly sha256: string;
}

/** An attachment and its content as a stream of bytes. */
export interface OpenAttachment extends AttachmentInfo {
  /** Opens the content; may be called more than once. */
  open(): Readable;
}
