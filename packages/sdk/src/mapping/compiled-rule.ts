import type { RecordValue } from '../model/record.ts';
import type { RuleReference } from './mapping.ts';
import type { CheckRule, DatePartsRule } from './mapping-file.ts';
import type { RulePath } from './rule-path.ts';
import type { Making } from './rules/converted.ts';
import type { DatePattern } from './rules/date.ts';
import type { Splitting } from './rules/split.ts';

/** A field rule ready to run. */
export type CompiledRule = ValueRule | ConstantRule | TextFieldRule | ElementDateRule | RecordRule | ListRule | JoinRule | ChooseRule;

/** What every rule has. */
export interface RuleFrame {
  readonly site: RuleSite;
  readonly required: boolean;
  /** Makes fields of the record around, not one. */
  readonly flat?: boolean | undefined;
  /** Left out when the rule always holds. */
  readonly guard?: Guard | undefined;
}

/** Where a rule stands. */
export interface RuleSite {
  readonly reference: RuleReference;
  /** For findings: `FILE:LINE`. */
  readonly rule: string;
}

/** When a rule holds: all of what is there must be so. Days are `yyyy-MM-dd` and count in. */
export interface Guard {
  readonly when?: { readonly path: RulePath; readonly site: RuleSite } | undefined;
  readonly from?: string | undefined;
  readonly until?: string | undefined;
}

export interface ValueRule extends RuleFrame {
  readonly kind: 'value';
  readonly value: RecordValue;
}

export interface ConstantRule extends RuleFrame {
  readonly kind: 'constant';
  readonly name: string;
}

/** One text of the message, taken apart and converted. */
export interface TextFieldRule extends RuleFrame, TextMaking {
  readonly kind: 'text';
  readonly path: RulePath;
  readonly first: boolean;
}

/** A date that stands in several elements: in the parts named, else in the children of the element as `teilbekannt` says. */
export interface ElementDateRule extends RuleFrame {
  readonly kind: 'date';
  readonly path: RulePath | undefined;
  readonly first: boolean;
  readonly parts?: Readonly<Record<keyof DatePartsRule, RulePath | undefined>> | undefined;
  readonly out: DatePattern;
  readonly partial: 'keep' | 'refuse';
}

/** How a text becomes a value. */
export interface TextMaking {
  readonly split?: Splitting | undefined;
  readonly convert: Making;
}

export interface RecordRule extends RuleFrame {
  readonly kind: 'record';
  readonly path: RulePath | undefined;
  readonly fields: CompiledFields;
  readonly first: boolean;
}

export interface ListRule extends RuleFrame {
  readonly kind: 'list';
  readonly path: RulePath;
  readonly entry: ListEntry;
}

/** What each entry of a list becomes: a record, or converted texts. */
export type ListEntry = { readonly fields: CompiledFields } | TextMaking;

export interface JoinRule extends RuleFrame {
  readonly kind: 'join';
  readonly parts: readonly CompiledRule[];
  readonly separator: string;
  readonly convert: Making;
}

export interface ChooseRule extends RuleFrame {
  readonly kind: 'choose';
  readonly options: readonly CompiledRule[];
}

/** The fields of a record in the order of the file. */
export type CompiledFields = ReadonlyMap<string, CompiledRule>;

/** A check ready to run. */
export interface CompiledCheck {
  readonly path: RulePath;
  readonly rule: CheckRule;
  readonly site: RuleSite;
}

/** A path under `ignore`. */
export interface IgnoredPath {
  readonly path: RulePath;
  readonly site: RuleSite;
}
