import type { MappedRecord, TemplateValues } from '@amtsbote/sdk';
import type { RpaAttempt } from '@amtsbote/sdk/rpa';
import type { RecordDescription } from './description.ts';

/** One record on its way through the form. */
export interface Entry {
  readonly recordType: string;
  readonly description: RecordDescription;
  readonly record: MappedRecord;
  readonly attempt: RpaAttempt;
  readonly values: TemplateValues;
  /** How long the answer to saving may take, in milliseconds. */
  readonly answerWithinMs: number;
}

/** What is said of messages of the target: how many, at which labels; their texts may quote what was entered. */
export function refusal(when: string, labels: readonly string[], count: number): string {
  const where = labels.length === 0 ? 'no field named' : labels.map((label) => `"${label}"`).join(', ');
  return `the target showed ${count} messages ${when}: ${where}; nothing was saved`;
}
