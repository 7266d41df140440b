import { NeedsPerson } from '@amtsbote/sdk';
import type { Handle } from '../handle.ts';
import type { ReplyOptions } from '../options.ts';
import { stateWords } from './status-message.ts';
import type { Told } from './told.ts';

/** A reply to the sender of a submission, in its matter. */
export interface ReplyMessage {
  readonly part: `reply-${number}`;
  readonly bytes: Uint8Array;
  readonly mimeType: string;
  readonly schemaUri: string;
  /** The key that the sender wants it encrypted for, as the metadata say. */
  readonly key: unknown;
}

const channelName = 'fitConnect';

/**
 * The replies that a report becomes: answers of the standard, one each, and the state of the record where the sender takes its schema.
 *
 * @throws NeedsPerson AB_REPORT_REFUSED when nobody says which schema an answer follows
 */
export function replies(told: Told, channel: Handle['replyChannel'], options: ReplyOptions): readonly ReplyMessage[] {
  if (channel?.name !== channelName) return [];
  const { processStandards, encryptionPublicKey: key } = (channel.value ?? {}) as {
    processStandards?: unknown;
    encryptionPublicKey?: unknown;
  };
  const standards = Array.isArray(processStandards) ? processStandards.filter((one) => typeof one === 'string') : [];
  const answers = (told.answers ?? []).map(({ type, mediaType, bytes }) => ({
    bytes,
    mimeType: mediaType,
    schemaUri: schemaOf(type, standards, options),
    key,
  }));
  const state = stateReply(told, standards, options);
  return [...answers, ...(state === undefined ? [] : [{ ...state, key }])].map((reply, at) => ({ ...reply, part: `reply-${at}` }));
}

/** The one that the configuration names for this type, else the only one that the sender names. */
function schemaOf(type: string, standards: readonly string[], { schemas }: ReplyOptions): string {
  const [only, ...others] = standards;
  const schema = schemas[type] ?? (others.length === 0 ? only : undefined);
  if (schema !== undefined) return schema;
  throw new NeedsPerson(
    'AB_REPORT_REFUSED',
    `An answer of the type ${type} cannot go back to its sender: which schema it follows is not known`,
    {
      hint: 'Name it in `replies.schemas`: the sender names several, or none.',
    },
  );
}

function stateReply(
  { state, at, references }: Told,
  standards: readonly string[],
  { states }: ReplyOptions,
): Omit<ReplyMessage, 'part' | 'key'> | undefined {
  if (state === undefined || states === undefined || !standards.includes(states.schemaUri)) return undefined;
  const [status, details] = stateWords[state.status];
  const [reference] = references;
  const content = {
    status,
    statusDetails: { de: details },
    createdDate: new Date(at).toISOString(),
    final: state.final,
    ...(reference !== undefined && { reference }),
  };
  return { bytes: Buffer.from(JSON.stringify(content), 'utf8'), mimeType: 'application/json', schemaUri: states.schemaUri };
}
