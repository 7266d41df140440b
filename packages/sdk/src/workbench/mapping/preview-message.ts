import { completeFinding, findingsOf, isAmtsboteError } from '../../errors/amtsbote-error.ts';
import { fitCharacters, type TargetCharacters } from '../../mapping/fit-characters.ts';
import type { MappingContext } from '../../mapping/mapping.ts';
import { type MappingPreview, previewOf } from '../../mapping/preview/preview.ts';
import type { Message } from '../../message/message.ts';
import type { AttachmentInfo } from '../../model/attachment.ts';
import type { Finding } from '../../model/finding.ts';
import { MappingProject, type MappingProjectOptions, type ProjectMapping } from './mapping-project.ts';

export interface PreviewMessageOptions extends MappingProjectOptions {
  readonly message: string;
  /** A mapping file. Default: those of all routes that take the message. */
  readonly mapping?: string | undefined;
  /** File names of attachments that come with it. */
  readonly attachments?: readonly string[] | undefined;
  /** The day of processing, `yyyy-MM-dd`. Default: today in Germany. */
  readonly today?: string | undefined;
}

/** What mappings make of a message. Holds citizens' data: show, never log. */
export interface MessagePreview {
  readonly message: string;
  readonly previews: readonly (MappingPreview & { readonly routes: readonly string[] })[];
  /** What stands against reading or routing it. */
  readonly findings: readonly Finding[];
}

/**
 * Shows what mappings make of one message, field by field.
 *
 * Throws `ConfigurationFault` for files of the operator that cannot be read.
 */
export async function previewMessage(options: PreviewMessageOptions): Promise<MessagePreview> {
  const project = new MappingProject(options);
  const { message: file, attachments = [], today } = options;
  const mappings = await project.mappings(options.mapping === undefined ? [] : [options.mapping]);
  try {
    using message = await project.message(file);
    const fitting = options.mapping === undefined ? await fittingMappings(project, mappings, message) : mappings;
    const previews = await Promise.all(
      fitting.map(async (mapped) => {
        const context = await contextOf(project, mapped, today);
        const preview = previewOf(mapped.mapping, message, { attachments: attachmentsOf(attachments), context });
        const fitted = await inCharacters(preview, await charactersOf(project, mapped));
        return { ...fitted, routes: mapped.routes.map(({ name }) => name) };
      }),
    );
    return { message: file, previews, findings: fitting.length === 0 ? [noMapping(message)] : [] };
  } catch (error) {
    return { message: file, previews: [], findings: readingFindings(error) };
  }
}

/** The mappings that take a message, asked as a run asks them. */
export async function fittingMappings(
  project: MappingProject,
  mappings: readonly ProjectMapping[],
  message: Message,
): Promise<readonly ProjectMapping[]> {
  const identity = await project.identity(message);
  return mappings.filter(({ mapping }) => mapping.matches(message, identity));
}

/** What a mapping may use besides the message, as its first route has it. */
export async function contextOf(project: MappingProject, { routes }: ProjectMapping, today: string | undefined): Promise<MappingContext> {
  return { today, constants: routes[0]?.constants ?? {}, codeLists: await project.codeLists() };
}

/** What the target of the first route can write. */
async function charactersOf(project: MappingProject, { routes: [route] }: ProjectMapping): Promise<TargetCharacters | undefined> {
  return route && (await project.config())?.targets[route.target]?.characters;
}

/** The record as the target gets it, made as a run makes it: a character that it cannot write may make it a case. */
async function inCharacters(preview: MappingPreview, characters: TargetCharacters | undefined): Promise<MappingPreview> {
  if (preview.outcome !== 'mapped' || characters === undefined) return preview;
  const values = preview.fields.flatMap(({ field, value }) => (value === undefined ? [] : [[field, value] as const]));
  const { record, findings } = await fitCharacters(Object.fromEntries(values), characters);
  if (findings.length > 0) return { ...preview, outcome: 'case', findings: findings.map(completeFinding) };
  const fields = preview.fields.map((one) => {
    const value = record[one.field];
    return JSON.stringify(value) === JSON.stringify(one.value) ? one : { ...one, value, original: one.value };
  });
  return { ...preview, fields };
}

/** Attachments that are known by their names only. */
export function attachmentsOf(names: readonly string[]): readonly AttachmentInfo[] {
  return names.map((name, index) => ({
    ref: `a${index + 1}`,
    name,
    mediaType: mediaTypes[/\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? ''] ?? 'application/octet-stream',
    size: 0,
    sha256: '',
  }));
}

/** What stands against reading a message; other faults are thrown on. */
export function readingFindings(error: unknown): readonly Finding[] {
  if (!isAmtsboteError(error) || error.effect !== 'case') throw error;
  return findingsOf(error).map(completeFinding);
}

/** No mapping is for a message with this root element. */
export function noMapping({ root }: Message): Finding {
  const namespace = root.namespace === '' ? 'no namespace' : `the namespace ${root.namespace}`;
  return { code: 'AB_MESSAGE_UNKNOWN', message: `no mapping is for messages with the root element ${root.localName} in ${namespace}` };
}

const mediaTypes: Readonly<Record<string, string>> = {
  pdf: 'application/pdf',
  xml: 'application/xml',
  json: 'application/json',
  txt: 'text/plain',
  csv: 'text/csv',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  tif: 'image/tiff',
  tiff: 'image/tiff',
  zip: 'application/zip',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
};
