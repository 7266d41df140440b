import type { Finding } from '../../model/finding.ts';
import { AmtsboteError } from '../../errors/amtsbote-error.ts';
import { loadLibxml2 } from '../libxml2.ts';
import type { Message } from '../message.ts';
import { stampOf } from '../schema-set/schema-files.ts';
import { compileRules, type CompiledRules } from '../schematron/compile-rules.ts';
import { parseRules } from '../schematron/parse-rules.ts';
import { ruleDocumentOf } from '../schematron/rule-document.ts';
import { readRuleFile } from '../schematron/rule-file.ts';
import { runRules } from '../schematron/run-rules.ts';
import { loadXPathEngine } from '../schematron/xpath.ts';
import { XmlMessage } from '../xml/xml-message.ts';
import type { ValidationStep, Verdict } from './validation.ts';

const compiled = new Map<string, { readonly files: readonly string[]; readonly stamp: string; readonly rules: CompiledRules }>();

/**
 * Checks a message against Schematron rules. Rules are compiled once per process, until one of their files changes.
 *
 * A broken rule is AB_RULE_BROKEN with the standard's own text (values left out), line and path; rules with the role of a warning give
 * warnings. A rule that cannot be run gives AB_RULE_NOT_CHECKED with its id, file and line, and the verdict is then at best `not-checked`. Without rule
 * files there is nothing to break: `valid`. Never throws for what the message or the rules are like.
 */
export async function checkRules(message: Message, ruleFiles: readonly string[]): Promise<ValidationStep> {
  if (ruleFiles.length === 0) return { name: 'rules', verdict: 'valid', findings: [], warnings: [] };
  if (message.kind !== 'xml' || !(message instanceof XmlMessage)) {
    const findings = ruleFiles.map((file) => notRun(file, 'rules for XML cannot be run on a JSON message'));
    return { name: 'rules', verdict: 'not-checked', findings, warnings: [] };
  }
  const engine = await loadXPathEngine();
  const libxml2 = await loadLibxml2();
  const loaded = await Promise.all(ruleFiles.map((file) => loadRules(file)));
  const document = ruleDocumentOf(libxml2, engine.dom, message);
  const outcomes = loaded.flatMap((rules) => ('code' in rules ? [] : [runRules(rules, document)]));
  const broken = outcomes.flatMap((outcome) => outcome.broken);
  const unread = loaded.flatMap((rules) => ('code' in rules ? [rules] : rules.problems));
  const unrun = [...unread, ...outcomes.flatMap((outcome) => outcome.notRun)];
  return {
    name: 'rules',
    verdict: verdictOf(broken, unrun),
    findings: [...broken, ...unrun],
    warnings: outcomes.flatMap((outcome) => outcome.warnings),
  };
}

/** The rules of a file, or why they cannot be read. */
async function loadRules(file: string): Promise<CompiledRules | Finding> {
  const cached = compiled.get(file);
  if (cached && (await stampOf(cached.files).catch(() => undefined)) === cached.stamp) return cached.rules;
  try {
    const { root, files } = await readRuleFile(file);
    const stamp = await stampOf(files);
    const rules = compileRules(await loadXPathEngine(), parseRules(root));
    compiled.set(file, { files, stamp, rules });
    return rules;
  } catch (error) {
    if (error instanceof AmtsboteError) return { ...notRun(file, error.message), where: { ...error.where, file } };
    if (error instanceof Error && 'code' in error) return notRun(file, 'the file cannot be read');
    throw error;
  }
}

function verdictOf(broken: readonly Finding[], unrun: readonly Finding[]): Verdict {
  if (broken.length > 0) return 'invalid';
  return unrun.length > 0 ? 'not-checked' : 'valid';
}

function notRun(file: string, why: string): Finding {
  return { code: 'AB_RULE_NOT_CHECKED', message: `the rules are not run: ${why}`, where: { file } };
}
