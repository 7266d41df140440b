import { CompiledPath, pathFault, type PathResult } from '../message/compiled-path.ts';
import type { Libxml2 } from '../message/libxml2.ts';
import type { CompiledFields, CompiledRule, Guard, RuleFrame, RuleSite, TextMaking } from './compiled-rule.ts';
import { anyFimId } from './fim-ids.ts';
import type { DatePartsRule, DateRule, FieldRule } from './mapping-file.ts';
import type { MappingOutline, OutlinedField, OutlinedPath, OutlinePlace } from './mapping-outline.ts';
import type { MappingProblem, MappingSource } from './mapping-source.ts';
import { RulePath } from './rule-path.ts';
import { kindOf, ruleComplaints } from './rule-complaints.ts';
import { below, expandRule, type RuleAt, type RuleView } from './rule-view.ts';
import { BoundedPatternError } from './rules/bounded-pattern.ts';
import { conversionOf, type ConversionProblem, outPattern } from './rules/conversion.ts';
import { shareStems } from './stems.ts';
import { type Splitting, splitting } from './rules/split.ts';

/** Where a rule is compiled: what its paths are seen from, the field it makes, and what holds around it. */
export interface Surroundings {
  readonly from?: OutlinedPath | undefined;
  readonly field?: string | undefined;
  /** The field of the record around; left out for the record as a whole. */
  readonly record?: string | undefined;
  /** A choice around it is required. */
  readonly required?: boolean | undefined;
}

/** A path to compile: the key it stands under, and what it must give; nodes if nothing is said. */
interface PathUse extends Surroundings {
  readonly key: string;
  readonly gives?: PathResult | undefined;
}

/** A rule on its way, with what all kinds of rules have. */
interface Framed extends Surroundings {
  readonly frame: RuleFrame;
}

/** A rule on its way that reads one place. */
interface Read extends Framed {
  readonly found: OutlinedRulePath | undefined;
  readonly first: boolean;
}

interface OutlinedRulePath {
  readonly path: RulePath;
  readonly outlined: OutlinedPath;
}

/** Turns the rules of a mapping into rules ready to run, and collects what is wrong with them and what they name. */
export class RuleCompiler {
  readonly problems: MappingProblem[] = [];
  readonly #libxml2: Libxml2;
  readonly #source: MappingSource;
  readonly #paths: OutlinedPath[] = [];
  readonly #fields: OutlinedField[] = [];
  readonly #constants = new Set<string>();

  constructor(libxml2: Libxml2, source: MappingSource) {
    this.#libxml2 = libxml2;
    this.#source = source;
  }

