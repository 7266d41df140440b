import type { Finding } from '../../model/finding.ts';
import { withParameters } from './parameters.ts';
import { childrenOf, type RuleElement, schematronNamespace } from './rule-file.ts';
import { ruleProblem } from './rule-problem.ts';
import type { ContextRule, RuleCheck, RuleLet, RulePattern, RuleSchema } from './rule-schema.ts';
import { diagnosticsOf, ruleText } from './rule-text.ts';

const xsltNamespace = 'http://www.w3.org/1999/XSL/Transform';
const bindings = new Set(['xslt2', 'xslt3', 'xpath2', 'xpath3', 'xpath31']);
const softSeverities = new Set(['warning', 'warn', 'information', 'info', 'hint', 'note']);
const known: Readonly<Record<string, readonly string[]>> = {
  schema: ['title', 'p', 'ns', 'let', 'phase', 'pattern', 'diagnostics', 'properties'],
  pattern: ['title', 'p', 'let', 'rule', 'param'],
  rule: ['p', 'let', 'assert', 'report', 'extends'],
};

/** What is meant by a rule file: everything filled in, and a problem for each part that would not be run as it is meant. */
export function parseRules(root: RuleElement): RuleSchema {
  if (root.namespace !== schematronNamespace || root.name !== 'schema') {
    return { namespaces: {}, patterns: [], problems: [ruleProblem(root, 'this is no file of ISO Schematron rules')] };
  }
  const binding = root.attributes.get('queryBinding')?.toLowerCase();
  if (!binding || !bindings.has(binding)) {
    const why = `queryBinding is ${binding ?? 'xslt'}; those that are run are ${[...bindings].join(', ')}`;
    return { namespaces: {}, patterns: [], problems: [ruleProblem(root, why)] };
  }
  return new SchemaParser(root).parse();
}

class SchemaParser {
  readonly #root: RuleElement;
  readonly #problems: Finding[] = [];
  readonly #diagnostics: ReadonlyMap<string, RuleElement>;

  constructor(root: RuleElement) {
    this.#root = root;
    this.#diagnostics = diagnosticsOf(root);
  }

