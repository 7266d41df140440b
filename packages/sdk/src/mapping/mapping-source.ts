import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import type { ZodType } from 'zod';
import { ConfigurationFault } from '../errors/families.ts';
import type { Prefixes } from '../message/compiled-path.ts';
import { nearestName } from '../message/nearest-name.ts';
import type { Finding, Place } from '../model/finding.ts';
import { readYaml, type YamlPath, type YamlSource } from '../yaml/yaml-source.ts';
import type { FieldRule, MappingFile } from './mapping-file.ts';
import { blockFileShape, mappingFileShape, mappingKeys } from './mapping-shape.ts';

/** A mapping as written: its content, and the blocks of all files it includes. */
export interface MappingSource {
  readonly content: MappingFile;
  readonly file: RuleFile;
  readonly blocks: ReadonlyMap<string, Block>;
  /** SHA-256 (hex) of all texts. */
  readonly version: string;
  /** What is wrong with its includes. */
  readonly problems: readonly MappingProblem[];
}

/** A file with rules: the mapping or one it includes. */
export interface RuleFile {
  readonly name: string;
  readonly prefixes: Prefixes;
  /** Line and column of a key or entry, or of the nearest part above it; empty for mappings built in TypeScript. */
  readonly place: (path: YamlPath) => Place;
}

/** A rule to be used in several places. */
export interface Block {
  readonly rule: FieldRule;
  readonly file: RuleFile;
  readonly path: YamlPath;
}

/** Something wrong in a mapping, and where. */
export interface MappingProblem {
  readonly file: Pick<RuleFile, 'name' | 'place'>;
  readonly path: YamlPath;
  readonly message: string;
}

/** How to read the files that a mapping includes. */
export interface MappingReading {
  /** Reads a file that is named in `include`, as a path from the one that names it. Default: nothing can be included. */
  readonly readFile?: ((file: string) => Promise<string>) | undefined;
}

/** Reads a mapping and what it includes. Throws `ConfigurationFault` (AB_MAPPING_INVALID) when one has not the shape of its kind. */
export async function readMappingSource(text: string, file: string, reading: MappingReading): Promise<MappingSource> {
  const { content, ruleFile } = await shaped(text, file, { shape: await mappingFileShape(), keys: mappingKeys.file });
  const included = new IncludedFiles(reading);
  await included.add(content, ruleFile, [file]);
  return { content, file: ruleFile, blocks: included.blocks, version: hashOf([text, ...included.texts]), problems: included.problems };
}

/** A mapping that was built in TypeScript. Throws `ConfigurationFault` (AB_MAPPING_INVALID) when it has not the shape of one. */
export async function definedSource(content: MappingFile, file: string): Promise<MappingSource> {
  const source: YamlSource = { data: content, problems: [], place: () => ({}) };
  const checked = shapedContent(source, { shape: await mappingFileShape(), keys: mappingKeys.file }, file);
  const ruleFile = { name: file, prefixes: checked.prefixes ?? {}, place: () => ({}) };
  const included = new IncludedFiles({});
  await included.add(checked, ruleFile, [file]);
  const { blocks, problems } = included;
  return { content: checked, file: ruleFile, blocks, version: hashOf([JSON.stringify(content)]), problems };
}

/** The fault of all problems, with the place of the first. */
export function mappingFault(problems: readonly MappingProblem[]): ConfigurationFault {
  const findings = problems.map(({ path, message, file }): Finding => {
    const field = path.length > 0 ? path.map(String).join('.') : undefined;
    return { code: 'AB_MAPPING_INVALID', message, where: { file: file.name, ...file.place(path), field } };
  });
  const [first] = findings;
  const more = findings.length > 1 ? ` (and ${findings.length - 1} more)` : '';
  return new ConfigurationFault('AB_MAPPING_INVALID', `${first?.message ?? 'the mapping is not valid'}${more}`, {
    where: first?.where,
    findings,
  });
}

/** The blocks of a mapping and of the files it includes. */
class IncludedFiles {
  readonly blocks = new Map<string, Block>();
  readonly texts: string[] = [];
  readonly problems: MappingProblem[] = [];
  readonly #readFile: MappingReading['readFile'];
  readonly #known = new Set<string>();

  constructor({ readFile }: MappingReading) {
    this.#readFile = readFile;
  }

  /** `trail`: the files that include one another down to this one, itself last. */
  async add(content: Pick<MappingFile, 'include' | 'blocks'>, file: RuleFile, trail: readonly string[]): Promise<void> {
    for (const [name, rule] of Object.entries(content.blocks ?? {})) this.#addBlock(name, { rule, file, path: ['blocks', name] });
    for (const [index, name] of (content.include ?? []).entries()) await this.#include(name, { file, path: ['include', index] }, trail);
  }

