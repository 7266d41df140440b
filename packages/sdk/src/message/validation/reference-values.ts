import type { SimpleType } from '../schema-model/schema-model.ts';
import { fitsType } from './fits-type.ts';

/** The ids and references that a text holds by its type. */
export interface ReferenceValues {
  readonly ids: readonly string[];
  readonly references: readonly string[];
}

const none: ReferenceValues = { ids: [], references: [] };
const known = new WeakMap<SimpleType, boolean>();

/** Whether texts of a type can be, or can hold, ids or references. */
export function holdsReferences(type: SimpleType): boolean {
  const found = known.get(type);
  if (found !== undefined) return found;
  const parts = [type.itemType, ...(type.memberTypes ?? [])].filter((part) => part !== undefined);
  const holds = isId(type) || isReference(type) || parts.some(holdsReferences);
  known.set(type, holds);
  return holds;
}

/** Reads a text by its type: list items one by one, a union by its first member that takes the text. */
export function referenceValues(type: SimpleType, text: string): ReferenceValues {
  if (!holdsReferences(type)) return none;
  const words = text.split(/[ \t\r\n]+/).filter((word) => word !== '');
  if (type.variety === 'union') return unionValues(type, words);
  const { itemType } = type;
  if (type.variety === 'list' && itemType) return joined(words.map((word) => referenceValues(itemType, word)));
  return isId(type) ? { ids: words, references: [] } : { ids: [], references: words };
}

function unionValues(type: SimpleType, words: readonly string[]): ReferenceValues {
  const text = words.join(' ');
  const member = type.memberTypes?.find((one) => fitsType(one, text));
  return member ? referenceValues(member, text) : none;
}

function joined(values: readonly ReferenceValues[]): ReferenceValues {
  return { ids: values.flatMap(({ ids }) => ids), references: values.flatMap(({ references }) => references) };
}

function isId(type: SimpleType): boolean {
  return type.variety === 'atomic' && type.builtIn === 'ID';
}

function isReference(type: SimpleType): boolean {
  return type.variety === 'atomic' && type.builtIn === 'IDREF';
}
