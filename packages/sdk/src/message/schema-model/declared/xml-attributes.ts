import { anySimpleType, builtInTypes } from '../built-in-types.ts';
import type { AttributeDeclaration } from './components.ts';
import type { ExpandedName } from '../schema-model.ts';

const xmlNamespace = 'http://www.w3.org/XML/1998/namespace';

const typeNames: ReadonlyMap<string, string> = new Map([
  ['lang', 'language'],
  ['space', 'NCName'],
  ['base', 'anyURI'],
  ['id', 'ID'],
]);

/** The attributes with the prefix `xml`, for sets that do not bring the schema of that namespace along. */
export function xmlAttributes({ namespace, localName }: ExpandedName): AttributeDeclaration | undefined {
  const typeName = namespace === xmlNamespace ? typeNames.get(localName) : undefined;
  const type = typeName === undefined ? undefined : builtInTypes.get(typeName);
  if (!type) return undefined;
  return { name: { namespace, localName }, type: type.kind === 'simple' ? type : anySimpleType };
}
