import type { CompiledPath } from '../message/compiled-path.ts';
import type { RecordValue } from '../model/record.ts';
import type { CheckRule } from './mapping-file.ts';
import type { Conversion } from './rules/converted.ts';

/** A field rule ready to run. */
export type CompiledRule =
  | { readonly kind: 'value'; readonly value: RecordValue }
  | ({ readonly kind: 'text'; readonly path: CompiledPath; readonly convert: Conversion } & Choice)
  | ({
      readonly kind: 'record';
      readonly path: CompiledPath | undefined;
      readonly fields: CompiledFields;
    } & Choice)
  | {
      readonly kind: 'list';
      readonly path: CompiledPath;
      readonly entry: ListEntry;
      readonly required: boolean;
    };

/** The fields of a record in the order of the file. */
export type CompiledFields = ReadonlyMap<string, CompiledRule>;

/** What each entry of a list becomes: a record, or a converted text. */
export type ListEntry = { readonly fields: CompiledFields } | { readonly convert: Conversion };

/** What to do when a path matches nothing, or more than one place. */
export interface Choice {
  readonly required: boolean;
  readonly first: boolean;
}

/** A check ready to run. */
export interface CompiledCheck {
  readonly path: CompiledPath;
  readonly rule: CheckRule;
}
