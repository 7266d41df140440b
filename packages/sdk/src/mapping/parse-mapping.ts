import { createHash } from 'node:crypto';
import type { ZodType } from 'zod';
import { ConfigurationFault } from '../errors/families.ts';
import { loadLibxml2 } from '../message/libxml2.ts';
import { nearestName } from '../message/nearest-name.ts';
import type { Finding } from '../model/finding.ts';
import { applyRules } from './apply.ts';
import { RuleCompiler } from './compile.ts';
import type { MappingDefinition } from './define-mapping.ts';
import type { Mapping, MappingSelector } from './mapping.ts';
import { type MappingFile, mappingFileShape, mappingKeys } from './mapping-file.ts';
import { readYaml, type YamlPath, type YamlProblem, type YamlSource } from '../yaml/yaml-source.ts';

/**
 * Reads a mapping from the text of its YAML file and compiles it. `file` is only named in errors.
 *
 * @example
 * const mapping = await parseMapping(await readFile(file, 'utf8'), file);
 * const result = mapping.apply(message, attachments);
 *
 * Throws `ConfigurationFault` (AB_MAPPING_INVALID) with everything that is wrong, each with line and column.
 */
export async function parseMapping(text: string, file: string): Promise<Mapping> {
  return compileMapping(await readYaml(text, isWrittenText), { text, file });
}

/**
 * Compiles a mapping that was built in TypeScript by `defineMapping`. `file` is only named in errors.
 *
 * Throws `ConfigurationFault` (AB_MAPPING_INVALID) with everything that is wrong, each with its key path.
 */
export async function compileDefinition(definition: MappingDefinition, file: string): Promise<Mapping> {
  const { content } = definition;
  return compileMapping({ data: content, problems: [], place: () => ({}) }, { text: JSON.stringify(content), file });
}

async function compileMapping(source: YamlSource, { text, file }: { text: string; file: string }): Promise<Mapping> {
  const [shape, libxml2] = await Promise.all([mappingFileShape(), loadLibxml2()]);
  const content = shapedContent(source, shape, file);
  const selector = selectorOf(content);
  const compiler = new RuleCompiler(libxml2, content.prefixes ?? {});
  const rules = {
    selector,
    fields: compiler.fields(content.fields, ['fields']),
    checks: (content.checks ?? []).map((rule, index) => compiler.check(rule, ['checks', index])),
    attachments: content.attachments ?? {},
    ignoreAttachments: content.ignoreAttachments ?? [],
  };
  content.ignore?.forEach((path, index) => compiler.path(path, ['ignore', index]));
  const problems = [...compiler.problems, ...contradictions(content, selector)];
  if (problems.length > 0) throw mappingFault(problems, source, file);
  return {
    file,
    selector,
    recordType: content.record,
    version: createHash('sha256').update(text, 'utf8').digest('hex'),
    matches: ({ namespace, localName }) => localName === selector.root && selector.namespaces.includes(namespace),
    apply: (message, attachments) => applyRules(rules, message, attachments),
  };
}

/** Codes and lexical forms are text, however they are written: `01: Ja`, `true: 1`. */
function isWrittenText(path: YamlPath): boolean {
  const [above, parent] = [path.at(-3), path.at(-2)];
  return (above === 'codes' && parent === 'values') || (parent === 'boolean' && above !== 'fields');
}

function shapedContent(source: YamlSource, shape: ZodType<MappingFile>, file: string): MappingFile {
  if (source.problems.length > 0) throw mappingFault(source.problems, source, file);
  const result = shape.safeParse(source.data);
  if (result.success) return result.data;
  const problems = result.error.issues.flatMap((issue): YamlProblem[] => {
    if (issue.code !== 'unrecognized_keys') return [{ path: issue.path, message: describe(issue.path, issue.message) }];
    return issue.keys.map((key) => ({ path: [...issue.path, key], message: unknownKey(issue.path, key) }));
  });
  throw mappingFault(problems, source, file);
}

function describe(path: YamlPath, message: string): string {
  return path.length === 0 ? `the mapping: ${message}` : `\`${path.map(String).join('.')}\`: ${message}`;
}

function unknownKey(path: YamlPath, key: string): string {
  const near = nearestName(key, knownKeys(path));
  return `\`${key}\` is not known here${near ? `; did you mean \`${near}\`?` : ''}`;
}

function knownKeys(path: YamlPath): readonly string[] {
  const [parent, last] = [path.at(-2), path.at(-1)];
  if (last === undefined) return mappingKeys.file;
  if (parent === 'fields') return mappingKeys.rule;
  if (parent === 'attachments') return mappingKeys.attachment;
  if (parent === 'checks') return mappingKeys.check;
  const kind = String(last);
  return Object.hasOwn(mappingKeys, kind) ? mappingKeys[kind as keyof typeof mappingKeys] : [];
}

function selectorOf(content: MappingFile): MappingSelector {
  const { namespace = '', root } = content.message;
  return { root, namespaces: typeof namespace === 'string' ? [namespace] : namespace };
}

/** What fits the shape and still makes no sense. */
function contradictions(content: MappingFile, selector: MappingSelector): YamlProblem[] {
  const problems: YamlProblem[] = [];
  for (const [prefix, name] of Object.entries(content.prefixes ?? {})) {
    if (name !== 'profile' || !selector.namespaces.includes('')) continue;
    problems.push({
      path: ['prefixes', prefix],
      message: 'messages without a namespace have none for `profile` to stand for',
    });
  }
  for (const field of Object.keys(content.attachments ?? {})) {
    if (!Object.hasOwn(content.fields, field)) continue;
    problems.push({
      path: ['attachments', field],
      message: `\`${field}\` is a field under \`fields\` already`,
    });
  }
  return problems;
}

function mappingFault(problems: readonly YamlProblem[], source: YamlSource, file: string): ConfigurationFault {
  const findings = problems.map(({ path, message }): Finding => {
    const field = path.length > 0 ? path.map(String).join('.') : undefined;
    return { code: 'AB_MAPPING_INVALID', message, where: { file, ...source.place(path), field } };
  });
  const [first] = findings;
  const more = findings.length > 1 ? ` (and ${findings.length - 1} more)` : '';
  return new ConfigurationFault('AB_MAPPING_INVALID', `${first?.message ?? 'the mapping is not valid'}${more}`, {
    where: first?.where,
    findings,
  });
}
