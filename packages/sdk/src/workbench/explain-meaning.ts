import { childLookupOf } from '../message/schema-model/child-lookup.ts';
import type { ExpandedName } from '../message/schema-model/schema-model.ts';
import type { SchemaSet } from '../message/schema-set/schema-set.ts';
import type { MeaningOfPart } from './explain-parts.ts';

/** What a schema set says about a kind of message. */
export interface Meanings {
  readonly root: string | undefined;
  readonly child: MeaningOfPart;
}

/** The documentation of a root element and of what may stand below it, one sentence each. */
export async function meaningsOf(set: SchemaSet, root: ExpandedName): Promise<Meanings | undefined> {
  const model = await set.model();
  const declaration = model.element(root);
  if (!declaration) return undefined;
  const children = childLookupOf(model).declarations(declaration.type);
  return {
    root: firstSentence(declaration.documentation),
    child: (name) => firstSentence(children.find((one) => one.name.localName === name)?.documentation),
  };
}

/** Up to a full stop behind a word of some length: `z. B.` does not end a sentence. */
function firstSentence(text: string | undefined): string | undefined {
  if (text === undefined || text === '') return undefined;
  return /^.*?\p{L}{4,}[)"“]?[.!?](?=\s+\p{Lu}|\s*$)/su.exec(text)?.[0] ?? text;
}
