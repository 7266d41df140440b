import type { Handle } from '../handle.ts';
import type { MailboxOptions } from '../options.ts';
import { eventOf, type Told } from './told.ts';

/** A message for the mailbox of BundID (`message_v6`). */
export interface MailboxMessage {
  readonly mailboxUuid: string;
  readonly stork_qaa_level: number;
  readonly sender: string;
  readonly title: string;
  readonly content: string;
  readonly service: string;
  readonly applicationId?: string;
  readonly reference?: string;
  readonly senderUrl?: string;
}

const channel = 'idBundDeMailbox';
const longestReference = 50;

/** A report as a message; undefined when the applicant chose another way, or the configuration has no words for it. */
export function mailboxMessage(told: Told, { replyChannel, applicationId }: Handle, options: MailboxOptions): MailboxMessage | undefined {
  const event = eventOf(told);
  const words = event && options.messages[event];
  const mailboxUuid =
    replyChannel?.name === channel ? (replyChannel.value as { mailboxUuid?: unknown } | undefined)?.mailboxUuid : undefined;
  if (words === undefined || typeof mailboxUuid !== 'string') return undefined;
  const [reference] = told.references;
  const filled = (text: string): string => text.replaceAll('{reference}', reference ?? '–');
  return {
    mailboxUuid,
    stork_qaa_level: options.level,
    sender: options.senderName,
    title: filled(words.title),
    content: filled(words.content),
    service: options.publicServiceName,
    ...(applicationId !== undefined && { applicationId }),
    ...(reference !== undefined && reference.length <= longestReference && { reference }),
    ...(options.senderUrl !== undefined && { senderUrl: options.senderUrl }),
  };
}