  get outline(): MappingOutline {
    return { paths: this.#paths, fields: this.#fields, constants: [...this.#constants] };
  }

  /** The fields of a record; `around.field` is the record, and `before` stands before their names. */
  fields(rules: Readonly<Record<string, FieldRule>>, at: RuleAt, around: Surroundings & { readonly before?: string }): CompiledFields {
    const { from, field: record, before = '' } = around;
    const taken = new Set<string>();
    const compiled = Object.entries(rules).map(([key, rule]): [string, CompiledRule] => {
      const name = flatName(before, key);
      const field = record === undefined ? name : `${record}.${name}`;
      const made = this.#rule(rule, below(at, key), { from, field, record });
      for (const one of made.flat ? flatNames(made) : [name]) {
        if (taken.has(one)) this.problems.push({ ...below(at, key), message: `\`${one}\` is a field of this record already` });
        taken.add(one);
      }
      return [name, made];
    });
    shareStems(compiled.flatMap(([, rule]) => (rule.kind === 'text' ? [rule.path] : [])));
    return new Map(compiled);
  }

  path(expression: string, at: RuleAt, use: PathUse): OutlinedRulePath {
    const { prefixes } = at.file;
    const anyId = this.#source.content.fimIds === 'any';
    const compile = (written: string): CompiledPath => new CompiledPath(this.#libxml2, anyId ? anyFimId(written) : written, prefixes);
    const path = new RulePath(expression, compile);
    const fault = pathFault(this.#libxml2, path.compiled, { prefixes, gives: use.gives ?? 'nodes' });
    if (fault) this.problems.push({ ...at, message: `a path cannot be used: ${fault}` });
    const { key, from, field } = use;
    const outlined = { expression, prefixes, from, key, field, place: placeOf(at), anyFimId: anyId };
    this.#paths.push(outlined);
    return { path, outlined };
  }

  /** Notes a field that receives attachments. */
  attachmentField(field: string, at: RuleAt, always: boolean): void {
    this.#fields.push({ field, kind: 'attachment', always, place: placeOf(at), rule: {} });
  }

  /** A path of the language itself, with no prefixes. */
  helper(expression: string): CompiledPath {
    return new CompiledPath(this.#libxml2, expression, {});
  }

  site(at: RuleAt, kind: string): RuleSite {
    const { file, line } = placeOf(at);
    return { reference: { file, line, kind }, rule: line === undefined ? file : `${file}:${line}` };
  }

  #rule(written: FieldRule, at: RuleAt, around: Surroundings): CompiledRule {
    const problem = (found: MappingProblem): void => void this.problems.push(found);
    const view = expandRule(written, at, { blocks: this.#source.blocks, problem });
    const { rule } = view;
    for (const { key, message } of ruleComplaints(rule)) problem({ ...(key === undefined ? at : view.key(key)), message });
    const frame: RuleFrame = {
      site: this.site(at, kindOf(rule)),
      required: (rule.required ?? false) || (around.required ?? false),
      guard: this.#guard(view, around),
    };
    if (rule.value !== undefined) return this.#outlined(view, around, { ...frame, kind: 'value', value: rule.value });
    if (rule.constant !== undefined) {
      this.#constants.add(rule.constant);
      return this.#outlined(view, around, { ...frame, kind: 'constant', name: rule.constant });
    }
    if (rule.choose) return this.#choose(rule.choose, view, { ...around, frame });
    if (rule.join) return this.#join(rule.join, view, { ...around, frame });
    if (rule.each !== undefined) return this.#list(rule.each, view, { ...around, frame });
    return this.#recordOrText(view, { ...around, frame });
  }

  #choose(options: readonly FieldRule[], view: RuleView, around: Framed): CompiledRule {
    const { frame, from, field } = around;
    const at = view.key('choose');
    const inner = { from, field, record: around.record, required: frame.required };
    const compiled = options.map((option, index) => this.#rule(option, below(at, index), inner));
    const flat = compiled.some((option) => option.flat);
    if (flat && !compiled.every((option) => option.flat)) this.problems.push({ ...at, message: 'all rules are `flat`, or none' });
    const rule: CompiledRule = { ...frame, kind: 'choose', options: compiled, flat };
    return flat ? rule : this.#outlined(view, around, rule);
  }

  #join(parts: readonly FieldRule[], view: RuleView, around: Framed): CompiledRule {
    const { frame, from, field } = around;
    const at = view.key('join');
    const compiled = parts.map((part, index) => this.#rule(part, below(at, index), { from, field, record: around.record }));
    const separator = view.rule.separator ?? ' ';
    return this.#outlined(view, around, { ...frame, kind: 'join', parts: compiled, separator, convert: this.#making(view).convert });
  }

  #list(expression: string, view: RuleView, around: Framed): CompiledRule {
    const { frame, from, field = '' } = around;
    const { path, outlined } = this.path(expression, view.key('each'), { key: 'each', from, field });
    const { fields } = view.rule;
    const entryField = `${field}[]`;
    const list = this.#outlined(view, { field, path: outlined }, { ...frame, kind: 'list', path, entry: { fields: new Map() } } as const);
    const entry = fields ? { fields: this.fields(fields, view.key('fields'), { from: outlined, field: entryField }) } : this.#making(view);
    return { ...list, entry };
  }

  #recordOrText(view: RuleView, around: Framed): CompiledRule {
    const { from, field } = around;
    const { path, date, fields, pick } = view.rule;
    const found = path === undefined ? undefined : this.path(path, view.key('path'), { key: 'path', from, field });
    const read = { ...around, found, first: pick === 'first' };
    if (date?.parts || date?.in === 'teilbekannt') return this.#date(date, view, read);
    if (found && !fields) return this.#text(found, view, read);
    return this.#record(fields ?? {}, view, read);
  }

  #text({ path, outlined }: OutlinedRulePath, view: RuleView, { frame, field, first }: Read): CompiledRule {
    return this.#outlined(view, { field, path: outlined }, { ...frame, kind: 'text', path, first, ...this.#making(view) });
  }

  #record(rules: Readonly<Record<string, FieldRule>>, view: RuleView, { frame, from, field, found, first, ...around }: Read): CompiledRule {
    const { flat } = view.rule;
    const record: CompiledRule = { ...frame, kind: 'record', path: found?.path, first, fields: new Map(), flat: flat !== undefined };
    const inside = { from: found?.outlined ?? from, field: flat === undefined ? field : around.record };
    if (flat === undefined) this.#outlined(view, { field, path: found?.outlined }, record);
    return { ...record, fields: this.fields(rules, view.key('fields'), { ...inside, before: typeof flat === 'string' ? flat : '' }) };
  }

  #date({ parts, out, partial = 'refuse' }: DateRule, view: RuleView, { frame, field, found, first, ...around }: Read): CompiledRule {
    const from = found?.outlined ?? around.from;
    const partPath = (name: keyof DatePartsRule): RulePath | undefined => {
      const expression = parts?.[name];
      if (expression === undefined) return undefined;
      return this.path(expression, below(view.key('date'), 'parts', name), { key: 'parts', from, field }).path;
    };
    const named = parts && { year: partPath('year'), month: partPath('month'), day: partPath('day') };
    const pattern = outPattern({ out }, (problem) => this.#conversionProblem(view, problem));
    const rule: CompiledRule = { ...frame, kind: 'date', path: found?.path, first, parts: named, out: pattern, partial };
    return this.#outlined(view, { field, path: found?.outlined }, rule);
  }

  #guard({ rule, key }: RuleView, { from, field }: Surroundings): Guard | undefined {
    if (rule.when === undefined && rule.from === undefined && rule.until === undefined) return undefined;
    const days = { from: rule.from, until: rule.until };
    if (rule.when === undefined) return days;
    const { path } = this.path(rule.when, key('when'), { key: 'when', gives: 'any', from, field });
    return { ...days, when: { path, site: this.site(key('when'), 'when') } };
  }

