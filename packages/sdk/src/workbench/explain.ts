import { isAmtsboteError } from '../errors/amtsbote-error.ts';
import type { MessageIdentity } from '../mapping/mapping.ts';
import type { Message, MessageNode } from '../message/message.ts';
import { identify } from '../message/profile/identify.ts';
import type { AnswerBuilder, IdentifiedMessage, Profile } from '../message/profile/profile.ts';
import { ownProfiles } from '../message/profile/profiles.ts';
import { readMessage } from '../message/read-message.ts';
import type { ExpandedName } from '../message/schema-model/schema-model.ts';
import type { SchemaSets } from '../message/schema-set/schema-set.ts';
import { courseOf } from './explain-course.ts';
import { announcedFiles, partsOf } from './explain-parts.ts';
import { schemaFacts } from './explain-schema.ts';
import type { Explanation, ExplainedAnswer } from './explanation.ts';
import type { ProjectRoute } from './project-routes.ts';

/** What is known for an explanation. */
export interface ExplainOptions {
  /** As the portal says it. Default: the first byte decides. */
  readonly mediaType?: string | undefined;
  /** Default: those that come with this package. */
  readonly profiles?: readonly Profile[] | undefined;
  /** The schema sets of the project. Default: none. */
  readonly sets?: SchemaSets | undefined;
  /** The routes of the project; without them the way of the message ends before them. */
  readonly routes?: readonly ProjectRoute[] | undefined;
  /** Tell the values too. Default false. */
  readonly values?: boolean | undefined;
}

/**
 * Says what a message is, what is in it, which answers its standard has, and what Amtsbote does with it.
 *
 * Throws `NeedsPerson` as `readMessage` does, and `ConfigurationFault` for a broken schema set or mapping.
 *
 * @example
 * const { standard, course } = await explainMessage(await readFile('antrag.xml'), { sets: openSchemaSets('.') });
 */
export async function explainMessage(bytes: Uint8Array, options: ExplainOptions = {}): Promise<Explanation> {
  const { profiles = ownProfiles, routes } = options;
  using message = await readMessage(bytes, { mediaType: options.mediaType ?? '' });
  const found = identify(message, profiles);
  const header = found?.profile.header(message);
  const taking = routes?.filter(({ mapping }) => mapping.matches(message, found && identityOf(found)));
  const { sets, validation, meanings } = await schemaFacts(message, { sets: options.sets, route: taking?.[0] });
  const leaves = message.leaves().filter(({ text }) => text.trim() !== '');
  return {
    kind: message.kind,
    encoding: message.encoding,
    bytes: bytes.length,
    root: rootOf(message),
    standard: found && { ...identityOf(found), title: found.profile.title },
    meaning: meanings?.root,
    header,
    parts: partsOf(leaves, meanings?.child),
    announced: announcedFiles(leaves),
    answers: found ? await answersOf(found, { message, bytes }) : [],
    sets,
    validation,
    course: courseOf({ message, found, profiles, header, validation, routes: taking }),
    values: options.values === true ? leaves.map(valueOf) : undefined,
  };
}

function identityOf({ profile, version, type }: IdentifiedMessage): MessageIdentity {
  return { profile: profile.name, version, type };
}

function rootOf({ root: { namespace, localName } }: Message): ExpandedName {
  return { namespace, localName };
}

function valueOf({ path, line, text }: MessageNode): { path: string; line: number | undefined; text: string } {
  return { path, line, text };
}

interface Original {
  readonly message: Message;
  readonly bytes: Uint8Array;
}

async function answersOf({ profile }: IdentifiedMessage, original: Original): Promise<readonly ExplainedAnswer[]> {
  const answers: ExplainedAnswer[] = [];
  for (const [type, build] of Object.entries(profile.answers ?? {})) answers.push(await tryAnswer(type, { build, profile, original }));
  return answers;
}

/** Makes the answer as if reference, reason and options were there, to see what the message itself lacks. */
async function tryAnswer(
  type: string,
  { build, profile, original }: { readonly build: AnswerBuilder; readonly profile: Profile; readonly original: Original },
): Promise<ExplainedAnswer> {
  try {
    const { xml } = await build({
      original: original.message,
      bytes: original.bytes,
      header: profile.header(original.message),
      id: '00000000-0000-0000-0000-000000000000',
      at: 0,
      reference: '0',
      findings: [{ code: 'AB_SCHEMA_INVALID', message: '' }],
      options: new Proxy<Record<string, string>>({}, { get: () => '0' }),
    });
    using answer = await readMessage(Buffer.from(xml), { mediaType: 'application/xml' });
    return { type, name: answer.root.localName };
  } catch (error) {
    if (!isAmtsboteError(error) || error.code !== 'AB_ANSWER_IMPOSSIBLE') throw error;
    return { type, impossible: error.message.replace(/^[^:]*: /, '') };
  }
}
