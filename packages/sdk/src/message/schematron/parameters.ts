import type { RuleElement } from './rule-file.ts';

/** An abstract pattern with its parameters (`$name`) replaced in all attributes and texts below. */
export function withParameters(element: RuleElement, values: ReadonlyMap<string, string>): RuleElement {
  const names = [...values.keys()].map((name) => name.replaceAll(/[.\\^$*+?()[\]{}|]/g, '\\$&'));
  if (names.length === 0) return element;
  const parameter = new RegExp(`\\$(${names.toSorted((one, other) => other.length - one.length).join('|')})(?![\\w.-])`, 'g');
  return replaced(element, (text) => text.replaceAll(parameter, (whole, name: string) => values.get(name) ?? whole));
}

function replaced(element: RuleElement, replace: (text: string) => string): RuleElement {
  const attributes = new Map([...element.attributes].map(([name, value]) => [name, replace(value)]));
  const children = element.children.map((child) => (typeof child === 'string' ? replace(child) : replaced(child, replace)));
  return { ...element, attributes, children };
}
