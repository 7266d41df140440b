import type { ExpandedName } from '../../message/schema-model/schema-model.ts';

/** A first mapping, ready to be written. */
export interface Proposal {
  readonly root: ExpandedName;
  readonly record: string;
  /** Namespaces by prefix; `profile` for that of the root element. */
  readonly prefixes: ReadonlyMap<string, string>;
  readonly fields: readonly ProposedField[];
  readonly ignore: readonly ProposedIgnore[];
  /** Paths of parts for which no rule was proposed. */
  readonly leftOut: readonly string[];
}

export interface ProposedField {
  readonly name: string;
  /** What it is, and what to check. */
  readonly comment?: string | undefined;
  readonly path?: string | undefined;
  readonly each?: string | undefined;
  readonly fields?: readonly ProposedField[] | undefined;
  readonly required?: boolean | undefined;
  /** The key of a conversion and what stands under it. */
  readonly conversion?: { readonly key: 'date' | 'codes' | 'boolean' | 'number'; readonly value: ProposedValue } | undefined;
}

/** Texts, and maps of them. */
export type ProposedValue = string | { readonly [key: string]: ProposedValue };

export interface ProposedIgnore {
  readonly path: string;
  readonly comment?: string | undefined;
}
