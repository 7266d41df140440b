import type { ExpandedName, SchemaModel } from '../../message/schema-model/schema-model.ts';
import type { SchemaGraph } from './schema-graph.ts';

/** A schema that messages of a mapping are checked against. */
export interface LintSchema {
  /** As the reader knows it: the set, or the file. */
  readonly name: string;
  readonly model: SchemaModel;
  /** The root elements that messages for this mapping may have. */
  readonly roots: readonly ExpandedName[];
  /** Namespaces of the mapping that have another name in this schema: a new version of the standard. */
  readonly moved?: ReadonlyMap<string, string> | undefined;
  /** False where `message:` of the mapping does not take messages of this schema. Default true. */
  readonly taken?: boolean | undefined;
  /** The version that the mapping was made for: what this one has besides is told. */
  readonly before?: readonly SchemaGraph[] | undefined;
}
