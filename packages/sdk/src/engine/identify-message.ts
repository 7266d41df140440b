import type { MessageFacts } from '../ledger/contract.ts';
import type { Message } from '../message/message.ts';
import { identify } from '../message/profile/identify.ts';
import type { IdentifiedMessage, MessageHeader } from '../message/profile/profile.ts';
import type { EngineContext } from './context.ts';

/** The standard of a message, or undefined. */
export async function identifyMessage(context: EngineContext, message: Message): Promise<IdentifiedMessage | undefined> {
  return identify(message, await context.profiles());
}

/** What the ledger keeps of a message whose standard is known. */
export function factsOf({ profile, version, type }: IdentifiedMessage, { messageId, matter, refersTo }: MessageHeader): MessageFacts {
  return { standard: profile.name, version, type, messageId, matter, refersTo };
}
