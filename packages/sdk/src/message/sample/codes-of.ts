import type { CodeEntry, CodeList, CodeLists } from '../codelist/code-list.ts';
import { type CodeUse, codeListOfType } from '../schema-model/code-use.ts';
import type { ComplexType, SimpleType } from '../schema-model/schema-model.ts';
import type { Random } from './random.ts';
import type { SampleNode } from './structure/grow.ts';
import { fitsType } from './value/fits-type.ts';

/** What codes are chosen with. */
export interface CodeChoice {
  readonly random: Random;
  readonly codeLists: CodeLists | undefined;
  readonly remark: (text: string) => void;
}

/**
 * The values of an element that holds a code: of its children by name, of its attributes by name behind `@`. Undefined for other
 * elements; without those that the schema alone decides.
 */
export function codesOf(node: SampleNode, choice: CodeChoice): ReadonlyMap<string, string> | undefined {
  if (node.type.kind === 'simple') return undefined;
  const use = codeListOfType(node.type);
  if (use === undefined) return undefined;
  const uri = use.uri ?? documentedUri(node.type) ?? documentedUri(node.declaration);
  const list = uri === undefined ? undefined : choice.codeLists?.find(uri, use.version)?.list;
  const entry = list && entryOf(list, node, { use, random: choice.random });
  if (list === undefined || entry === undefined) return new Map(withoutList(node, { use, uri, list }, choice.remark));
  return new Map([...reference(use, list), [use.code.name.localName, entry.code], ['name', entry.name]]);
}

/** What is known of the list of an element. */
interface KnownList {
  readonly use: CodeUse;
  readonly uri: string | undefined;
  readonly list: CodeList | undefined;
}

function withoutList(node: SampleNode, known: KnownList, remark: CodeChoice['remark']): (readonly [string, string])[] {
  const { use, uri } = known;
  const values: (readonly [string, string])[] = [];
  const own = codeOfMessageType(node);
  if (own !== undefined) values.push([use.code.name.localName, own]);
  else if (use.codeType.facets.enumeration === undefined) remark(madeUp(node, known));
  if (use.typ === 4 && uri !== undefined) values.push(['@listURI', uri]);
  return values;
}

function entryOf(
  list: CodeList,
  node: SampleNode,
  { use, random }: { readonly use: CodeUse; readonly random: Random },
): CodeEntry | undefined {
  const entries = entriesFor(use.codeType, list);
  const own = codeOfMessageType(node);
  return entries.find(({ code }) => code === own) ?? (entries.length === 0 ? undefined : random.pick(entries));
}

const entriesKnown = new WeakMap<CodeList, Map<SimpleType, readonly CodeEntry[]>>();

function entriesFor(type: SimpleType, list: CodeList): readonly CodeEntry[] {
  const known = entriesKnown.get(list) ?? new Map<SimpleType, readonly CodeEntry[]>();
  entriesKnown.set(list, known);
  const entries = known.get(type) ?? list.entries.filter(({ code }) => fitsType(type, code));
  known.set(type, entries);
  return entries;
}

/** The number behind the name of the root element, for the element in the header that tells the type of this message. */
function codeOfMessageType(node: SampleNode): string | undefined {
  if (!/^nachrichten-?typ$/i.test(node.declaration.name.localName)) return undefined;
  let top = node;
  for (; top.parent !== undefined; top = top.parent) {
    if (/bezug|referenz/i.test(top.declaration.name.localName)) return undefined;
  }
  return /\.(\d{4})$/.exec(top.declaration.name.localName)?.[1];
}

function reference({ typ }: CodeUse, list: CodeList): readonly (readonly [string, string])[] {
  if (typ === 4)
    return [
      ['@listURI', list.uri],
      ['@listVersionID', list.version],
    ];
  return typ === 3 ? [['@listVersionID', list.version]] : [];
}

function madeUp(node: SampleNode, { uri, list }: KnownList): string {
  if (uri === undefined) return `${node.declaration.name.localName}: the schema names no code list; the code is made up`;
  const why = list === undefined ? 'is not at hand' : 'has no code that the schema takes';
  return `the code list ${uri} ${why}; its codes are made up`;
}

/** Where only the message names the list, the documentation of the type often says which one is meant. */
function documentedUri({ documentation = '' }: Pick<ComplexType, 'documentation'>): string | undefined {
  return /\burn:[\w.-]+(:[\w.-]+)*:codeliste:[\w.-]*\w/.exec(documentation)?.[0];
}
