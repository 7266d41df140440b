import type { Handle } from '../handle.ts';
import type { FitConnectOptions, MailboxOptions, StatusOptions } from '../options.ts';
import { mailboxMessage } from './mailbox-message.ts';
import { type ReplyMessage, replies } from './reply-messages.ts';
import { statusMessage } from './status-message.ts';
import type { Told } from './told.ts';

/** A message to whoever asked: not yet encrypted. */
export type ApplicantMessage = SignedMessage | ReplyMessage;

/** A message to a destination of BundID, signed by its author. */
export interface SignedMessage {
  /** What it is called among those of one report. */
  readonly part: 'status' | 'mailbox';
  readonly to: StatusOptions | MailboxOptions;
  readonly content: object;
}

/**
 * The messages of a report, each by its way: the status monitor and the mailbox of BundID, replies to the sender. None where the applicant did
 * not choose that way, or nothing is configured for it. The same report, the same messages.
 *
 * @throws NeedsPerson AB_REPORT_REFUSED for a reply whose schema nobody names
 */
export function applicantMessages(
  told: Told,
  handle: Handle,
  { status, mailbox, replies: reply }: Pick<FitConnectOptions, 'status' | 'mailbox' | 'replies'>,
): readonly ApplicantMessage[] {
  const messages: ApplicantMessage[] = [];
  const monitored = status && statusMessage(told, handle.applicationId, status);
  if (status !== undefined && monitored !== undefined) messages.push({ part: 'status', to: status, content: monitored });
  const posted = mailbox && mailboxMessage(told, handle, mailbox);
  if (mailbox !== undefined && posted !== undefined) messages.push({ part: 'mailbox', to: mailbox, content: posted });
  if (reply !== undefined) messages.push(...replies(told, handle.replyChannel, reply));
  return messages;
}
