import type { Node } from 'slimdom';
import type { Finding } from '../../model/finding.ts';
import { matchExpression } from './match-expression.ts';
import { ruleProblem } from './rule-problem.ts';
import type { ContextRule, RuleCheck, RuleLet, RulePattern, RuleSchema } from './rule-schema.ts';
import { errorCodeOf, unsoundness, type XPathEngine, type XPathOptions, xpathOptions } from './xpath.ts';

/** The rules of a file, ready to run. */
export interface CompiledRules {
  readonly engine: XPathEngine;
  readonly options: XPathOptions;
  readonly patterns: readonly CompiledPattern[];
  /** What is not run, and why. While there is one, no message is called valid. */
  readonly problems: readonly Finding[];
}

export interface CompiledPattern {
  readonly rules: readonly CompiledContextRule[];
}

/** A rule whose expressions were read without a fault. */
export interface CompiledContextRule {
  readonly rule: ContextRule;
  /** Selects the nodes it is for, seen from the document. */
  readonly nodes: string;
  /** Local names that a document must have for it to match anything; none when that cannot be told. */
  readonly needs: readonly string[];
  readonly checks: readonly CompiledCheck[];
}

export interface CompiledCheck {
  readonly check: RuleCheck;
  /** Seen from a node that matched. */
  readonly test: string;
}

/** Reads all expressions once, so that what cannot be run is known before the first message. */
export function compileRules(engine: XPathEngine, schema: RuleSchema): CompiledRules {
  return new RuleCompiler(engine, schema).compile();
}

class RuleCompiler {
  readonly #engine: XPathEngine;
  readonly #schema: RuleSchema;
  readonly #options: XPathOptions;
  readonly #problems: Finding[];
  readonly #nothing: Node;

  constructor(engine: XPathEngine, schema: RuleSchema) {
    this.#engine = engine;
    this.#schema = schema;
    this.#options = xpathOptions(schema.namespaces);
    this.#problems = [...schema.problems];
    this.#nothing = engine.dom.parseXmlDocument('<nothing/>');
  }

  compile(): CompiledRules {
    const patterns = this.#schema.patterns.map((pattern) => this.#pattern(pattern));
    return { engine: this.#engine, options: this.#options, patterns, problems: this.#problems };
  }

  /** A rule that cannot be matched ends its pattern: its nodes would fall to the rules after it. */
  #pattern(pattern: RulePattern): CompiledPattern {
    const rules: CompiledContextRule[] = [];
    for (const rule of pattern.rules) {
      const { needs, ...match } = matchExpression(rule.context);
      const nodes = withLets(match.expression, rule.outerLets);
      const fault = this.#fault(nodes, 'nodes');
      if (fault) {
        this.#problems.push(ruleProblem(rule.element, `${fault}; the rules after it in its pattern are not run either`));
        break;
      }
      rules.push({ rule, nodes, needs, checks: rule.checks.flatMap((check) => this.#check(check, rule) ?? []) });
    }
    return { rules };
  }

  #check(check: RuleCheck, rule: ContextRule): CompiledCheck | undefined {
    const test = withLets(check.test, rule.lets);
    const fault = this.#fault(test, 'boolean');
    if (!fault) return { check, test };
    this.#problems.push(ruleProblem(check.element, fault));
    return undefined;
  }

  /** What is wrong with an expression before any message is seen. Errors that only a message can show are left for later. */
  #fault(expression: string, gives: 'nodes' | 'boolean'): string | undefined {
    const reason = unsoundness(expression);
    if (reason) return reason;
    const { evaluateXPathToBoolean, evaluateXPathToNodes } = this.#engine.xpath;
    const evaluate = gives === 'nodes' ? evaluateXPathToNodes : evaluateXPathToBoolean;
    try {
      evaluate(expression, this.#nothing, null, null, { ...this.#options, currentContext: this.#nothing });
      return undefined;
    } catch (error) {
      const code = errorCodeOf(error);
      if (code?.startsWith('XPST') === false) return undefined;
      return code === 'XPST0017'
        ? `it uses a function that is not known here (${code})`
        : `its expression cannot be read (${code ?? 'no code'})`;
    }
  }
}

/** An expression with the variables that it uses, directly or by way of others, in front of it. */
function withLets(expression: string, lets: readonly RuleLet[]): string {
  const wanted = variablesIn(expression);
  const bound: string[] = [];
  for (const { name, value, from } of lets.toReversed()) {
    if (!wanted.delete(name)) continue;
    for (const used of variablesIn(value)) wanted.add(used);
    bound.unshift(`$${name} := ${from === 'document' ? `(/)!(${value})` : `(${value})`}`);
  }
  return bound.length === 0 ? expression : `let ${bound.join(', ')} return (${expression})`;
}

function variablesIn(expression: string): Set<string> {
  return new Set([...expression.matchAll(/\$([\p{L}_][\p{L}\d_.:-]*)/gu)].map(([, name]) => name ?? ''));
}
