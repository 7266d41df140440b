import type { Readable } from 'node:stream';
import { NeedsPerson } from '../errors/families.ts';
import type { OpenAttachment } from '../model/attachment.ts';
import { type ContentType, type FoundType, headBytes, typeOfContent, typeOfName } from './content-type.ts';
import type { VirusScan } from './virus-scan.ts';

/** What attachments must be like before a target is given them. */
export interface AttachmentRules {
  /** Only content of these kinds. Undefined: all but programs, archives and pages that a browser would run. */
  readonly types?: readonly ContentType[] | undefined;
  /** Looks for malware. Undefined: nobody looks. */
  readonly scan?: VirusScan | undefined;
}

/** Content that does something when it is opened. No list can allow it. */
const active: ReadonlySet<FoundType> = new Set<FoundType>(['program', 'archive', 'html']);

/** Kinds that one another's name may stand for: what a table or a list is, its beginning does not say. */
const texts: ReadonlySet<FoundType> = new Set<FoundType>(['text', 'json', 'xml']);

/**
 * Looks at each attachment before the target is given any.
 *
 * @throws NeedsPerson AB_ATTACHMENT_TYPE | AB_ATTACHMENT_INFECTED
 * @throws Throttled AB_SCAN_UNAVAILABLE when nobody could look: the delivery waits
 */
export async function examineAttachments(attachments: readonly OpenAttachment[], rules: AttachmentRules): Promise<void> {
  for (const attachment of attachments) {
    const found = typeOfContent(await headOf(attachment.open()));
    const complaint = complaintOf(attachment.name, found, rules.types);
    if (complaint !== undefined) throw new NeedsPerson('AB_ATTACHMENT_TYPE', `The attachment ${attachment.ref} ${complaint}`);
  }
  for (const attachment of rules.scan === undefined ? [] : attachments) await rules.scan?.(attachment);
}

/**
 * What stands against an attachment: kinds only, never its name. Without a list, text and what is not known pass under any name: a file
 * that is broken or of a rare kind is for the clerk to see. With a list the content must be what the name says.
 */
export function complaintOf(name: string, found: FoundType, types: readonly ContentType[] | undefined): string | undefined {
  if (active.has(found)) return `is ${found === 'program' || found === 'html' ? 'active content' : 'an archive'} (${found})`;
  const claimed = typeOfName(name);
  const isPlain = texts.has(found) || found === 'unknown';
  if (claimed !== undefined && claimed !== found && !(isPlain && (types === undefined || texts.has(claimed)))) {
    return `is named as ${claimed} and holds something else (${found})`;
  }
  if (types === undefined || types.some((type) => type === found)) return undefined;
  return `is of a kind that is not allowed (${found})`;
}

async function headOf(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    if (size >= headBytes) break;
  }
  return Buffer.concat(chunks).subarray(0, headBytes);
}
