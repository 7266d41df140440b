import type { OutlinedField } from '../mapping-outline.ts';
import type { LintFinding } from './lint-finding.ts';
import type { LookedAtField } from './looked-at-field.ts';
import type { GraphNode, SchemaGraph } from './schema-graph.ts';

const kindsOfText = new Set(['text', 'date', 'codes', 'boolean', 'number', 'split', 'houseNumber']);

/** Rules that read one text where elements stand. */
export function lintValue(looked: LookedAtField): readonly LintFinding[] {
  const { field, nodes, graph, say } = looked;
  const { date } = field.rule;
  if (!kindsOfText.has(field.kind) || date?.parts !== undefined || date?.in === 'teilbekannt') return [];
  const holders = nodes.filter((node) => holdsElements(node, graph));
  if (holders.length > 0) {
    const message = `the field ${field.field} is one text, and its path leads to an element that holds further elements`;
    return [
      say({ code: 'AB_FIELD_FORMAT', message, hint: whatIsInside(holders, graph) }, holders.length === nodes.length ? 'error' : 'warning'),
    ];
  }
  return [];
}

function holdsElements(node: GraphNode, graph: SchemaGraph): boolean {
  return node.kind === 'element' && !graph.mayHoldText(node) && graph.children(node).length > 0;
}

function whatIsInside(holders: readonly GraphNode[], graph: SchemaGraph): string {
  const children = holders
    .flatMap((node) => graph.children(node))
    .flatMap((node) => (node.kind === 'element' ? [node.name.localName] : []));
  const names = [...new Set(children)];
  if (names.includes('code')) return 'Codes stand in a child without a namespace: add `/code` to the path.';
  return `Lead the path to one of ${names.slice(0, 8).join(', ')}.`;
}

/** How long a text of a field may be by the schema, where its rule takes less; Infinity where the schema sets no limit. */
export function longestBeyond({ rule }: OutlinedField, nodes: readonly GraphNode[], graph: SchemaGraph): number | undefined {
  const max = rule.text?.max;
  if (max === undefined) return undefined;
  const lengths = nodes.flatMap((node) => graph.valueTypes(node)).map(({ facets }) => facets.maxLength ?? facets.length ?? Infinity);
  const longest = Math.max(...lengths, 0);
  return longest > max ? longest : undefined;
}
