import type { ExpandedName } from '../../message/schema-model/schema-model.ts';

/** A part of messages for which a rule is to be proposed: an element or attribute, with what stands in it. */
export interface Part {
  readonly kind: 'element' | 'attribute';
  readonly name: ExpandedName;
  /** May stand several times in the part around it. */
  readonly many: boolean;
  /** Stands in every message, once what is around it does. */
  readonly required: boolean;
  readonly parts: readonly Part[];
  /** What its own text is, where it has one. */
  readonly value?: PartValue | undefined;
  /** What the schema says of it, in words. */
  readonly documentation?: string | undefined;
  /** The schema leads back to an element above: what is inside is left out. */
  readonly cut?: boolean | undefined;
}

/** A text, as far as schema and message tell. */
export interface PartValue {
  /** The built-in type of the schema, such as `date`; undefined without a schema. */
  readonly type?: string | undefined;
  /** The values the schema allows, where it lists them. */
  readonly enumeration?: readonly string[] | undefined;
  /** The code list that schema or message name. */
  readonly list?: { readonly uri: string; readonly version?: string | undefined } | undefined;
  /** Texts of the message at hand, to see which form they have. Citizens' data: only looked at. */
  readonly samples: readonly string[];
}
