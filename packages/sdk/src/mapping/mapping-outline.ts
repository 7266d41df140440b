import type { Prefixes } from '../message/compiled-path.ts';
import type { CodesRule, FieldRule } from './mapping-file.ts';

/** A mapping as data, for lint, proposals and previews. Blocks are expanded where they are used. */
export interface MappingOutline {
  /** Every path, in the order of the rules. */
  readonly paths: readonly OutlinedPath[];
  /** Every field a record can have, in the order of the rules. */
  readonly fields: readonly OutlinedField[];
  /** Names of the constants that are used, each once. */
  readonly constants: readonly string[];
}

/** A path of a mapping, and from where it is seen. */
export interface OutlinedPath {
  /** As written. */
  readonly expression: string;
  readonly prefixes: Prefixes;
  /** The path whose nodes it is seen from; left out for the root element. */
  readonly from?: OutlinedPath | undefined;
  /** The key it stands under, such as `path`, `each`, `when`, `assert`, `where`, `ignore`, `listedAt`. */
  readonly key: string;
  /** Such as `keeper.familyName` or `activities[].text`; left out for checks and the like. */
  readonly field?: string | undefined;
  readonly place: OutlinePlace;
  /** Also matches FIM ids of the other length (`fimIds: any`). */
  readonly anyFimId: boolean;
}

/** A field that rules can make. */
export interface OutlinedField {
  /** Such as `keeper.familyName` or `activities[].text`. */
  readonly field: string;
  /** Kind of the rule, as in `RuleReference`. */
  readonly kind: string;
  /** Has a value whenever the record around it has one, or the mapping ends with a finding. */
  readonly always: boolean;
  readonly place: OutlinePlace;
  /** Where its value is read; left out for constants and the like. */
  readonly path?: OutlinedPath | undefined;
  /** As written, with the keys of the block it uses; empty for fields that receive attachments. */
  readonly rule: FieldRule;
  /** Its `codes`. */
  readonly codes?: CodesRule | undefined;
}

/** Where something stands in the mapping or a file it includes. */
export interface OutlinePlace {
  readonly file: string;
  readonly line?: number | undefined;
  readonly column?: number | undefined;
}
