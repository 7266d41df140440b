/**
 * What a target takes: named fields, in the shape a mapping produces. Text stays text; only `boolean` and `number`
 * rules of a mapping make other types.
 */
export interface MappedRecord {
  readonly [field: string]: RecordValue;
}

/** A value of a record field: text, a truth value, a number, a nested record or a list. */
export type RecordValue = string | boolean | number | MappedRecord | readonly RecordValue[];
