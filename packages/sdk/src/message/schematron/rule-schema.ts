import type { Finding } from '../../model/finding.ts';
import type { RuleElement } from './rule-file.ts';

/** The rules of one file as they are meant: phases chosen, abstract patterns and rules filled in. Expressions are still text. */
export interface RuleSchema {
  /** Namespaces by prefix. */
  readonly namespaces: Readonly<Record<string, string>>;
  readonly patterns: readonly RulePattern[];
  /** Why parts of it are not run. */
  readonly problems: readonly Finding[];
}

/** Of the rules of a pattern, the first that a node matches is the one that holds for it. */
export interface RulePattern {
  readonly rules: readonly ContextRule[];
}

/** The checks for the nodes that match a context. */
export interface ContextRule {
  readonly element: RuleElement;
  readonly context: string;
  /** Variables that the context may use. */
  readonly outerLets: readonly RuleLet[];
  /** All variables that the checks may use, in order. */
  readonly lets: readonly RuleLet[];
  readonly checks: readonly RuleCheck[];
}

/** A variable; its value is an expression seen from the document or from the node that matched. */
export interface RuleLet {
  readonly name: string;
  readonly value: string;
  readonly from: 'document' | 'node';
}

/** One assertion or report. */
export interface RuleCheck {
  readonly element: RuleElement;
  /** An assert is broken when its test does not hold, a report when it holds. */
  readonly brokenWhen: boolean;
  readonly test: string;
  /** The text for people, with `…` in the place of values of the message. */
  readonly text: string;
  readonly severity: 'error' | 'warning';
  readonly officialCode: string | undefined;
}
