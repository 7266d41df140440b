import type { AttachmentInfo } from '../model/attachment.ts';
import type { Finding } from '../model/finding.ts';
import type { RecordValue } from '../model/record.ts';
import type { AttachmentRule } from './mapping-file.ts';

/** The fields that receive attachments, and what stands against it. */
export interface AssignedAttachments {
  readonly fields: Readonly<Record<string, RecordValue>>;
  readonly findings: readonly Finding[];
}

/** The attachment rules of a mapping. */
export interface AttachmentRules {
  readonly attachments: Readonly<Record<string, AttachmentRule>>;
  readonly ignoreAttachments: readonly string[];
}

/**
 * Gives each attachment to the first rule whose pattern fits its name. What no rule takes and no pattern ignores is
 * a finding. Findings name attachments by their `ref`: file names come from the citizen.
 */
export function assignAttachments(rules: AttachmentRules, attachments: readonly AttachmentInfo[]): AssignedAttachments {
  const fields: Record<string, RecordValue> = {};
  const findings: Finding[] = [];
  let open = attachments;
  for (const [field, rule] of Object.entries(rules.attachments)) {
    const pattern = namePattern(rule.name);
    const taken = open.filter(({ name }) => pattern.test(name.normalize('NFC')));
    open = open.filter((attachment) => !taken.includes(attachment));
    const finding = complaintOf(rule, field, taken);
    if (finding) findings.push(finding);
    else if (taken[0]) fields[field] = rule.many ? taken.map(({ ref }) => ref) : taken[0].ref;
  }
  const ignored = rules.ignoreAttachments.map(namePattern);
  for (const { ref, name } of open) {
    if (ignored.some((pattern) => pattern.test(name.normalize('NFC')))) continue;
    findings.push({ code: 'AB_ATTACHMENT_UNUSED', message: `the attachment ${ref} is used by no rule` });
  }
  return { fields, findings };
}

function complaintOf(rule: AttachmentRule, field: string, taken: readonly AttachmentInfo[]): Finding | undefined {
  if (taken.length === 0 && rule.required) {
    return { code: 'AB_FIELD_MISSING', message: `the field ${field} has no attachment`, where: { field } };
  }
  if (taken.length < 2 || rule.many) return undefined;
  const refs = taken.map(({ ref }) => ref).join(', ');
  return {
    code: 'AB_FIELD_AMBIGUOUS',
    message: `the field ${field} takes one attachment, and its pattern fits ${refs}`,
    where: { field },
  };
}

/** A file name pattern with `*` and `?`. Upper and lower case are the same, as are composed and decomposed letters. */
function namePattern(glob: string): RegExp {
  const source = glob
    .normalize('NFC')
    .replaceAll(/[\\^$.|+()[\]{}]/g, '\\$&')
    .replaceAll(/\*+/g, '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 'isu');
}
