import type { XmlElement } from 'libxml2-wasm';
import type { ErrorCode } from '../../errors/codes.ts';
import type { Finding } from '../../model/finding.ts';
import type { CodeList, CodeLists } from '../codelist/code-list.ts';
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
  readonly element: XmlElement;
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
    if (uri !== undefined && version !== undefined) return this.#compare({ element: code, uri, version });
    const lacks = uri === undefined ? 'listURI' : 'listVersionID';
    this.#warnOnce(`${element.name} ${uri ?? ''}`, {
      code: 'AB_CODE_LIST_UNKNOWN',
      message: `the codes of ${element.name} are not checked: ${lacks} is empty or missing`,
      where: this.#placeOf(element),
    });
  }

  #compare(used: UsedCode): void {
    const found = this.#codeLists.find(used.uri, used.version);
    const name = listName(used);
    const key = `${used.uri} ${used.version}`;
    if (!found)
      return this.#warnOnce(key, this.#finding('AB_CODE_LIST_UNKNOWN', `${name} is not at hand: its codes are not checked`, used));
    const { list, newer, otherVersion } = found;
    if (newer) this.#warnOnce(key, this.#finding('AB_CODE_LIST_NEWER', `${name} is newer than ours (${list.version})`, used));
    if (otherVersion) {
      this.#warnOnce(
        key,
        this.#finding('AB_CODE_LIST_UNKNOWN', `${name} is not at hand: its codes are compared with version ${list.version}`, used),
      );
    }
    if (holdsCode(list, collapse(used.element.content))) return;
    const complaint = `the code in ${used.element.parent?.name ?? used.element.name} is not in the code list ${list.uri}, version ${list.version}`;
    if (newer) this.warnings.push(this.#finding('AB_CODE_LIST_NEWER', complaint, used));
    else if (otherVersion) this.warnings.push(this.#finding('AB_CODE_LIST_UNKNOWN', complaint, used));
    else if (this.findings.length < mostFindings) this.findings.push(this.#finding('AB_CODE_INVALID', complaint, used));
  }

  #codeIn(element: XmlElement, { code }: CodeUse): XmlElement | undefined {
    for (let child = element.firstChild; child; child = child.next) {
      if (!(child instanceof this.#libxml2.XmlElement)) continue;
      if (child.name === code.name.localName && child.namespaceUri === code.name.namespace) return child;
    }
    return undefined;
  }

  #warnOnce(key: string, warning: Finding): void {
    if (this.#warned.has(key)) return;
    this.#warned.add(key);
    this.warnings.push(warning);
  }

  #finding(code: ErrorCode, message: string, { element }: UsedCode): Finding {
    return { code, message, where: this.#placeOf(element) };
  }

  #placeOf(element: XmlElement): Finding['where'] {
    const { line, path } = this.#message.nodeOf(element);
    return { line, path };
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
