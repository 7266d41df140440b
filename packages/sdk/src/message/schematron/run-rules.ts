import { basename } from 'node:path';
import type { Node } from 'slimdom';
import type { Finding, Place } from '../../model/finding.ts';
import type { CompiledCheck, CompiledContextRule, CompiledPattern, CompiledRules } from './compile-rules.ts';
import type { RuleDocument } from './rule-document.ts';
import { ruleProblem } from './rule-problem.ts';
import type { RuleCheck } from './rule-schema.ts';
import { errorCodeOf } from './xpath.ts';

/** What the rules say of one message. */
export interface RuleOutcome {
  readonly broken: readonly Finding[];
  readonly warnings: readonly Finding[];
  readonly notRun: readonly Finding[];
}

/** Counts go on behind it, findings do not. */
const mostFindings = 50;

/** Runs all rules of a file over a message. Never throws for what the message or the rules are like. */
export function runRules(rules: CompiledRules, document: RuleDocument): RuleOutcome {
  const run = new RuleRun(rules, document);
  for (const pattern of rules.patterns) run.pattern(pattern);
  return run;
}

class RuleRun implements RuleOutcome {
  readonly broken: Finding[] = [];
  readonly warnings: Finding[] = [];
  readonly notRun: Finding[] = [];
  readonly #rules: CompiledRules;
  readonly #document: RuleDocument;

  constructor(rules: CompiledRules, document: RuleDocument) {
    this.#rules = rules;
    this.#document = document;
  }

  pattern({ rules }: CompiledPattern): void {
    const taken = new Set<Node>();
    for (const rule of rules) {
      if (!rule.needs.every((name) => this.#document.names.has(name))) continue;
      const nodes = this.#nodes(rule);
      if (!nodes) return;
      for (const node of nodes) {
        if (taken.has(node)) continue;
        taken.add(node);
        for (const check of rule.checks) this.#check(check, node);
      }
    }
  }

  #nodes({ nodes, rule }: CompiledContextRule): readonly Node[] | undefined {
    const { engine, options } = this.#rules;
    const { document } = this.#document;
    try {
      return engine.xpath.evaluateXPathToNodes(nodes, document, null, null, { ...options, currentContext: document });
    } catch (error) {
      const why = `it failed on this message (${errorCodeOf(error) ?? 'no code'}); the rules after it in its pattern were not run either`;
      this.notRun.push(ruleProblem(rule.element, why));
      return undefined;
    }
  }

  #check({ check, test }: CompiledCheck, node: Node): void {
    const { engine, options } = this.#rules;
    try {
      const holds = engine.xpath.evaluateXPathToBoolean(test, node, null, null, { ...options, currentContext: node });
      if (holds !== check.brokenWhen) return;
    } catch (error) {
      if (this.notRun.length >= mostFindings) return;
      this.notRun.push(ruleProblem(check.element, `it failed on this message (${errorCodeOf(error) ?? 'no code'})`));
      return;
    }
    const findings = check.severity === 'warning' ? this.warnings : this.broken;
    if (findings.length >= mostFindings) return;
    const message = [nameOf(check), check.text].filter((part) => part !== '').join(': ');
    findings.push({ code: 'AB_RULE_BROKEN', message, where: this.#place(node), officialCode: check.officialCode });
  }

  #place(node: Node): Place | undefined {
    const origin = this.#document.origin(node);
    return origin && { line: origin.line, path: origin.path };
  }
}

/** The id of a check, or where it stands when it has none. */
function nameOf({ element }: RuleCheck): string {
  return element.attributes.get('id') ?? `${basename(element.file)}:${element.line}`;
}
