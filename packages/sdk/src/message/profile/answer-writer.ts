import type { AnswerDocument } from './profile.ts';

/** An XML document as data: names as written, attributes with `@` before them, lists for what is repeated, undefined for nothing. */
export interface XmlContent {
  readonly [name: string]: string | XmlContent | readonly XmlContent[] | undefined;
}

/** Writes an answer: UTF-8 with XML declaration, indented, every character of texts and attributes escaped where XML asks for it. */
export async function writeAnswer(root: string, content: XmlContent): Promise<AnswerDocument> {
  const { XMLBuilder } = await import('fast-xml-parser');
  const builder = new XMLBuilder({
    ignoreAttributes: false,
    attributeNamePrefix: '@',
    suppressBooleanAttributes: false,
    suppressEmptyNode: false,
    format: true,
  });
  const document = { '?xml': { '@version': '1.0', '@encoding': 'UTF-8' }, [root]: withoutNothing(content) };
  return { xml: builder.build(document) };
}

function withoutNothing(content: XmlContent): XmlContent {
  const kept: Record<string, XmlContent[string]> = {};
  for (const [name, value] of Object.entries(content)) {
    if (value === undefined) continue;
    if (typeof value === 'string') kept[name] = value;
    else kept[name] = isList(value) ? value.map(withoutNothing) : withoutNothing(value);
  }
  return kept;
}

function isList(value: XmlContent | readonly XmlContent[]): value is readonly XmlContent[] {
  return Array.isArray(value);
}
