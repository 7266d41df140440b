import type { Finding } from '../../model/finding.ts';
import type { RuleElement } from './rule-file.ts';

/** The finding that a rule is not run: which one, where it stands, why. */
export function ruleProblem(element: Pick<RuleElement, 'name' | 'attributes' | 'file' | 'line'>, why: string): Finding {
  const id = element.attributes.get('id');
  const what = id ? `the rule ${id}` : `a Schematron element "${element.name}"`;
  return { code: 'AB_RULE_NOT_CHECKED', message: `${what} is not run: ${why}`, where: { file: element.file, line: element.line } };
}
