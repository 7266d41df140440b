import { normaliseFimId } from '../../message/fim-id.ts';
import type { CodeLists } from '../../message/codelist/code-list.ts';
import { fieldName, fimNameOf } from './field-names.ts';
import { fimDate } from './fim-names.ts';
import type { Part } from './part.ts';
import type { Proposal, ProposedField, ProposedIgnore } from './proposal.ts';
import { proposeConversion } from './propose-conversion.ts';
import { proposePrefixes, xmlNamespace } from './propose-prefixes.ts';

export interface ProposeOptions {
  /** The type of record. Default: made of the name of the root element. */
  readonly record?: string | undefined;
  readonly codeLists?: CodeLists | undefined;
}

/**
 * Proposes a first mapping for messages of these parts: a rule for every place that can hold a value, by name and type; header, attributes
 * of the root and addresses of code lists under `ignore`. Everything is to be checked by a person.
 */
export function proposeMapping(root: Part, { record, codeLists }: ProposeOptions = {}): Proposal {
  const proposer = new Proposer(proposePrefixes(root), codeLists);
  const fields = proposer.fields(root.parts, { way: [], names: [], required: true, base: [] }, new Set());
  const { prefixes, ignore, leftOut } = proposer;
  return {
    root: root.name,
    record: record ?? recordName(root.name.localName),
    prefixes: new Map([...prefixes].map(([namespace, prefix]) => [prefix, namespace === root.name.namespace ? 'profile' : namespace])),
    fields,
    ignore: [...ignore.values()],
    leftOut,
  };
}

/** Where a part is proposed for. */
interface Place {
  /** Steps from the element that paths are seen from. */
  readonly way: readonly string[];
  /** Local names on this way, for field names. */
  readonly names: readonly string[];
  /** Everything on the way is always there. */
  readonly required: boolean;
  /** Steps from the root element to where paths are seen from. */
  readonly base: readonly string[];
}

const header = /^(nachrichtenkopf|kopf$|header$)/i;
const listAttributes = new Set(['listURI', 'listVersionID']);
const knownDateParts = new Set(['jahrMonatTag', 'jahrMonat', 'jahr', 'unbekannt']);

class Proposer {
  readonly prefixes: ReadonlyMap<string, string>;
  readonly ignore = new Map<string, ProposedIgnore>();
  readonly leftOut: string[] = [];
  readonly #codeLists: CodeLists | undefined;

  constructor(prefixes: ReadonlyMap<string, string>, codeLists: CodeLists | undefined) {
    this.prefixes = prefixes;
    this.#codeLists = codeLists;
  }

  fields(parts: readonly Part[], place: Place, taken: Set<string>): readonly ProposedField[] {
    return parts.flatMap((part) => this.#part(part, place, taken));
  }

  #part(part: Part, place: Place, taken: Set<string>): readonly ProposedField[] {
    const { localName } = part.name;
    const atRoot = place.way.length + place.base.length === 0;
    if (part.kind === 'attribute') return this.#attribute(part, place, taken);
    if (atRoot && header.test(localName)) return this.#ignored(this.#step(part), 'header: Amtsbote reads it itself');
    const here = this.#into(part, place);
    if (part.cut === true) {
      this.leftOut.push([...here.base, ...here.way].join('/'));
      return [];
    }
    if (part.many) return this.#list(part, here, taken);
    return this.#single(part, here, taken);
  }

  #attribute(part: Part, place: Place, taken: Set<string>): readonly ProposedField[] {
    const { localName } = part.name;
    if (place.way.length + place.base.length === 0)
      return this.#ignored('@*', 'attributes of the root element: standard, version, product');
    if (listAttributes.has(localName)) return this.#ignored(`.//@${localName}`, 'address of a code list');
    return [this.#leaf(part, this.#into(part, place), { taken })];
  }

