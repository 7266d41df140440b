import type { Message } from '../../message/message.ts';
import type { AttachmentInfo } from '../../model/attachment.ts';
import type { Finding } from '../../model/finding.ts';
import type { RecordValue } from '../../model/record.ts';
import type { Mapping, MappingContext, MappingResult, RuleReference } from '../mapping.ts';

/** What a mapping makes of one message, field by field. Holds citizens' data: show, never log. */
export interface MappingPreview {
  readonly file: string;
  readonly recordType: string;
  readonly outcome: MappingResult['outcome'];
  readonly fields: readonly PreviewedField[];
  readonly findings: readonly Finding[];
}

export interface PreviewedField {
  /** Such as `keeper.familyName` or `activities[0].text`. */
  readonly field: string;
  /** Left out for a field without a value. */
  readonly value?: RecordValue | undefined;
  /** What the mapping made, where the characters of the target changed it. */
  readonly original?: RecordValue | undefined;
  /** The name of the code in its list. */
  readonly codeName?: string | undefined;
  /** Where the value stands in the message; none for constants. */
  readonly sources: readonly { readonly path: string; readonly line?: number | undefined }[];
  readonly rule: RuleReference;
}

/** Applies a mapping and keeps, for every field, its value and where it comes from. */
export function previewOf(
  mapping: Mapping,
  message: Message,
  { attachments = [], context = {} }: { readonly attachments?: readonly AttachmentInfo[]; readonly context?: MappingContext } = {},
): MappingPreview {
  const fields: PreviewedField[] = [];
  const result = mapping.apply(message, attachments, {
    ...context,
    trace: {
      field: ({ field, value, codeName, nodes, rule }) => {
        fields.push({ field, value, codeName, sources: nodes.map(({ path, line }) => ({ path, line })), rule });
      },
      read: () => undefined,
      ignored: () => undefined,
    },
  });
  return {
    file: mapping.file,
    recordType: mapping.recordType,
    outcome: result.outcome,
    fields,
    findings: result.outcome === 'mapped' ? [] : result.findings,
  };
}
