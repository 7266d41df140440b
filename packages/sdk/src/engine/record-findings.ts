import type { ZodType } from 'zod';
import type { Finding } from '../model/finding.ts';
import type { MappedRecord } from '../model/record.ts';

/** What a record lacks of the shape its target takes: names of fields and rules, no values. */
export function recordFindings(shape: ZodType | undefined, record: MappedRecord, recordType: string): readonly Finding[] {
  if (shape === undefined) return [recordFinding(recordType, `The target takes no records of the type ${recordType}`)];
  const parsed = shape.safeParse(record);
  if (parsed.success) return [];
  return parsed.error.issues.map((issue) => {
    const keys = issue.code === 'unrecognized_keys' ? issue.keys.join(', ') : undefined;
    const field = [...issue.path.map(String), ...(keys === undefined ? [] : [keys])].join('.');
    return recordFinding(field, `${field || recordType}: ${keys === undefined ? ruleOf(issue) : 'the target has no such field'}`);
  });
}

function ruleOf(issue: {
  readonly code: string;
  readonly expected?: unknown;
  readonly maximum?: unknown;
  readonly minimum?: unknown;
}): string {
  if (issue.code === 'too_big') return `longer than ${String(issue.maximum)}`;
  if (issue.code === 'too_small') return `shorter than ${String(issue.minimum)}`;
  if (issue.code === 'invalid_type') return `missing, or not of the type ${String(issue.expected)}`;
  return `breaks the rule ${issue.code}`;
}

function recordFinding(field: string, message: string): Finding {
  return { code: 'AB_RECORD_INVALID', message, where: { field }, hint: 'Map the fields that the target requires, and no others.' };
}
