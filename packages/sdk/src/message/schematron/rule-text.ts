import { childrenOf, type RuleElement, schematronNamespace } from './rule-file.ts';

const unknownName = '…';

/**
 * What a check says to people: the standard's own text and its diagnostics. What it would quote of the message (`value-of`, `name` of another place) is shown as
 * `…`, because that is a citizen's data.
 */
export function ruleText(check: RuleElement, diagnostics: ReadonlyMap<string, RuleElement>): string {
  const named = (check.attributes.get('diagnostics') ?? '').split(/\s+/).filter((id) => id !== '');
  const texts = [check, ...named.flatMap((id) => diagnostics.get(id) ?? [])].map((element) => textOf(element));
  return texts.join(' ').replaceAll(/\s+/g, ' ').trim();
}

/** The diagnostics of a schema by id. */
export function diagnosticsOf(schema: RuleElement): ReadonlyMap<string, RuleElement> {
  const all = childrenOf(schema, 'diagnostics').flatMap((group) => childrenOf(group, 'diagnostic'));
  return new Map(all.map((element) => [element.attributes.get('id') ?? '', element]));
}

function textOf(element: RuleElement): string {
  return element.children.map((child) => (typeof child === 'string' ? child : textOfPart(child))).join('');
}

function textOfPart(part: RuleElement): string {
  const quotes = part.namespace === schematronNamespace && (part.name === 'value-of' || part.name === 'name');
  return quotes ? unknownName : textOf(part);
}
