import type { AttachmentInfo } from '../../../packages/sdk/src/model/attachment.ts';
import { readMessage } from '../../../packages/sdk/src/message/read-message.ts';
import type { CodeList } from '../../../packages/sdk/src/message/codelist/code-list.ts';
import { codeListsOf } from '../../../packages/sdk/src/message/codelist/code-lists.ts';
import { identify } from '../../../packages/sdk/src/message/profile/identify.ts';
import { ownProfiles } from '../../../packages/sdk/src/message/profile/profiles.ts';
import type { MappingResult } from '../../../packages/sdk/src/mapping/mapping.ts';
import { parseMapping } from '../../../packages/sdk/src/mapping/parse-mapping.ts';

/** A worked example: what it shows is what happens when it is run. */
export interface MappingExample {
  /** One sentence. */
  readonly title: string;
  /** What stands in the root element, or a whole message beginning with `<?xml` or `{`. */
  readonly message: string;
  /** The mapping from `fields:` on, or a whole one beginning with `message:`. */
  readonly mapping: string;
  /** Further files, by name. */
  readonly files?: Readonly<Record<string, string>>;
  /** Names of attachments that come with it. */
  readonly attachments?: readonly string[];
  /** The day of processing. */
  readonly today?: string;
  /** Constants of the route. */
  readonly constants?: Readonly<Record<string, string>>;
}

const head = `message: { root: antrag, namespace: 'urn:example:antrag' }\nprefixes: { a: profile }\nrecord: application\n`;

/** Runs an example: the record and names of attachments, or the findings. */
export async function runExample(example: MappingExample): Promise<MappingResult> {
  const { files = {}, attachments = [], today = '2026-11-22', constants = {} } = example;
  const readFile = async (file: string): Promise<string> => files[file.replace(/^mappings\//, '')] ?? '';
  const mapping = await parseMapping(wholeMapping(example.mapping), 'mappings/example.yaml', { readFile });
  const text = wholeMessage(example.message);
  using message = await readMessage(Buffer.from(text), { mediaType: text.startsWith('{') ? 'application/json' : 'application/xml' });
  const found = identify(message, ownProfiles);
  const identity = found && { profile: found.profile.name, version: found.version, type: found.type };
  if (!mapping.matches(message, identity)) return { outcome: 'case', findings: [{ code: 'AB_MESSAGE_UNKNOWN', message: 'not taken' }] };
  return mapping.apply(message, attachments.map(attachment), { today, constants, codeLists: codeListsOf([breeds]) });
}

function wholeMapping(text: string): string {
  return text.startsWith('message:') ? text : head + text;
}

function wholeMessage(text: string): string {
  return /^(<\?xml|\{)/.test(text) ? text : `<antrag xmlns="urn:example:antrag">\n${text}\n</antrag>`;
}

const endings: Readonly<Record<string, RegExp>> = { 'application/pdf': /\.pdf$/i, 'image/jpeg': /\.jpe?g$/i };

function attachment(name: string, index: number): AttachmentInfo {
  const [mediaType = 'application/octet-stream'] = Object.entries(endings).flatMap(([type, ending]) => (ending.test(name) ? [type] : []));
  return { ref: `a${index + 1}`, name, mediaType, size: 1, sha256: '' };
}

const entries = [
  { code: '106', name: 'Dackel', values: new Map([['gruppe', '4']]) },
  { code: '113', name: 'Pudel', values: new Map([['gruppe', '9']]) },
];

/** The list that examples look codes up in. */
const breeds: CodeList = {
  uri: 'urn:example:hunderassen',
  version: '2',
  title: 'Hunderassen',
  keyColumn: 'code',
  columns: [
    { id: 'code', name: 'Code', isKey: true },
    { id: 'gruppe', name: 'Gruppe', isKey: false },
  ],
  entries,
  entry: (code) => entries.find((one) => one.code === code),
};