  parse(): RuleSchema {
    this.#lookForStrangers(this.#root);
    const phase = this.#phase();
    const lets = [...this.#lets(this.#root, 'document'), ...(phase ? this.#lets(phase, 'document') : [])];
    const active = phase && new Set(childrenOf(phase, 'active').map((one) => one.attributes.get('pattern')));
    const patterns = childrenOf(this.#root, 'pattern')
      .filter((pattern) => pattern.attributes.get('abstract') !== 'true')
      .filter((pattern) => !active || active.has(pattern.attributes.get('id')))
      .flatMap((pattern) => this.#pattern(pattern, lets) ?? []);
    const namespaces = childrenOf(this.#root, 'ns').map(({ attributes }) => [attributes.get('prefix') ?? '', attributes.get('uri') ?? '']);
    return { namespaces: Object.fromEntries(namespaces) as Record<string, string>, patterns, problems: this.#problems };
  }

  /** The phase that the file chooses; undefined for all patterns. */
  #phase(): RuleElement | undefined {
    const name = this.#root.attributes.get('defaultPhase');
    if (name === undefined || name === '#ALL') return undefined;
    const phase = childrenOf(this.#root, 'phase').find((one) => one.attributes.get('id') === name);
    if (!phase) this.#problems.push(ruleProblem(this.#root, `there is no phase ${name}`));
    return phase;
  }

  #pattern(written: RuleElement, lets: readonly RuleLet[]): RulePattern | undefined {
    const pattern = this.#filledIn(written);
    if (!pattern) return undefined;
    this.#lookForStrangers(pattern);
    if (pattern.attributes.has('documents')) {
      this.#problems.push(ruleProblem(pattern, 'its rules are for other documents'));
      return undefined;
    }
    const outerLets = [...lets, ...this.#lets(pattern, 'document')];
    const rules = childrenOf(pattern, 'rule').filter((rule) => rule.attributes.get('abstract') !== 'true');
    return { rules: rules.flatMap((rule) => this.#rule(rule, pattern, outerLets) ?? []) };
  }

  /** The pattern itself, or the abstract one that it `is-a`, with its parameters. */
  #filledIn(pattern: RuleElement): RuleElement | undefined {
    const base = pattern.attributes.get('is-a');
    if (base === undefined) return pattern;
    const abstract = childrenOf(this.#root, 'pattern').find((one) => one.attributes.get('id') === base);
    if (!abstract) {
      this.#problems.push(ruleProblem(pattern, `there is no abstract pattern ${base}`));
      return undefined;
    }
    const values = childrenOf(pattern, 'param').map(
      ({ attributes }) => [attributes.get('name') ?? '', attributes.get('value') ?? ''] as const,
    );
    return withParameters(abstract, new Map(values));
  }

  #rule(rule: RuleElement, pattern: RuleElement, outerLets: readonly RuleLet[]): ContextRule | undefined {
    const context = rule.attributes.get('context');
    if (!context) {
      this.#problems.push(ruleProblem(rule, 'it has no context'));
      return undefined;
    }
    const parts = this.#parts(rule, pattern, []);
    const own = parts.flatMap((part) => this.#let(part, 'node') ?? []);
    const checks = parts.flatMap((part) => this.#check(part, rule) ?? []);
    return { element: rule, context, outerLets, lets: [...outerLets, ...own], checks };
  }

  /** What stands in a rule, with what it `extends` in its place. */
  #parts(rule: RuleElement, pattern: RuleElement, above: readonly RuleElement[]): RuleElement[] {
    this.#lookForStrangers(rule);
    return childrenOf(rule, 'let', 'assert', 'report', 'extends').flatMap((part) => {
      if (part.name !== 'extends') return [part];
      const base = this.#abstractRule(part.attributes.get('rule'), pattern);
      if (base && !above.includes(base)) return this.#parts(base, pattern, [...above, base]);
      this.#problems.push(
        ruleProblem(part, `the abstract rule ${part.attributes.get('rule') ?? part.attributes.get('href') ?? ''} is not found`),
      );
      return [];
    });
  }

  #abstractRule(id: string | undefined, pattern: RuleElement): RuleElement | undefined {
    const everywhere = [pattern, ...childrenOf(this.#root, 'pattern')].flatMap((one) => childrenOf(one, 'rule'));
    return id === undefined ? undefined : everywhere.find((rule) => rule.attributes.get('id') === id);
  }

  #check(element: RuleElement, rule: RuleElement): RuleCheck | undefined {
    if (element.name === 'let') return undefined;
    const test = element.attributes.get('test');
    if (!test) {
      this.#problems.push(ruleProblem(element, 'it has no test'));
      return undefined;
    }
    return {
      element,
      brokenWhen: element.name === 'report',
      test,
      text: ruleText(element, this.#diagnostics),
      severity: severityOf(element, rule),
      officialCode: /^[A-Z]\d{3}$/.exec(element.attributes.get('id') ?? '')?.[0],
    };
  }

  #lets(element: RuleElement, from: RuleLet['from']): RuleLet[] {
    return childrenOf(element, 'let').flatMap((one) => this.#let(one, from) ?? []);
  }

  #let(element: RuleElement, from: RuleLet['from']): RuleLet | undefined {
    if (element.name !== 'let') return undefined;
    const { attributes } = element;
    const [name, value] = [attributes.get('name'), attributes.get('value')];
    if (name && value) return { name, value, from };
    this.#problems.push(ruleProblem(element, 'a variable without an expression is not run'));
    return undefined;
  }

  /** Parts of XSLT and parts of Schematron that are not known would change what the rules mean. */
  #lookForStrangers(element: RuleElement): void {
    for (const child of element.children) {
      if (typeof child === 'string') continue;
      if (child.namespace === xsltNamespace) this.#problems.push(ruleProblem(child, 'parts of XSLT are not run'));
      if (child.namespace !== schematronNamespace || known[element.name]?.includes(child.name)) continue;
      const why = child.name === 'include' ? 'the file it includes cannot be read' : 'it is not known here';
      this.#problems.push(ruleProblem(child, why));
    }
  }
}

/** Warnings and information do not break a message; what is not said, or not known, does. */
function severityOf(check: RuleElement, rule: RuleElement): RuleCheck['severity'] {
  const said = check.attributes.get('role') ?? check.attributes.get('flag') ?? rule.attributes.get('role') ?? rule.attributes.get('flag');
  return said !== undefined && softSeverities.has(said.trim().toLowerCase()) ? 'warning' : 'error';
}
