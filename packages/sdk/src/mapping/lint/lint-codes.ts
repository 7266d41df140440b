import type { CodeList, CodeLists } from '../../message/codelist/code-list.ts';
import { nearestName } from '../../message/nearest-name.ts';
import type { AttributeUse } from '../../message/schema-model/schema-model.ts';
import type { LintFinding } from './lint-finding.ts';
import { listed, type LookedAtField } from './looked-at-field.ts';
import type { GraphNode, SchemaGraph } from './schema-graph.ts';

/** Codes of a rule against the list or enumeration of its place: keys that do not exist, codes without an entry, another list. */
export function lintCodes(looked: LookedAtField, codeLists: CodeLists | undefined): readonly LintFinding[] {
  const { field, nodes, graph } = looked;
  const { codes } = field.rule;
  if (!codes) return [];
  const declared = listsOf(nodes, graph);
  const [only] = declared;
  const uri = only?.uri ?? codes.list;
  const list = uri === undefined ? undefined : codeLists?.find(uri, only?.version ?? codes.version)?.list;
  const allowed = enumeration(nodes, graph) ?? (list && codesOf(list));
  return [...otherList(looked, declared), ...(allowed ? compare(looked, allowed, list) : notAtHand(looked, uri))];
}

function otherList({ field, say }: LookedAtField, declared: readonly FixedList[]): readonly LintFinding[] {
  const { list } = field.rule.codes ?? {};
  const [only] = declared;
  if (list === undefined || !only || declared.some(({ uri }) => uri === list)) return [];
  const message = `the field ${field.field} names the code list ${list}, and the schema names ${only.uri}`;
  const hint = 'Write the list of the schema, and look whether the codes still mean the same.';
  return [say({ code: 'AB_CODE_LIST_UNKNOWN', message, hint }, 'error')];
}

function notAtHand({ field, say }: LookedAtField, uri: string | undefined): readonly LintFinding[] {
  if (uri === undefined) return [];
  const message = `the codes of the field ${field.field} are not checked: the code list ${uri} is not at hand`;
  return [say({ code: 'AB_CODE_LIST_UNKNOWN', message }, 'note')];
}

function compare({ field, say }: LookedAtField, allowed: readonly string[], list: CodeList | undefined): readonly LintFinding[] {
  const { values, default: otherwise } = field.rule.codes ?? {};
  if (!values) return [];
  const known = new Set(allowed);
  const unknown = Object.keys(values).filter((code) => !known.has(code));
  const without = otherwise === undefined ? allowed.filter((code) => !Object.hasOwn(values, code)) : [];
  const where = list ? `the code list ${list.uri} ${list.version}` : 'the schema';
  const findings = unknown.map((code) => {
    const near = nearestName(code, allowed);
    const message = `the field ${field.field} has an entry for the code \`${code}\`, which is not in ${where}`;
    return say({ code: 'AB_CODE_INVALID', message, hint: near ? `Did you mean \`${near}\`?` : 'Remove the entry.' }, 'error');
  });
  if (without.length === 0) return findings;
  const named = without.map((code) => (list?.entry(code) ? `${code} ${list.entry(code)?.name ?? ''}`.trim() : code));
  const message = `the field ${field.field} has no entry for ${without.length} codes of ${where}: ${listed(named)}`;
  return [
    ...findings,
    say({ code: 'AB_CODE_UNKNOWN', message, hint: 'Each becomes a case; add entries for those that you expect.' }, 'warning'),
  ];
}

/** A code list that a schema fixes for a place. */
export interface FixedList {
  readonly uri: string;
  readonly version: string | undefined;
}

/** The code lists that the schema fixes for a place: on the element, or on the one above a child `code`. */
export function listsOf(nodes: readonly GraphNode[], graph: SchemaGraph): readonly FixedList[] {
  const lists = new Map<string, string | undefined>();
  for (const node of nodes) {
    for (const holder of [node, ...graph.parents(node)]) {
      const uri = fixedAttribute(holder, 'listURI', graph);
      if (uri) lists.set(uri, fixedAttribute(holder, 'listVersionID', graph));
    }
  }
  return [...lists].map(([uri, version]) => ({ uri, version }));
}

function fixedAttribute(node: GraphNode, localName: string, graph: SchemaGraph): string | undefined {
  const attributes = graph.attributes(node).flatMap((one): AttributeUse[] => (one.kind === 'attribute' ? [one.use] : []));
  const use = attributes.find(({ name }) => name.localName === localName);
  return use?.fixed ?? use?.default;
}

/** All values of a place, where the schema itself lists them; undefined as soon as one place has none. */
export function enumeration(nodes: readonly GraphNode[], graph: SchemaGraph): readonly string[] | undefined {
  const types = nodes.flatMap((node) => graph.valueTypes(node));
  if (types.length === 0 || types.some(({ facets }) => !facets.enumeration)) return undefined;
  return [...new Set(types.flatMap(({ facets }) => facets.enumeration ?? []))];
}

function codesOf(list: CodeList): readonly string[] {
  return list.entries.map(({ code }) => code);
}
