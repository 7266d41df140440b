import { readMessage } from '../message/read-message.ts';
import type { AttachmentInfo } from '../model/attachment.ts';
import type { Mapping, MappingContext, MappingResult } from './mapping.ts';
import { parseMapping } from './parse-mapping.ts';

/** What stands around the fields of a mapping under test. */
const head = `message: { root: antrag, namespace: 'urn:a' }
prefixes: { a: profile }
record: dog-registration
`;

/** Parses a mapping of `head` and a text, which may include the files given. */
export async function mappingOf(text: string, files: Readonly<Record<string, string>> = {}): Promise<Mapping> {
  const readFile = async (file: string): Promise<string> => {
    const content = files[file];
    if (content === undefined) throw new Error('no such file');
    return content;
  };
  return parseMapping(head + text, 'maps/m.yaml', { readFile });
}

/** What a mapping makes of the content of a root element. */
export async function applied(
  mapping: Mapping,
  content: string,
  { attachments = [], ...context }: MappingContext & { readonly attachments?: readonly AttachmentInfo[] } = {},
): Promise<MappingResult> {
  const xml = `<?xml version="1.0"?>\n<antrag xmlns="urn:a">\n${content}\n</antrag>`;
  using message = await readMessage(Buffer.from(xml), { mediaType: 'application/xml' });
  return mapping.apply(message, attachments, context);
}

/** The record, or the findings as `code field path line rule`. */
export async function made(text: string, content: string, context: MappingContext = {}): Promise<unknown> {
  const result = await applied(await mappingOf(text), content, context);
  if (result.outcome === 'mapped') return result.record;
  return result.findings.map(({ code, where }) => [code, where?.field, where?.path, where?.line, where?.rule].join(' '));
}

/** What is wrong with a mapping, as `line:column message`; none when it is taken. */
export async function complaints(text: string, files: Readonly<Record<string, string>> = {}): Promise<readonly string[]> {
  try {
    await mappingOf(text, files);
    return [];
  } catch (error) {
    const { findings } = error as { findings: readonly { message: string; where?: { file?: string; line?: number; column?: number } }[] };
    return findings.map(({ message, where }) => {
      const file = where?.file === 'maps/m.yaml' ? '' : `${where?.file ?? ''}:`;
      return `${file}${where?.line}:${where?.column} ${message}`;
    });
  }
}
