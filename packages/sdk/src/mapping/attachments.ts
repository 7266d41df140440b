import type { AttachmentInfo } from '../model/attachment.ts';
import type { Finding } from '../model/finding.ts';
import type { RecordValue } from '../model/record.ts';
import type { MessageNode } from '../message/message.ts';
import { attachmentName } from './attachment-name.ts';
import type { RuleSite } from './compiled-rule.ts';
import type { AttachmentRule } from './mapping-file.ts';
import type { RulePath } from './rule-path.ts';

/** The fields that receive attachments, and what stands against it. */
export interface AssignedAttachments {
  readonly fields: Readonly<Record<string, RecordValue>>;
  readonly findings: readonly Finding[];
  /** What the target calls attachments, by `ref`, where a rule says so. */
  readonly names: Readonly<Record<string, string>> | undefined;
}

/** The attachment rules of a mapping, ready to run. */
export interface CompiledAttachments {
  readonly rules: readonly CompiledAttachmentRule[];
  /** File name patterns. */
  readonly ignored: readonly RegExp[];
}

export interface CompiledAttachmentRule {
  readonly field: string;
  readonly rule: AttachmentRule;
  readonly site: RuleSite;
  readonly name: RegExp | undefined;
  readonly mediaTypes: readonly RegExp[] | undefined;
  readonly listedAt: RulePath | undefined;
}

/** Looks into the message at hand, and tells what is made of it. */
export interface AttachmentReader {
  listed(path: RulePath, site: RuleSite): readonly MessageNode[];
  attached(field: string, value: RecordValue | undefined, site: RuleSite): void;
}

/**
 * Gives each attachment to the first rule that fits it. What no rule takes and no pattern ignores is a finding. Findings name
 * attachments by their `ref`: file names come from the citizen.
 */
export function assignAttachments(
  { rules, ignored }: CompiledAttachments,
  attachments: readonly AttachmentInfo[],
  message: AttachmentReader,
): AssignedAttachments {
  const fields: Record<string, RecordValue> = {};
  const findings: Finding[] = [];
  const names = new Map<string, string>();
  let open = attachments;
  for (const compiled of rules) {
    const { field, rule, site } = compiled;
    const listed = compiled.listedAt && message.listed(compiled.listedAt, site);
    const taken = open.filter((attachment) => fits(compiled, attachment, listed));
    open = open.filter((attachment) => !taken.includes(attachment));
    const faults = complaintsOf(compiled, taken, listed);
    findings.push(...faults);
    const value = faults.length > 0 ? undefined : valueOf(taken, rule);
    message.attached(field, value, site);
    if (value === undefined) continue;
    fields[field] = value;
    if (rule.as !== undefined) findings.push(...giveNames(rule.as, taken, { names, field, site }));
  }
  for (const { ref, name } of open) {
    if (ignored.some((pattern) => pattern.test(name.normalize('NFC')))) continue;
    findings.push({ code: 'AB_ATTACHMENT_UNUSED', message: `the attachment ${ref} is used by no rule` });
  }
  return { fields, findings, names: names.size > 0 ? Object.fromEntries(names) : undefined };
}

function valueOf(taken: readonly AttachmentInfo[], { many }: AttachmentRule): RecordValue | undefined {
  return many && taken.length > 0 ? taken.map(({ ref }) => ref) : taken[0]?.ref;
}

/** A file name pattern with `*` and `?`. Upper and lower case are the same, as are composed and decomposed letters. */
export function namePattern(glob: string): RegExp {
  const source = glob
    .normalize('NFC')
    .replaceAll(/[\\^$.|+()[\]{}]/g, '\\$&')
    .replaceAll(/\*+/g, '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 'isu');
}

function fits(
  { name, mediaTypes, listedAt }: CompiledAttachmentRule,
  attachment: AttachmentInfo,
  listed: readonly MessageNode[] | undefined,
): boolean {
  if (name && !name.test(attachment.name.normalize('NFC'))) return false;
  if (mediaTypes && !mediaTypes.some((pattern) => pattern.test(attachment.mediaType.replace(/;.*/s, '').trim()))) return false;
  return !listedAt || (listed ?? []).some((node) => isNamed(node.text, attachment.name));
}

/**
 * Whether a text of the message names a file: by its name, or by its name without extension. Ids may be written with `_` for `:`,
 * as XBau does for `urn:uuid:…` where a colon cannot stand.
 */
function isNamed(text: string, fileName: string): boolean {
  const named = comparable(text);
  const name = comparable(fileName);
  return named !== '' && (named === name || named === name.replace(/\.[^.]*$/, ''));
}

function comparable(text: string): string {
  return text.trim().normalize('NFC').toLowerCase().replaceAll(':', '_');
}

function complaintsOf(
  { field, rule, site }: CompiledAttachmentRule,
  taken: readonly AttachmentInfo[],
  listed: readonly MessageNode[] | undefined,
): readonly Finding[] {
  const at = { field, rule: site.rule };
  const absent = rule.required ? (listed ?? []).filter((node) => !taken.some(({ name }) => isNamed(node.text, name))) : [];
  if (absent.length > 0) {
    return absent.map((node) => ({
      code: 'AB_FIELD_MISSING',
      message: `the field ${field} lacks an attachment that the message lists`,
      where: { ...at, path: node.path, line: node.line },
    }));
  }
  if (taken.length === 0 && rule.required) {
    return [{ code: 'AB_FIELD_MISSING', message: `the field ${field} has no attachment`, where: at }];
  }
  if (taken.length < 2 || rule.many) return [];
  const refs = taken.map(({ ref }) => ref).join(', ');
  return [{ code: 'AB_FIELD_AMBIGUOUS', message: `the field ${field} takes one attachment, and its rule fits ${refs}`, where: at }];
}

function giveNames(
  pattern: string,
  taken: readonly AttachmentInfo[],
  { names, field, site }: { names: Map<string, string>; field: string; site: RuleSite },
): readonly Finding[] {
  const used = new Set([...names.values()].map(comparable));
  const findings: Finding[] = [];
  for (const [index, attachment] of taken.entries()) {
    const name = attachmentName(pattern, attachment, index + 1);
    if (used.has(comparable(name))) {
      const message = `the attachment ${attachment.ref} would get a name that another one has`;
      findings.push({ code: 'AB_FIELD_AMBIGUOUS', message, where: { field, rule: site.rule } });
    }
    used.add(comparable(name));
    names.set(attachment.ref, name);
  }
  return findings;
}
