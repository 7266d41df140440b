import { tradeMessage } from '../../support/messages.ts';

/** An attack as it lies in a hot folder, and what must at least be said of it. */
export interface AttackSample {
  /** Ours; never a name from the attack. */
  readonly name: string;
  readonly files: readonly AttackFile[];
  /** One of these codes. Default: any of ours but a defect. */
  readonly codes?: readonly string[];
}

/** A file of an attack. Its name may be bytes that are no text. */
export interface AttackFile {
  readonly name: string | Buffer;
  readonly content: string | Uint8Array;
}

/** The message of a sample that is nothing but a message. */
export function messageOf({ files }: AttackSample): { readonly bytes: Buffer; readonly mediaType: string } | undefined {
  const [only, second] = files;
  if (only === undefined || second !== undefined || typeof only.name !== 'string') return undefined;
  const type = /\.(xml|json)$/.exec(only.name)?.[1];
  return type === undefined ? undefined : { bytes: Buffer.from(only.content), mediaType: `application/${type}` };
}

let messages = 0;

/** A message that would be delivered, and that no other attack has: a known one would be told as such. */
export function uniqueMessage(): string {
  messages += 1;
  return tradeMessage({ businessName: `Betrieb ${messages}` });
}
