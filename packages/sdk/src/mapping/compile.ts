import { CompiledPath, pathFault, type PathResult, type Prefixes } from '../message/compiled-path.ts';
import type { Libxml2 } from '../message/libxml2.ts';
import type { CompiledCheck, CompiledFields, CompiledRule } from './compiled-rule.ts';
import type { CheckRule, DateRule, FieldRule } from './mapping-file.ts';
import { booleanConversion } from './rules/boolean.ts';
import { codesConversion } from './rules/codes.ts';
import type { Conversion } from './rules/converted.ts';
import { dateConversion, datePattern } from './rules/date.ts';
import { numberConversion } from './rules/number.ts';
import { textConversion } from './rules/text.ts';
import type { YamlPath, YamlProblem } from '../yaml/yaml-source.ts';

const sources = ['value', 'path', 'each', 'fields'] as const;
const conversions = ['text', 'date', 'codes', 'boolean', 'number'] as const;
const noChoice = { required: false, first: false };

/** Turns the rules of a mapping file into rules ready to run, and collects what is wrong with them. */
export class RuleCompiler {
  readonly problems: YamlProblem[] = [];
  readonly #libxml2: Libxml2;
  readonly #prefixes: Prefixes;

  constructor(libxml2: Libxml2, prefixes: Prefixes) {
    this.#libxml2 = libxml2;
    this.#prefixes = prefixes;
  }

  fields(rules: Readonly<Record<string, FieldRule>>, at: YamlPath): CompiledFields {
    return new Map(Object.entries(rules).map(([name, rule]) => [name, this.#rule(rule, [...at, name])]));
  }

  check(rule: CheckRule, at: YamlPath): CompiledCheck {
    return { path: this.path(rule.assert, [...at, 'assert'], 'any'), rule };
  }

  path(expression: string, at: YamlPath, gives: PathResult = 'nodes'): CompiledPath {
    const path = new CompiledPath(this.#libxml2, expression, this.#prefixes);
    const fault = pathFault(this.#libxml2, path, { prefixes: this.#prefixes, gives });
    if (fault) this.#problem(at, `a path cannot be used: ${fault}`);
    return path;
  }

  #rule(rule: FieldRule, at: YamlPath): CompiledRule {
    this.#checkCombination(rule, at);
    const choice = { required: rule.required ?? false, first: rule.pick === 'first' };
    if (rule.value !== undefined) return { kind: 'value', value: rule.value };
    const fields = rule.fields && this.fields(rule.fields, [...at, 'fields']);
    if (rule.each !== undefined) {
      const entry = fields ? { fields } : { convert: this.#conversion(rule, at) };
      return { kind: 'list', path: this.path(rule.each, [...at, 'each']), entry, required: choice.required };
    }
    const path = rule.path === undefined ? undefined : this.path(rule.path, [...at, 'path']);
    if (fields) return { kind: 'record', path, fields, ...choice };
    if (path) return { kind: 'text', path, convert: this.#conversion(rule, at), ...choice };
    return { kind: 'record', path: undefined, fields: new Map(), ...noChoice };
  }

  #checkCombination(rule: FieldRule, at: YamlPath): void {
    const from = sources.filter((key) => rule[key] !== undefined);
    const into = conversions.filter((key) => rule[key] !== undefined);
    const pair = from.join(' ');
    if (from.length === 0) this.#problem(at, 'the field needs one of `value`, `path`, `each` or `fields`');
    if (from.length > 1 && pair !== 'path fields' && pair !== 'each fields') {
      this.#problem(at, `\`${from.join('` and `')}\` do not go together`);
    }
    if (into.length > 1) this.#problem([...at, into[1] ?? ''], `\`${into.join('` and `')}\` do not go together`);
    if (into[0] && rule.fields) this.#problem([...at, into[0]], `\`${into[0]}\` does not go with \`fields\``);
    this.#checkLeftOver(rule, at);
  }

  /** Keys that would do nothing are mistakes. */
  #checkLeftOver(rule: FieldRule, at: YamlPath): void {
    const useless = (key: 'required' | 'pick' | (typeof conversions)[number], why: string): void => {
      if (rule[key] !== undefined) this.#problem([...at, key], `\`${key}\` does nothing ${why}`);
    };
    if (rule.value !== undefined) {
      for (const key of ['required', 'pick', ...conversions] as const) useless(key, 'beside `value`');
    } else if (rule.each !== undefined) {
      useless('pick', 'beside `each`');
    } else if (rule.path === undefined && rule.fields) {
      useless('required', 'without `path`');
      useless('pick', 'without `path`');
    }
  }

  #conversion(rule: FieldRule, at: YamlPath): Conversion {
    if (rule.date) return this.#dateConversion(rule.date, [...at, 'date']);
    if (rule.codes) return codesConversion(rule.codes);
    if (rule.boolean) return booleanConversion(rule.boolean);
    return rule.number ? numberConversion(rule.number) : textConversion(rule.text ?? {});
  }

  #dateConversion(rule: DateRule, at: YamlPath): Conversion {
    const from = datePattern(rule.in);
    const to = datePattern(rule.out ?? 'yyyy-MM-dd');
    const advice = 'is no date pattern; write one of dd, MM and yyyy each, such as dd.MM.yyyy';
    if (!from) this.#problem([...at, 'in'], `\`in\` ${advice}`);
    if (!to) this.#problem([...at, 'out'], `\`out\` ${advice}`);
    return from && to ? dateConversion(from, to, rule.partial ?? 'refuse') : textConversion({});
  }

  #problem(path: YamlPath, message: string): void {
    this.problems.push({ path, message });
  }
}
