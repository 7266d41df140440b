import type { CodeList, CodeLists } from '../codelist/code-list.ts';
import { type CodeUse, codeListOfType } from '../schema-model/code-use.ts';
import type { ComplexType } from '../schema-model/schema-model.ts';
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
 * elements, and where the code is in the schema alone.
 */
export function codesOf(node: SampleNode, { random, codeLists, remark }: CodeChoice): ReadonlyMap<string, string> | undefined {
  if (node.type.kind === 'simple') return undefined;
  const use = codeListOfType(node.type);
  if (use === undefined) return undefined;
  const uri = use.uri ?? documentedUri(node.type) ?? documentedUri(node.declaration);
  const list = uri === undefined ? undefined : codeLists?.find(uri, use.version)?.list;
  const entries = list?.entries.filter(({ code }) => fitsType(use.codeType, code)) ?? [];
  if (uri !== undefined && list !== undefined && entries.length > 0) {
    const { code, name } = random.pick(entries);
    return new Map([...reference(use, uri, list), [use.code.name.localName, code], ['name', name]]);
  }
  if (use.codeType.facets.enumeration === undefined) remark(withoutCodes(node, uri, list));
  return use.typ === 4 && uri !== undefined ? new Map([['@listURI', uri]]) : undefined;
}

function reference({ typ }: CodeUse, uri: string, list: CodeList): readonly (readonly [string, string])[] {
  if (typ === 4)
    return [
      ['@listURI', uri],
      ['@listVersionID', list.version],
    ];
  return typ === 3 ? [['@listVersionID', list.version]] : [];
}

function withoutCodes(node: SampleNode, uri: string | undefined, list: CodeList | undefined): string {
  if (uri === undefined) return `${node.declaration.name.localName}: the schema names no code list; the code is made up`;
  const why = list === undefined ? 'is not at hand' : 'has no code that the schema takes';
  return `the code list ${uri} ${why}; its codes are made up`;
}

/** Where only the message names the list, the documentation of the type often says which one is meant. */
function documentedUri({ documentation = '' }: Pick<ComplexType, 'documentation'>): string | undefined {
  return /\burn:[\w.-]+(:[\w.-]+)*:codeliste:[\w.-]*\w/.exec(documentation)?.[0];
}
