import type { YamlPath } from '../yaml/yaml-source.ts';
import { tellsApart, unknownPlaceholders } from './attachment-name.ts';
import type { AttachmentRule, MappingFile, SelectorRule } from './mapping-file.ts';
import type { MappingOutline } from './mapping-outline.ts';
import type { MappingProblem, RuleFile } from './mapping-source.ts';

type Complaint = Pick<MappingProblem, 'path' | 'message'>;

/** What fits the shape of a mapping file and still makes no sense, fields left out. */
export function contradictions(content: MappingFile, file: RuleFile, { fields }: MappingOutline): readonly MappingProblem[] {
  const names = new Set(fields.flatMap(({ field, kind }) => (kind === 'attachment' ? [] : [field])));
  const complaints = [...ofSelector(content.message), ...ofPrefixes(content), ...ofAttachments(content, names)];
  return complaints.map((complaint) => ({ ...complaint, file }));
}

function ofSelector({ root, namespace, profile, versions, type }: SelectorRule): readonly Complaint[] {
  const found: Complaint[] = [];
  const complain = (key: string, message: string): void => void found.push({ path: ['message', key], message });
  if (root === undefined && profile === undefined) found.push({ path: ['message'], message: '`message` needs `root` or `profile`' });
  if (root === undefined && namespace !== undefined) complain('namespace', '`namespace` goes with `root`');
  if (profile === undefined && versions !== undefined) complain('versions', '`versions` goes with `profile`');
  if (profile === undefined && type !== undefined) complain('type', '`type` goes with `profile`');
  return found;
}

function ofPrefixes({ message, prefixes }: MappingFile): readonly Complaint[] {
  const { root, namespace = '' } = message;
  const none = root !== undefined && (typeof namespace === 'string' ? [namespace] : namespace).includes('');
  return Object.entries(prefixes ?? {}).flatMap(([prefix, name]) => {
    if (name !== 'profile' || !none) return [];
    return [{ path: ['prefixes', prefix], message: 'messages without a namespace have none for `profile` to stand for' }];
  });
}

function ofAttachments({ attachments }: MappingFile, fields: ReadonlySet<string>): readonly Complaint[] {
  return Object.entries(attachments ?? {}).flatMap(([field, rule]) => {
    const path: YamlPath = ['attachments', field];
    const found = ofAttachment(rule, path);
    return fields.has(field) ? [{ path, message: `\`${field}\` is a field under \`fields\` already` }, ...found] : found;
  });
}

function ofAttachment({ name, mediaType, listedAt, as, many }: AttachmentRule, path: YamlPath): readonly Complaint[] {
  const found: Complaint[] = [];
  if (name === undefined && mediaType === undefined && listedAt === undefined) {
    found.push({ path, message: 'the attachment needs `name`, `mediaType` or `listedAt`' });
  }
  if (as === undefined) return found;
  for (const unknown of unknownPlaceholders(as)) {
    found.push({ path: [...path, 'as'], message: `\`{${unknown}}\` is not known here; there are {n}, {name}, {ext} and {ref}` });
  }
  if (many === true && !tellsApart(as)) {
    found.push({ path: [...path, 'as'], message: 'several attachments would get one name; write {n}, {name} or {ref} into it' });
  }
  return found;
}
