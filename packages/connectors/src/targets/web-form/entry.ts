import type { MappedRecord, TemplateValues } from '@amtsbote/sdk';
import type { FillOptions, ReadBackRow, RpaAttempt } from '@amtsbote/sdk/rpa';
import type { RecordDescription } from './description.ts';
import type { ListValues } from './form-values.ts';

/** One record on its way through the form. */
export interface Entry {
  readonly recordType: string;
  readonly description: RecordDescription;
  readonly record: MappedRecord;
  readonly attempt: RpaAttempt;
  readonly values: TemplateValues;
  readonly lists: ListValues;
  /** What was compared so far, for the table of evidence. */
  readonly compared: Map<string, ReadBackRow>;
  /** How long the answer to saving may take, in milliseconds. */
  readonly answerWithinMs: number;
  /** Longest wait for something to appear, in milliseconds. */
  readonly timeoutMs: number;
}

/** How the fields of this entry are filled and compared. */
export function fillOptions({ attempt, description }: Entry): FillOptions {
  return {
    signal: attempt.signal,
    rules: description.rules,
    step: (name, act) => attempt.step(name, act),
    logger: attempt.logger,
    mend: true,
  };
}
