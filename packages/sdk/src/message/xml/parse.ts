import type { ParseOption, XmlDocument } from 'libxml2-wasm';
import { NeedsPerson } from '../../errors/families.ts';
import type { Libxml2 } from '../libxml2.ts';

/** What the parser complains of, in words that hold nothing of the message. The parser's own texts quote it. */
const complaints: readonly (readonly [RegExp, string])[] = [
  [/tag mismatch/, 'an end tag does not match its start tag'],
  [
    /^Premature end|EndTag: '<\/' not found|CData section not finished|Couldn't find end of Start Tag/,
    'the message breaks off inside an element',
  ],
  [/Extra content/, 'something follows after the root element'],
  [/Start tag expected|Document is empty/, 'the message does not start with an element'],
  [/redefined/, 'an attribute stands twice on one element'],
  [/Namespace prefix/, 'a prefix has no namespace'],
  [/Entity .* not defined|EntityRef/, 'an "&" is not written as "&amp;", or an entity is not known'],
  [/invalid Char value|CharRef|xmlChar/, 'a character is not allowed in XML'],
  [/AttValue|attributes construct error|Specification mandates? value/, 'an attribute is written wrongly'],
];

/**
 * Parses a UTF-8 document that passed the gate. No DTD, no network, no entity of its own, no XInclude.
 *
 * Throws `NeedsPerson` (AB_XML_MALFORMED, AB_XML_LIMIT, AB_XML_DOCTYPE) with line and column.
 */
export function parseXml(libxml2: Libxml2, utf8: Uint8Array): XmlDocument {
  const document = parsed(libxml2, utf8);
  if (!document.dtd) return document;
  document.dispose();
  throw new NeedsPerson('AB_XML_DOCTYPE', 'the message has a DOCTYPE', { where: { line: 1 } });
}

function parsed(libxml2: Libxml2, utf8: Uint8Array): XmlDocument {
  const { ParseOption: parse, XmlDocument: document, XmlParseError } = libxml2;
  const safely: ParseOption = parse.XML_PARSE_NONET | parse.XML_PARSE_NO_XXE | parse.XML_PARSE_NO_SYS_CATALOG | parse.XML_PARSE_IGNORE_ENC;
  const unchanging: ParseOption = parse.XML_PARSE_COMPACT;
  try {
    return document.fromBuffer(utf8, { encoding: 'utf-8', option: safely | unchanging });
  } catch (error) {
    if (error instanceof XmlParseError) throw parseFault(error.details);
    throw error;
  }
}

function parseFault(details: readonly { message: string; line: number; col: number }[]): NeedsPerson {
  const [first] = details;
  const where = first && first.line > 0 ? { line: first.line, column: first.col } : undefined;
  const text = first?.message ?? '';
  if (/XML_PARSE_HUGE|limit exceeded/i.test(text)) {
    return new NeedsPerson('AB_XML_LIMIT', 'a text or name is longer than the parser reads', { where });
  }
  const complaint = complaints.find(([pattern]) => pattern.test(text))?.[1] ?? 'the message is not well-formed';
  return new NeedsPerson('AB_XML_MALFORMED', complaint, { where });
}
