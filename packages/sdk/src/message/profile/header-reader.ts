import type { CompiledPath, Prefixes } from '../compiled-path.ts';
import type { Message } from '../message.ts';
import { lazyPath } from './lazy-path.ts';
import type { MessageHeader, Party, Profile } from './profile.ts';

/** Where a header keeps what: XPath 1.0 expressions, seen from the root element. Of several nodes the first counts. */
export interface HeaderPaths {
  readonly messageId?: string | undefined;
  readonly createdAt?: string | undefined;
  readonly reader?: PartyPaths | undefined;
  readonly author?: PartyPaths | undefined;
  readonly matter?: string | undefined;
  readonly reference?: string | undefined;
  /** Must select nodes: all of them count. */
  readonly refersTo?: string | undefined;
  /** Default: the attributes `produkt` and `produktversion` of the root element. */
  readonly product?: string | undefined;
}

/** Where a header keeps an authority. */
export interface PartyPaths {
  readonly directory?: string | undefined;
  /** What stands before the key, with a colon, where the header keeps it apart: `ags` of `ags:09162000`. */
  readonly prefix?: string | undefined;
  readonly key?: string | undefined;
  readonly name?: string | undefined;
}

/**
 * Reads headers by paths, all fields in one call of the XML library. Where a standard knows several shapes, the first that has a
 * message id or time of creation counts. Blank texts count as missing; UUIDs are told in lower case; a message is a test when its
 * root element has the attribute `test` with any other value than `false` or `0`.
 *
 * @example
 * headerReader({ messageId: 'h:kopf/h:id', reader: { key: 'h:kopf/h:leser/h:kennung' } }, { h: 'profile' });
 */
export function headerReader(shapes: HeaderPaths | readonly HeaderPaths[], prefixes: Prefixes = {}): Profile['header'] {
  const readers = (isList(shapes) ? shapes : [shapes]).map((paths) => shapeReader(paths, prefixes));
  return (message) => {
    let first: MessageHeader | undefined;
    for (const read of readers) {
      const header = read(message);
      if (header.messageId !== undefined || header.createdAt !== undefined) return header;
      first ??= header;
    }
    return first ?? { test: isTest(message), refersTo: [] };
  };
}

/** Whether the root element says that a message must not be processed in production. */
function isTest(message: Message): boolean {
  const flag = message.root.attributes.get('test')?.trim().toLowerCase();
  return flag !== undefined && flag !== 'false' && flag !== '0';
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** An id as it is compared: UUIDs in lower case, others as they are. */
function comparableId(id: string): string {
  return uuid.test(id) ? id.toLowerCase() : id;
}

function isList(shapes: HeaderPaths | readonly HeaderPaths[]): shapes is readonly HeaderPaths[] {
  return Array.isArray(shapes);
}

type Texts = ReadonlyMap<string, string>;

function shapeReader(paths: HeaderPaths, prefixes: Prefixes): Profile['header'] {
  const names = Object.keys(flat(paths));
  const all = lazyPath(joined(Object.values(flat(paths))), prefixes);
  const refersTo = paths.refersTo === undefined ? undefined : lazyPath(paths.refersTo, prefixes);
  return (message) => {
    const texts = names.length === 0 ? new Map<string, string>() : readTexts(message, names, all());
    const id = texts.get('messageId');
    const matter = texts.get('matter');
    return {
      messageId: id === undefined ? undefined : comparableId(id),
      createdAt: texts.get('createdAt'),
      reader: partyOf(texts, 'reader'),
      author: partyOf(texts, 'author'),
      test: isTest(message),
      matter: matter === undefined ? undefined : comparableId(matter),
      reference: texts.get('reference'),
      refersTo: refersTo && texts.has('refersTo') ? idsAt(message, refersTo()) : [],
      product: texts.get('product') ?? productOf(message),
    };
  };
}

function flat(paths: HeaderPaths): Readonly<Record<string, string>> {
  const { reader, author, ...plain } = paths;
  const all: Record<string, string> = {};
  for (const [prefix, group] of [
    ['', plain],
    ['reader.', reader ?? {}],
    ['author.', author ?? {}],
  ] as const) {
    for (const [name, path] of Object.entries<string | undefined>({ ...group })) if (path !== undefined) all[prefix + name] = path;
  }
  return all;
}

const separator = '\n';

/** One expression for all fields: line by line, and no field holds a line break after normalize-space(). */
function joined(paths: readonly string[]): string {
  const fields = paths.map((path) => `normalize-space(${path})`);
  return fields.length === 1 ? String(fields[0]) : `concat(${fields.join(`,'${separator}',`)})`;
}

function readTexts(message: Message, names: readonly string[], path: CompiledPath): Texts {
  const lines = message.string(path).split(separator);
  const texts = new Map<string, string>();
  for (const [index, name] of names.entries()) {
    const text = lines[index];
    if (text) texts.set(name, text);
  }
  return texts;
}

function partyOf(texts: Texts, role: 'reader' | 'author'): Party | undefined {
  const prefix = texts.get(`${role}.prefix`);
  const bare = texts.get(`${role}.key`);
  const directory = texts.get(`${role}.directory`);
  const key = bare !== undefined && prefix !== undefined ? `${prefix}:${bare}` : bare;
  const name = texts.get(`${role}.name`);
  return key === undefined && name === undefined ? undefined : { directory, key, name };
}

function idsAt(message: Message, path: CompiledPath): readonly string[] {
  const ids = message.select(path).map((node) => comparableId(node.text.trim()));
  return [...new Set(ids.filter((id) => id !== ''))];
}

function productOf(message: Message): string | undefined {
  const { attributes } = message.root;
  const product = [attributes.get('produkt'), attributes.get('produktversion')].map((part) => part?.trim()).filter(Boolean);
  return product.length > 0 ? product.join(' ') : undefined;
}
