import type { CompiledPath } from '../message/compiled-path.ts';
import type { MessageNode } from '../message/message.ts';
import type { RecordValue } from '../model/record.ts';
import type { ElementDateRule } from './compiled-rule.ts';
import { type Look, placeOf, type Spot } from './look.ts';
import type { Converted } from './rules/converted.ts';
import { dateValue, readDateParts, readTeilbekannt } from './rules/partial-date.ts';

/** The value of a date that stands in several elements; `children` is the path of an element's children. */
export function elementDate(
  rule: ElementDateRule,
  spot: Spot,
  { look, children }: { look: Look; children: CompiledPath },
): RecordValue | undefined {
  const { origin } = look;
  const before = [...(origin?.nodes ?? [])];
  const node = rule.path ? look.one(rule, rule.path, spot) : spot.context;
  if (rule.path && !node) return undefined;
  const inside = { ...spot, context: node };
  const nodes = rule.parts ? partNodes(rule, rule.parts, { look, inside }) : dateNodes(look, children, node);
  if (origin) origin.nodes = [...before, ...nodes.values()];
  const converted = convertedDate(rule, nodes);
  if (converted === undefined) return rule.required ? look.missing(rule, inside) : undefined;
  if ('value' in converted) return converted.value;
  const [first] = nodes.values();
  const { code, message: complaint } = converted;
  return look.fault(spot.field, { code, complaint, site: rule.site, place: () => (first ? placeOf(first) : {}) });
}

function convertedDate(rule: ElementDateRule, nodes: ReadonlyMap<string, MessageNode>): Converted | undefined {
  if (nodes.size === 0) return undefined;
  const texts = new Map([...nodes].map(([name, node]) => [name, node.text]));
  return dateValue(rule.parts ? readDateParts(Object.fromEntries(texts)) : readTeilbekannt(texts), rule.out, rule.partial);
}

function partNodes(
  rule: ElementDateRule,
  parts: NonNullable<ElementDateRule['parts']>,
  { look, inside }: { look: Look; inside: Spot },
): ReadonlyMap<string, MessageNode> {
  const nodes = new Map<string, MessageNode>();
  for (const name of ['year', 'month', 'day'] as const) {
    const path = parts[name];
    const node = path && look.one({ site: rule.site, required: false, first: false }, path, inside);
    if (node && node.text.trim() !== '') nodes.set(name, node);
  }
  return nodes;
}

/** The elements of a partly known date: those of its wrapper, where the only child is one (`teilbekanntesDatum`). */
function dateNodes(look: Look, children: CompiledPath, node: MessageNode | undefined): ReadonlyMap<string, MessageNode> {
  const nodes = look.message.select(children, node);
  const [only, ...others] = nodes;
  const wrapper = others.length === 0 && only?.hasElements === true ? only : undefined;
  return childNodes(wrapper ? look.message.select(children, wrapper) : nodes);
}

/** Elements by their local names. */
function childNodes(children: readonly MessageNode[]): ReadonlyMap<string, MessageNode> {
  return new Map(children.map((node) => [/[^/:]*$/.exec(node.path.replace(/\[\d+\]$/, ''))?.[0] ?? '', node]));
}