  /** A part that stands once: a value, a special form, or a group whose parts become fields beside the others. */
  #single(part: Part, place: Place, taken: Set<string>): readonly ProposedField[] {
    const special = this.#date(part, place, taken);
    if (special) return [special];
    const code = codeIn(part);
    if (code) return [...this.#codeName(part, place), this.#leaf(code, this.#into(code, place), { taken, of: part })];
    const attributes = part.parts.filter(({ kind }) => kind === 'attribute');
    if (part.parts.length === attributes.length && part.value) {
      return [this.#leaf(part, place, { taken }), ...this.fields(attributes, place, taken)];
    }
    const texts = part.value ? [this.#texts(place, taken)] : [];
    return [...texts, ...this.fields(part.parts, place, taken)];
  }

  #list(part: Part, place: Place, taken: Set<string>): readonly ProposedField[] {
    const name = fieldName(place.names, taken, titleOf(part));
    const comment = commentOf(part, 'a list: as many entries as the message has');
    const code = codeIn(part);
    const value = code?.value ?? part.value;
    if (value && this.#isPlainEntry(part)) {
      taken.add(name);
      if (code) this.#codeName(part, place);
      else this.fields(part.parts, place, new Set());
      const conversion = proposeConversion(value, this.#codeLists);
      const each = [...place.way, ...(code ? [this.#step(code)] : [])].join('/');
      return [{ name, each, required: isRequired(part, place), ...conversion, comment: joined(comment, conversion.comment) }];
    }
    const inside: Place = { way: [], names: [], required: true, base: [...place.base, ...place.way] };
    const fields = this.#single({ ...part, many: false }, inside, new Set());
    if (fields.length === 0) return [];
    taken.add(name);
    return [{ name, each: place.way.join('/'), required: isRequired(part, place), fields, comment }];
  }

  /** Whether an entry of a list is one text: nothing else stands in it that is worth a field. */
  #isPlainEntry(part: Part): boolean {
    if (this.#isDateGroup(part)) return false;
    const attributes = part.parts.filter(({ kind, name: { localName } }) => kind === 'attribute' && !listAttributes.has(localName));
    return attributes.length === 0 && (codeIn(part) !== undefined || part.parts.every(({ kind }) => kind === 'attribute'));
  }

  /** Forms in which several elements are one date. */
  #date(part: Part, place: Place, taken: Set<string>): ProposedField | undefined {
    const kind = this.#isDateGroup(part);
    if (!kind) return undefined;
    const name = fieldName(place.names, taken, kind === 'fim' ? dateTitle(place.names) : undefined);
    taken.add(name);
    const step = (id: string): string => this.#step(part.parts.find((one) => normaliseFimId(one.name.localName) === id) ?? part);
    const parts = { year: step(fimDate.year), month: step(fimDate.month), day: step(fimDate.day) };
    const value = kind === 'fim' ? { parts, partial: 'keep' } : { in: 'teilbekannt', partial: 'keep' };
    const path = place.way.join('/') || '.';
    const comment = 'a date that may be known in parts: check `partial` and `out`';
    return { name, path, required: isRequired(part, place), conversion: { key: 'date', value }, comment: commentOf(part, comment) };
  }

  #isDateGroup({ parts }: Part): 'fim' | 'teilbekannt' | undefined {
    const names = parts.filter(({ kind }) => kind === 'element').map(({ name }) => name.localName);
    if (names.length === 0) return undefined;
    if (names.every((name) => knownDateParts.has(name)) && names.some((name) => name !== 'unbekannt')) return 'teilbekannt';
    const ids = names.map((name) => normaliseFimId(name));
    const all = [fimDate.year, fimDate.month, fimDate.day].every((id) => ids.includes(id));
    return all && names.length === 3 ? 'fim' : undefined;
  }

  /** `of`: the element around a `code`, which gives the name. */
  #leaf(part: Part, place: Place, { taken, of }: { readonly taken: Set<string>; readonly of?: Part }): ProposedField {
    const names = of ? place.names.slice(0, -1) : place.names;
    const named = of ?? part;
    const name = fieldName(names.length > 0 ? names : ['wert'], taken, titleOf(named));
    taken.add(name);
    const conversion = part.value ? proposeConversion(part.value, this.#codeLists) : {};
    const required = isRequired(part, place);
    return { name, path: place.way.join('/') || '.', required, ...conversion, comment: commentOf(named, conversion.comment) };
  }

  /** Texts that stand beside elements. */
  #texts(place: Place, taken: Set<string>): ProposedField {
    const name = fieldName([...place.names, 'text'], taken);
    taken.add(name);
    return { name, each: [...place.way, 'text()'].join('/'), comment: 'texts between elements' };
  }

  #codeName(part: Part, place: Place): readonly ProposedField[] {
    const hasName = part.parts.some(({ name, kind }) => kind === 'element' && name.localName === 'name');
    if (hasName) this.#ignored([...place.base, ...place.way, 'name'].join('/'), 'the name that the sender gives a code');
    return this.fields(
      part.parts.filter(({ kind }) => kind === 'attribute'),
      place,
      new Set(),
    );
  }

  #ignored(path: string, comment: string): readonly ProposedField[] {
    this.ignore.set(path, { path, comment });
    return [];
  }