  #making(view: RuleView): TextMaking {
    const convert = conversionOf(view.rule, (problem) => this.#conversionProblem(view, problem));
    return { split: this.#splitting(view), convert };
  }

  #splitting({ rule, key }: RuleView): Splitting | undefined {
    if (!rule.split) return undefined;
    try {
      return splitting(rule.split);
    } catch (error) {
      if (!(error instanceof BoundedPatternError)) throw error;
      this.problems.push({ ...below(key('split'), 'pattern'), message: `the pattern cannot be used: ${error.message}` });
      return undefined;
    }
  }

  #conversionProblem(view: RuleView, { path: [key, ...steps], message }: ConversionProblem): void {
    this.problems.push({ ...below(view.key(key), ...steps), message });
  }

  /** Notes a field in the outline. */
  #outlined<Rule extends CompiledRule>(
    view: RuleView,
    { field = '', path }: Surroundings & { readonly path?: OutlinedPath | undefined },
    rule: Rule,
  ): Rule {
    const { kind } = rule.site.reference;
    this.#fields.push({ field, kind, always: isAlways(rule), place: placeOf(view.at), path, rule: view.rule, codes: view.rule.codes });
    return rule;
  }
}

/** `town` of a block in a record with `flat: business` is `businessTown`. */
function flatName(before: string, name: string): string {
  return before === '' ? name : before + name.charAt(0).toUpperCase() + name.slice(1);
}

/** The names of the fields that a flat rule makes. */
function flatNames(rule: CompiledRule): ReadonlySet<string> {
  if (rule.kind === 'choose') return new Set(rule.options.flatMap((option) => [...flatNames(option)]));
  if (rule.kind !== 'record') return new Set();
  return new Set([...rule.fields].flatMap(([name, inner]) => (inner.flat ? [...flatNames(inner)] : [name])));
}

function isAlways(rule: CompiledRule): boolean {
  if (rule.guard) return false;
  return rule.required || rule.kind === 'value' || rule.kind === 'constant';
}

function placeOf({ file, path }: RuleAt): OutlinePlace {
  const { line, column } = file.place(path);
  return { file: file.name, line, column };
}
