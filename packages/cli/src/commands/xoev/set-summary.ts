import type { SchemaSet } from '@amtsbote/sdk/workbench';

/** A schema set in numbers. */
export interface SetSummary {
  readonly name: string;
  readonly source: string;
  /** ISO 8601. */
  readonly importedAt: string;
  readonly schemas: number;
  readonly rules: number;
  readonly codeLists: number;
  readonly namespaces: readonly string[];
  /** Elements that a message may start with. */
  readonly roots: number;
}

/** The summary of a set. */
export function summaryOf({ name, manifest }: SchemaSet): SetSummary {
  const { source, importedAt, files, namespaces, roots } = manifest;
  const count = (kind: string): number => files.filter((file) => file.kind === kind).length;
  return {
    name,
    source,
    importedAt,
    schemas: count('schema'),
    rules: count('rules'),
    codeLists: count('code-list'),
    namespaces,
    roots: roots.length,
  };
}
