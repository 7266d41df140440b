import type { Logger } from '../../model/logger.ts';
import type { Attempt } from '../../target/attempt.ts';
import type { FieldValue, PageField, Sameness, WrittenAs } from '../page/page-types.ts';

/** Values by the label a person reads next to the field. Fields without a value are left as they are. */
export type FormFields = Readonly<Record<string, FieldValue | undefined>>;

/** What is known of a field beyond its label. */
export interface FieldRule {
  /**
   * Further ways to find it, such as `name=familienname` or `placeholder=Nachname`. All that find anything must mean the same element;
   * when only these do, that is logged as drift.
   */
  readonly also?: readonly string[] | undefined;
  /**
   * `date`, `number`, `money`: the value, as messages write it or in the German way, is written as the field wants it: ISO and a decimal
   * point in the browser's own date and number fields, else the German way. Default: as it is.
   */
  readonly as?: WrittenAs | undefined;
  /** For fields that only a window fills: the button beside the field that opens it, such as `...`. */
  readonly pick?: string | undefined;
  /** Differences that do not count when the field is compared. Default none. */
  readonly same?: readonly Sameness[] | undefined;
}

/** Rules by the label that the values are given by. */
export type FieldRules = Readonly<Record<string, FieldRule>>;

/** How to fill. */
export interface FillOptions {
  readonly signal?: AbortSignal | undefined;
  /** How long to wait for fields that are not there yet. Default 1500 ms. */
  readonly patienceMs?: number | undefined;
  /** Longest single input by hand, in milliseconds. Default 5000. */
  readonly timeoutMs?: number | undefined;
  readonly rules?: FieldRules | undefined;
  /** Notes each field that is filled by hand as a step of its own. */
  readonly step?: Attempt['step'] | undefined;
  /** When reading back: fields that lost their value since are filled once more, by hand, before they are judged. Default false. */
  readonly mend?: boolean | undefined;
  /** Is told how many fields were found by a fallback only. */
  readonly logger?: Logger | undefined;
}

/** The fields that have a value, with what is known of them. */
export function pageFields(fields: FormFields, rules: FieldRules = {}): readonly PageField[] {
  return Object.entries(fields).flatMap(([label, value]) => (value === undefined ? [] : [{ label, value, ...rules[label] }]));
}