  #into(part: Part, place: Place): Place {
    return {
      ...place,
      way: [...place.way, this.#step(part)],
      names: [...place.names, part.name.localName],
      required: place.required && part.required,
    };
  }

  #step({ kind, name: { namespace, localName } }: Part): string {
    const prefix = namespace === xmlNamespace ? 'xml' : this.prefixes.get(namespace);
    return `${kind === 'attribute' ? '@' : ''}${prefix === undefined ? '' : `${prefix}:`}${localName}`;
  }
}

/** The child that holds the code of a XÖV code type: unqualified, beside nothing but a name and attributes. */
function codeIn({ parts, value: own }: Part): Part | undefined {
  if (own) return undefined;
  const elements = parts.filter(({ kind }) => kind === 'element');
  const code = elements.find(({ name, value }) => name.localName === 'code' && value !== undefined);
  return code && elements.every(({ name }) => name.localName === 'code' || name.localName === 'name') && !code.many ? code : undefined;
}

/** Required as the schema says it, where the message at hand does not have it empty. */
function isRequired({ required, value }: Part, place: Place): boolean {
  return place.required && required && !(value?.samples ?? []).some((text) => text.trim() === '');
}

/** Elements named by FIM ids that are not in the core set speak by what the schema calls them. */
function titleOf({ name, documentation }: Part): string | undefined {
  if (normaliseFimId(name.localName) === undefined || fimNameOf(name.localName)) return undefined;
  return documentation !== undefined && documentation.length <= 40 ? documentation : undefined;
}

function dateTitle(names: readonly string[]): string {
  return names.some((name) => normaliseFimId(name) === fimDate.group) ? 'geburtsdatum' : 'datum';
}

function commentOf({ name, documentation }: Part, check: string | undefined): string | undefined {
  const fim = fimNameOf(name.localName);
  const what = fim ? `FIM ${fim.id} ${fim.title}` : documentation && firstSentence(documentation);
  return joined(what, check);
}

function joined(...parts: readonly (string | undefined)[]): string | undefined {
  const said = parts.filter((part) => part !== undefined && part !== '');
  return said.length > 0 ? said.join('; ') : undefined;
}

const abbreviation = /(?:^|[\s(])(?:bspw|bzw|ggf|etc|usw|Nr|Abs|vgl|ca|inkl|evtl|sog|gem|[a-zA-Z])\.$/;

/** As much as fits behind a rule: the first sentence, cut between words where it is long. */
function firstSentence(text: string): string {
  let end = text.length;
  for (const { index } of text.matchAll(/[.!?](?=\s+\p{Lu})/gu)) {
    if (abbreviation.test(text.slice(0, index + 1))) continue;
    end = index;
    break;
  }
  const sentence = text.slice(0, end).replace(/\.$/, '');
  return sentence.length > 90 ? `${sentence.slice(0, 89).replace(/\s+\S*$/, '')} …` : sentence;
}

function recordName(localName: string): string {
  const name = localName
    .normalize('NFC')
    .replaceAll(/[äÄ]/g, 'ae')
    .replaceAll(/[öÖ]/g, 'oe')
    .replaceAll(/[üÜ]/g, 'ue')
    .replaceAll(/[ßẞ]/g, 'ss')
    .replace(/\.\d{8,}$/, '')
    .replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, '-')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^[^a-z]+|-+$/g, '');
  return name === '' ? 'record' : name;
}
