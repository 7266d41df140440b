import { ConfigurationFault, NeedsPerson } from '../errors/families.ts';
import type { MappedRecord } from '../model/record.ts';

/** What a placeholder may stand for; undefined is a known name without a value. */
export type TemplateValues = Readonly<Record<string, string | number | boolean | undefined>>;

/** JSON as a filled template holds it. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/** Names with their values, as a JSON template sees them. */
export type JsonValues = Readonly<Record<string, JsonValue | undefined>>;

/**
 * Fills `{name}` placeholders; `{{` is a brace. A known name without a value becomes empty text. Values are never
 * read as templates.
 *
 * @throws ConfigurationFault AB_CONFIG_INVALID for a name that `values` does not have, and for a broken template
 */
export function fillTemplate(template: string, values: TemplateValues): string {
  return fill(template, (name) => text(known(name, values), name));
}

/**
 * Like {@link fillTemplate}, with every value percent-encoded, so that no value can change the path or the query.
 *
 * @throws NeedsPerson AB_FIELD_FORMAT for a value that cannot stand in a URL (`.`, `..`, half a surrogate pair)
 */
export function fillUrlTemplate(template: string, values: TemplateValues): string {
  return fill(template, (name) => encodeUrlPart(text(known(name, values), name), name));
}

/**
 * Fills a JSON structure. A string that is exactly `{field}` becomes the value with its type, and its key or entry is
 * left out when there is none; other strings are filled like {@link fillTemplate}.
 * `{ $each: field, value: <template> }` becomes a list with one entry per entry of the field: the fields of that entry
 * come first, a plain entry is `{value}`. A single value counts as a list of one. Without the field the list is left out.
 *
 * Names are checked beforehand, with {@link templateNames}: here an unknown name is a name without a value.
 */
export function fillJsonTemplate(template: unknown, record: MappedRecord, extra: JsonValues = {}): JsonValue | undefined {
  return fillNode(template, { ...record, ...extra });
}

/**
 * The names that a template (a string, or a JSON structure of them) asks for, without those inside `$each`, whose
 * names are the fields of another record; the field that `$each` names is among them.
 *
 * @throws ConfigurationFault AB_CONFIG_INVALID for a broken template
 */
export function templateNames(template: unknown): ReadonlySet<string> {
  const names = new Set<string>();
  collectNames(template, names);
  return names;
}

/** A text as a template that fills to the same text. */
export function escapeTemplate(literal: string): string {
  return literal.replaceAll('{', '{{');
}

const placeholder = /\{\{|\{([A-Za-z][A-Za-z0-9_.-]*)\}|\{/g;
const wholePlaceholder = /^\{([A-Za-z][A-Za-z0-9_.-]*)\}$/;

function fill(template: string, valueOf: (name: string) => string): string {
  return template.replace(placeholder, (match: string, name: string | undefined) => {
    if (name !== undefined) return valueOf(name);
    if (match === '{{') return '{';
    throw new ConfigurationFault('AB_CONFIG_INVALID', 'a template has a { that opens no placeholder', {
      hint: 'Placeholders look like {name}; a brace itself is written {{.',
    });
  });
}

function known(name: string, values: TemplateValues): TemplateValues[string] {
  if (Object.hasOwn(values, name)) return values[name];
  throw new ConfigurationFault('AB_CONFIG_INVALID', `a template asks for {${name}}, which is not known here`, {
    where: { field: name },
    hint: `Known are: ${Object.keys(values).join(', ') || 'none'}.`,
  });
}

function text(value: JsonValue | undefined, name: string): string {
  if (value == null) return '';
  if (typeof value === 'object') {
    throw new ConfigurationFault('AB_CONFIG_INVALID', `{${name}} is a list or a record and cannot stand in a text`, {
      where: { field: name },
    });
  }
  return String(value);
}

function encodeUrlPart(value: string, name: string): string {
  if (value === '.' || value === '..' || /\p{Surrogate}/u.test(value)) {
    throw new NeedsPerson('AB_FIELD_FORMAT', `the value of ${name} cannot stand in an address`, {
      where: { field: name },
    });
  }
  return encodeURIComponent(value);
}

function fillNode(node: unknown, scope: JsonValues): JsonValue | undefined {
  if (typeof node === 'string') return fillString(node, scope);
  if (Array.isArray(node)) return node.map((entry) => fillNode(entry, scope)).filter((entry) => entry !== undefined);
  if (typeof node !== 'object' || node === null) return node as JsonValue;
  if (isEach(node)) return fillEach(node, scope);
  const filled = Object.entries(node).map(([key, value]): [string, JsonValue | undefined] => [key, fillNode(value, scope)]);
  return Object.fromEntries(filled.filter((entry): entry is [string, JsonValue] => entry[1] !== undefined));
}

function fillString(template: string, scope: JsonValues): JsonValue | undefined {
  const name = wholePlaceholder.exec(template)?.[1];
  if (name !== undefined) return lookUp(name, scope);
  return fill(template, (part) => text(lookUp(part, scope), part));
}

function lookUp(name: string, scope: JsonValues): JsonValue | undefined {
  if (Object.hasOwn(scope, name)) return scope[name];
  let value: JsonValue | undefined = scope as JsonValue;
  for (const part of name.split('.')) {
    if (typeof value !== 'object' || value === null || Array.isArray(value) || !Object.hasOwn(value, part)) return undefined;
    value = (value as JsonValues)[part];
  }
  return value;
}

interface Each {
  readonly $each: string;
  readonly value: unknown;
}

function isEach(node: object): node is Each {
  return '$each' in node && typeof node.$each === 'string' && 'value' in node;
}

function fillEach(node: Each, scope: JsonValues): JsonValue | undefined {
  const list = lookUp(node.$each, scope);
  if (list === undefined) return undefined;
  const entries = Array.isArray(list) ? (list as readonly JsonValue[]) : [list];
  return entries
    .map((entry) => fillNode(node.value, { ...scope, ...(isRecord(entry) ? entry : { value: entry }) }))
    .filter((entry) => entry !== undefined);
}

function isRecord(value: JsonValue): value is { readonly [key: string]: JsonValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function collectNames(node: unknown, names: Set<string>): void {
  if (typeof node === 'string') {
    fill(node, (name) => {
      names.add(name);
      return '';
    });
  } else if (Array.isArray(node)) {
    for (const entry of node) collectNames(entry, names);
  } else if (typeof node === 'object' && node !== null) {
    if (isEach(node)) names.add(node.$each);
    else for (const value of Object.values(node)) collectNames(value, names);
  }
}
