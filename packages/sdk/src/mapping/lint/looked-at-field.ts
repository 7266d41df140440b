import type { OutlinedField } from '../mapping-outline.ts';
import type { LintFinding } from './lint-finding.ts';
import type { LintSchema } from './lint-schema.ts';
import type { GraphNode, SchemaGraph } from './schema-graph.ts';

/** A field of the mapping, the nodes it may be read from, and how it is to be spoken of. */
export interface LookedAtField {
  readonly field: OutlinedField;
  readonly nodes: readonly GraphNode[];
  /** The nodes from which the last step of its path starts. */
  readonly holders: readonly GraphNode[];
  readonly schema: LintSchema;
  readonly graph: SchemaGraph;
  /** A finding at the place of the field's rule. */
  readonly say: (finding: Omit<LintFinding['finding'], 'where'>, severity: LintFinding['severity']) => LintFinding;
}

/** At most eight, then how many more. */
export function listed(names: readonly string[]): string {
  const shown = names.slice(0, 8).map((name) => `\`${name}\``);
  return `${shown.join(', ')}${names.length > shown.length ? ` and ${names.length - shown.length} more` : ''}`;
}
