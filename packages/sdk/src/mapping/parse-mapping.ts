import type { Libxml2 } from '../message/libxml2.ts';
import { loadLibxml2 } from '../message/libxml2.ts';
import { applyRules, type CompiledMapping, type CompiledSelector, selects } from './apply.ts';
import { compileAttachments } from './compile-attachments.ts';
import { RuleCompiler } from './compile.ts';
import { contradictions } from './contradictions.ts';
import type { MappingDefinition } from './define-mapping.ts';
import type { Mapping, MappingSelector } from './mapping.ts';
import type { MappingFile } from './mapping-file.ts';
import { definedSource, mappingFault, type MappingReading, type MappingSource, readMappingSource } from './mapping-source.ts';
import { below, type RuleAt } from './rule-view.ts';

/**
 * Reads a mapping from the text of its YAML file and compiles it. `file` is named in errors, and what the mapping includes is named
 * from there.
 *
 * @example
 * const mapping = await parseMapping(await readFile(file, 'utf8'), file, { readFile: (name) => readFile(name, 'utf8') });
 * const result = mapping.apply(message, attachments);
 *
 * Throws `ConfigurationFault` (AB_MAPPING_INVALID) with everything that is wrong, each with line and column.
 */
export async function parseMapping(text: string, file: string, reading: MappingReading = {}): Promise<Mapping> {
  return compileMapping(await readMappingSource(text, file, reading), await loadLibxml2());
}

/**
 * Compiles a mapping that was built in TypeScript by `defineMapping`. `file` is only named in errors.
 *
 * Throws `ConfigurationFault` (AB_MAPPING_INVALID) with everything that is wrong, each with its key path.
 */
export async function compileDefinition(definition: MappingDefinition, file: string): Promise<Mapping> {
  return compileMapping(await definedSource(definition.content, file), await loadLibxml2());
}

function compileMapping(source: MappingSource, libxml2: Libxml2): Mapping {
  const { content, file, version } = source;
  const top: RuleAt = { file, path: [], using: [] };
  const compiler = new RuleCompiler(libxml2, source);
  const selector = selectorOf(content);
  const rules: CompiledMapping = {
    selector: compileSelector(selector, compiler, below(top, 'message', 'where')),
    fields: compiler.fields(content.fields, below(top, 'fields'), {}),
    ...compileChecks(content, compiler, top),
    attachments: compileAttachments(content, compiler, top),
    helpers: {
      listUri: compiler.helper('@listURI | ../@listURI'),
      listVersion: compiler.helper('@listVersionID | ../@listVersionID'),
      children: compiler.helper('*'),
    },
  };
  const problems = [...source.problems, ...compiler.problems, ...contradictions(content, file, compiler.outline)];
  if (problems.length > 0) throw mappingFault(problems);
  return {
    file: file.name,
    selector,
    recordType: content.record,
    version,
    outline: compiler.outline,
    matches: (message, identified) => selects(rules.selector, message, identified),
    apply: (message, attachments, context = {}) => applyRules(rules, { message, attachments }, context),
  };
}

function selectorOf({ message }: MappingFile): MappingSelector {
  const { root, namespace = '', profile, versions, type, where } = message;
  const namespaces = typeof namespace === 'string' ? [namespace] : namespace;
  return { ...(root !== undefined && { root, namespaces }), ...(profile !== undefined && { profile, versions, type }), where };
}

function compileSelector({ where, ...rest }: MappingSelector, compiler: RuleCompiler, at: RuleAt): CompiledSelector {
  if (where === undefined) return rest;
  const { path } = compiler.path(where, at, { key: 'where', gives: 'any' });
  return { ...rest, where: { path, site: compiler.site(at, 'where') } };
}

function compileChecks(content: MappingFile, compiler: RuleCompiler, top: RuleAt): Pick<CompiledMapping, 'checks' | 'ignore'> {
  const checks = (content.checks ?? []).map((rule, index) => {
    const at = below(top, 'checks', index, 'assert');
    const { path } = compiler.path(rule.assert, at, { key: 'assert', gives: 'any' });
    return { path, rule, site: compiler.site(at, 'check') };
  });
  const ignore = (content.ignore ?? []).map((expression, index) => {
    const at = below(top, 'ignore', index);
    return { path: compiler.path(expression, at, { key: 'ignore' }).path, site: compiler.site(at, 'ignore') };
  });
  return { checks, ignore };
}