  #addBlock(name: string, block: Block): void {
    const other = this.blocks.get(name);
    if (other) this.problems.push({ ...block, message: `a block \`${name}\` stands in ${other.file.name} already` });
    else this.blocks.set(name, block);
  }

  async #include(name: string, at: Pick<Block, 'file' | 'path'>, trail: readonly string[]): Promise<void> {
    const file = besideFile(at.file.name, name);
    if (trail.includes(file)) {
      this.problems.push({ ...at, message: `\`${name}\` includes itself, by ${[...trail, file].join(' → ')}` });
      return;
    }
    if (this.#known.has(file)) return;
    this.#known.add(file);
    const text = await this.#read(file, name, at);
    if (text === undefined) return;
    this.texts.push(text);
    const { content, ruleFile } = await shaped(text, file, { shape: await blockFileShape(), keys: mappingKeys.blockFile });
    await this.add(content, ruleFile, [...trail, file]);
  }

  async #read(file: string, name: string, at: Pick<Block, 'file' | 'path'>): Promise<string | undefined> {
    if (!this.#readFile) {
      this.problems.push({ ...at, message: '`include` is for mappings in YAML files; in TypeScript use what the language has' });
      return undefined;
    }
    try {
      return await this.#readFile(file);
    } catch {
      this.problems.push({ ...at, message: `the file \`${name}\` cannot be read` });
      return undefined;
    }
  }
}

interface Expected<Content> {
  readonly shape: ZodType<Content>;
  /** The keys known at the top, for suggestions. */
  readonly keys: readonly string[];
}

async function shaped<Content extends { readonly prefixes?: Prefixes | undefined }>(
  text: string,
  file: string,
  expected: Expected<Content>,
): Promise<{ content: Content; ruleFile: RuleFile }> {
  const source = await readYaml(text, isWrittenText);
  const content = shapedContent(source, expected, file);
  return { content, ruleFile: { name: file, prefixes: content.prefixes ?? {}, place: (path) => source.place(path) } };
}

function shapedContent<Content>(source: YamlSource, { shape, keys }: Expected<Content>, name: string): Content {
  const file = { name, place: (path: YamlPath) => source.place(path) };
  if (source.problems.length > 0) throw mappingFault(source.problems.map((problem) => ({ ...problem, file })));
  const result = shape.safeParse(source.data, { jitless: true });
  if (result.success) return result.data;
  const problems = result.error.issues.flatMap((issue): MappingProblem[] => {
    if (issue.code === 'invalid_type' && issue.expected === 'object' && isRule(issue.path))
      return [{ path: issue.path, message: noRule, file }];
    if (issue.code !== 'unrecognized_keys') return [{ path: issue.path, message: describe(issue.path, issue.message), file }];
    return issue.keys.map((key) => ({ path: [...issue.path, key], message: unknownKey(issue.path, key, keys), file }));
  });
  throw mappingFault(problems);
}

const noRule = 'a field is made by a rule, such as `{ path: ./a:name }` or `{ value: text }`';

function isRule(path: YamlPath): boolean {
  const parent = path.at(-2);
  return parent === 'fields' || parent === 'blocks' || parent === 'join' || parent === 'choose';
}

/** Codes, lexical forms, versions and the like are text, however they are written: `01: Ja`, `true: 1`, `versions: [2.6]`. */
function isWrittenText(path: YamlPath): boolean {
  const [above, parent, last] = [path.at(-3), path.at(-2), path.at(-1)];
  if (above === 'codes' && parent === 'values') return true;
  if (parent === 'codes') return ['version', 'default'].includes(String(last)) && above !== 'fields' && above !== 'blocks';
  if (path[0] === 'message') return true;
  return parent === 'boolean' && above !== 'fields';
}

function describe(path: YamlPath, message: string): string {
  return path.length === 0 ? `the mapping: ${message}` : `\`${path.map(String).join('.')}\`: ${message}`;
}

function unknownKey(path: YamlPath, key: string, top: readonly string[]): string {
  const near = nearestName(key, knownKeys(path, top));
  return `\`${key}\` is not known here${near ? `; did you mean \`${near}\`?` : ''}`;
}

function knownKeys(path: YamlPath, top: readonly string[]): readonly string[] {
  const [parent, last] = [path.at(-2), path.at(-1)];
  if (last === undefined) return top;
  if (isRule(path)) return mappingKeys.rule;
  if (parent === 'attachments') return mappingKeys.attachment;
  if (parent === 'checks') return mappingKeys.check;
  const kind = String(last);
  return Object.hasOwn(mappingKeys, kind) ? mappingKeys[kind as keyof typeof mappingKeys] : [];
}

/** A file named from another one. */
function besideFile(from: string, name: string): string {
  const isAbsolute = name.startsWith('/') || /^[A-Za-z]:[\\/]/.test(name);
  const folder = /^.*[\\/]/.exec(from)?.[0] ?? '';
  return isAbsolute ? name : posix.normalize(folder.replaceAll('\\', '/') + name.replaceAll('\\', '/'));
}

function hashOf(texts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const [index, text] of texts.entries()) hash.update(index === 0 ? text : `\0${text}`, 'utf8');
  return hash.digest('hex');
}
