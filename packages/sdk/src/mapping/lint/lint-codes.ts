import type { CodeList, CodeLists } from '../../message/codelist/code-list.ts';
import { nearestName } from '../../message/nearest-name.ts';
import type { LintFinding } from './lint-finding.ts';
import { listed, type LookedAtField } from './looked-at-field.ts';
import type { GraphNode, SchemaGraph } from './schema-graph.ts';

/** Codes of a rule against the list or enumeration of its place: keys that do not exist, codes without an entry, another list. */
export function lintCodes(looked: LookedAtField, codeLists: CodeLists | undefined): readonly LintFinding[] {
  const { field, nodes, graph } = looked;
  const { codes } = field.rule;
  if (!codes) return [];
  const declared = listsOf([...nodes, ...looked.holders]);
  const { uri, version } = declared[0] ?? { uri: codes.list, version: codes.version };
  const list = uri === undefined ? undefined : codeLists?.find(uri, version ?? codes.version)?.list;
  const values = enumeration(nodes, graph);
  const allowed = values ?? (list && codesOf(list));
  const source = list && !values ? `the code list ${list.uri} ${list.version}` : 'the schema';
  return [...otherList(looked, declared), ...(allowed ? compare(looked, { allowed, list, source }) : notAtHand(looked, uri))];
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

interface KnownCodes {
  readonly allowed: readonly string[];
  /** In words. */
  readonly source: string;
  /** For names in clear text. */
  readonly list: CodeList | undefined;
}

function compare({ field, say }: LookedAtField, { allowed, source, list }: KnownCodes): readonly LintFinding[] {
  const { values, default: otherwise } = field.rule.codes ?? {};
  if (!values) return [];
  const findings: LintFinding[] = [];
  const unknown = Object.keys(values).filter((code) => !allowed.includes(code));
  if (unknown.length > 0) {
    const [first = ''] = unknown;
    const near = unknown.length === 1 ? nearestName(first, allowed) : undefined;
    const message = `the field ${field.field} has entries for codes that are not in ${source}: ${listed(unknown)}`;
    findings.push(say({ code: 'AB_CODE_INVALID', message, hint: near ? `Did you mean \`${near}\`?` : 'Remove these entries.' }, 'error'));
  }
  const without = otherwise === undefined ? allowed.filter((code) => !Object.hasOwn(values, code)) : [];
  if (without.length > 0) {
    const named = without.map((code) => `${code} ${list?.entry(code)?.name ?? ''}`.trim());
    const message = `the field ${field.field} has no entry for ${without.length} of ${allowed.length} codes of ${source}: ${listed(named)}`;
    findings.push(
      say({ code: 'AB_CODE_UNKNOWN', message, hint: 'Each becomes a case; add entries for those that you expect.' }, 'warning'),
    );
  }
  return findings;
}

/** A code list that a schema fixes for a place. */
export interface FixedList {
  readonly uri: string;
  readonly version: string | undefined;
}

/** The code lists that the schema fixes for places, by the attributes of their elements or of those around them. */
export function listsOf(nodes: readonly GraphNode[]): readonly FixedList[] {
  const lists = new Map<string, string | undefined>();
  for (const node of nodes) {
    const uri = fixedAttribute(node, 'listURI');
    if (uri) lists.set(uri, fixedAttribute(node, 'listVersionID'));
  }
  return [...lists].map(([uri, version]) => ({ uri, version }));
}

/** By the declared type alone: those that stand in by `xsi:type` fix other lists. */
function fixedAttribute(node: GraphNode, localName: string): string | undefined {
  const type = node.kind === 'element' ? node.declaration.type : undefined;
  const use = type?.kind === 'complex' ? type.attributes.find(({ name }) => name.localName === localName) : undefined;
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
