import type { XmlElement } from 'libxml2-wasm';
import type { ErrorCode } from '../../errors/codes.ts';
import type { Finding } from '../../model/finding.ts';
import type { CodeList, CodeLists, FoundCodeList } from '../codelist/code-list.ts';
import { codeListUse, type ListReference } from '../codelist/code-list-use.ts';
import { type Libxml2, loadedLibxml2 } from '../libxml2.ts';
import type { Message } from '../message.ts';
import { type CodeUse, codeListOfType } from '../schema-model/code-use.ts';
import type { SchemaModel } from '../schema-model/schema-model.ts';
import { TypeReach } from '../schema-model/type-reach.ts';
import { type TypedElement, typedWalk } from '../schema-model/typed-walk.ts';
import { collapse } from '../schema-model/declared/xsd-node.ts';
import { XmlMessage } from '../xml/xml-message.ts';
import { notTyped } from './not-typed.ts';
import type { ValidationStep } from './validation.ts';

const mostFindings = 50;
const reaches = new WeakMap<SchemaModel, TypeReach>();

/**
 * Checks the codes of a message against the code lists at hand: a code that is not in its list is AB_CODE_INVALID. Warnings, since they
 * prove nothing wrong: a list that is not at hand or not named (AB_CODE_LIST_UNKNOWN, once per list), and a newer list than ours
 * (AB_CODE_LIST_NEWER, once per list, and once more for each code that ours lacks). Codes that stand in the schema itself (type 1)
 * are left to the schema.
 *
 * A message that is not XML, or whose root element the model does not declare, is `not-checked`.
 */
export function checkCodes(message: Message, model: SchemaModel, codeLists: CodeLists): ValidationStep {
  if (message.kind !== 'xml' || !(message instanceof XmlMessage)) return notTyped('codes', 'not-xml');
  const check = new CodeCheck(message, codeLists);
  const reach = reachOf(model);
  const declared = typedWalk(message, model, { visit: (at) => check.look(at), enters: (type) => reach.reaches(type) });
  if (!declared) return notTyped('codes', 'root-unknown');
  const { findings, warnings } = check;
  return { name: 'codes', verdict: findings.length === 0 ? 'valid' : 'invalid', findings, warnings };
}

function reachOf(model: SchemaModel): TypeReach {
  const known = reaches.get(model);
  if (known) return known;
  const reach = new TypeReach(model, (type) => leavesToLists(codeListOfType(type)));
  reaches.set(model, reach);
  return reach;
}

function leavesToLists(use: CodeUse | undefined): use is CodeUse {
  return use !== undefined && use.typ !== 1;
}

/** A code of a message and the list it must be from. */
interface UsedCode {
  readonly code: XmlElement;
  /** Name of the element that holds it. */
  readonly owner: string;
  readonly uri: string;
  readonly version: string;
}

/** The codes of one message. */
class CodeCheck {
  readonly findings: Finding[] = [];
  readonly warnings: Finding[] = [];
  readonly #message: XmlMessage;
  readonly #codeLists: CodeLists;
  readonly #libxml2: Libxml2 = loadedLibxml2();
  /** What was warned of already, once per list. */
  readonly #warned = new Set<string>();

  constructor(message: XmlMessage, codeLists: CodeLists) {
    this.#message = message;
    this.#codeLists = codeLists;
  }

  look({ type, element }: TypedElement): void {
    const use = codeListOfType(type);
    if (!leavesToLists(use)) return;
    const code = this.#codeIn(element, use);
    if (!code) return;
    const { uri, version } = codeListUse(use, listNamedBy(element));
    if (uri !== undefined && version !== undefined) return this.#compare({ code, owner: element.name, uri, version });
    const lacks = uri === undefined ? 'listURI' : 'listVersionID';
    const text = `the codes of ${element.name} are not checked: ${lacks} is empty or missing`;
    this.#warnOnce(`${element.name} ${uri ?? ''}`, () => this.#finding('AB_CODE_LIST_UNKNOWN', text, element));
  }

  #compare(used: UsedCode): void {
    const found = this.#codeLists.find(used.uri, used.version);
    this.#warnOfList(used, found);
    if (!found || holdsCode(found.list, collapse(used.code.content))) return;
    const { list, newer, otherVersion } = found;
    const into = newer || otherVersion ? this.warnings : this.findings;
    if (into.length >= mostFindings) return;
    const code = newer ? 'AB_CODE_LIST_NEWER' : otherVersion ? 'AB_CODE_LIST_UNKNOWN' : 'AB_CODE_INVALID';
    into.push(this.#finding(code, `the code in ${used.owner} is not in the code list ${list.uri}, version ${list.version}`, used.code));
  }

  #warnOfList(used: UsedCode, found: FoundCodeList | undefined): void {
    if (found && !found.newer && !found.otherVersion) return;
    this.#warnOnce(`${used.uri} ${used.version}`, () => {
      if (found?.newer)
        return this.#finding('AB_CODE_LIST_NEWER', `${listName(used)} is newer than ours (${found.list.version})`, used.code);
      const instead = found ? `compared with version ${found.list.version}` : 'not checked';
      return this.#finding('AB_CODE_LIST_UNKNOWN', `${listName(used)} is not at hand: its codes are ${instead}`, used.code);
    });
  }

  #codeIn(element: XmlElement, { code }: CodeUse): XmlElement | undefined {
    for (let child = element.firstChild; child; child = child.next) {
      if (!(child instanceof this.#libxml2.XmlElement)) continue;
      if (child.name === code.name.localName && child.namespaceUri === code.name.namespace) return child;
    }
    return undefined;
  }

  /** The warning is made only when it is the first: places cost more than codes. */
  #warnOnce(key: string, warning: () => Finding): void {
    if (this.warnings.length >= mostFindings || this.#warned.has(key)) return;
    this.#warned.add(key);
    this.warnings.push(warning());
  }

  #finding(code: ErrorCode, message: string, element: XmlElement): Finding {
    const { line, path } = this.#message.nodeOf(element);
    return { code, message, where: { line, path } };
  }
}

function listNamedBy(element: XmlElement): ListReference {
  const named = new Map<string, string>();
  for (const attribute of element.attrs) if (attribute.prefix === '') named.set(attribute.name, attribute.content.trim());
  return { uri: named.get('listURI'), version: named.get('listVersionID') };
}

/** In the key column, or in another key of the list: a standard may use another one than the recommended. */
function holdsCode(list: CodeList, code: string): boolean {
  if (list.entry(code)) return true;
  const others = list.columns.filter(({ isKey, id }) => isKey && id !== list.keyColumn);
  return others.length > 0 && list.entries.some(({ values }) => others.some(({ id }) => values.get(id) === code));
}

/** The name of a list as a message gives it, where it has the form of one; a sender may have written anything there. */
function listName({ uri, version }: UsedCode): string {
  const named = /^(?:urn|https?):[\w.:/#-]{1,200}$/.test(uri) ? uri : '(not shown)';
  return `the code list ${named} in version ${/^[\w.-]{1,30}$/.test(version) ? version : '(not shown)'}`;
}
