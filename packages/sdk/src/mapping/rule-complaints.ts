import type { FieldRule } from './mapping-file.ts';

/** What makes no sense in a rule: the key, none for the rule as a whole, and why. */
export interface RuleComplaint {
  readonly key?: keyof FieldRule | undefined;
  readonly message: string;
}

const sources = ['value', 'constant', 'path', 'each', 'fields', 'join', 'choose'] as const;
const conversions = ['text', 'date', 'codes', 'boolean', 'number', 'houseNumber'] as const;
const pairs = ['path fields', 'each fields'];

/** What the trace calls a rule: its conversion, else where its value is from. */
export function kindOf(rule: FieldRule): string {
  if (rule.fields) return rule.each === undefined ? 'fields' : 'each';
  const conversion = conversions.find((key) => rule[key] !== undefined);
  const source = sources.find((key) => rule[key] !== undefined);
  if (source === 'join' || source === 'choose') return source;
  return conversion ?? (rule.split ? 'split' : source === 'path' ? 'text' : (source ?? 'text'));
}

/** Keys that do not go together, and keys that would do nothing. */
export function ruleComplaints(rule: FieldRule): readonly RuleComplaint[] {
  return [
    ...sourceComplaints(rule),
    ...conversionComplaints(rule),
    ...guardComplaints(rule),
    ...splitComplaints(rule),
    ...codesComplaints(rule),
  ];
}

function sourceComplaints(rule: FieldRule): readonly RuleComplaint[] {
  const from = sources.filter((key) => rule[key] !== undefined);
  const found: RuleComplaint[] = [];
  if (from.length === 0 && !rule.date?.parts) {
    found.push({ message: `the field needs one of ${listed(sources, 'or')}` });
  }
  if (from.length > 1 && !pairs.includes(from.join(' '))) found.push({ message: `${listed(from, 'and')} do not go together` });
  for (const [key, why] of idleKeys(rule)) {
    if (rule[key] !== undefined) found.push({ key, message: `\`${key}\` does nothing ${why}` });
  }
  return found;
}

type IdleKey = readonly [key: keyof FieldRule, why: string];

function idleKeys(rule: FieldRule): readonly IdleKey[] {
  const because = (why: string, keys: readonly (keyof FieldRule)[]): IdleKey[] => keys.map((key) => [key, why]);
  const idle = rule.join ? [] : because('without `join`', ['separator']);
  if (!rule.fields) idle.push(...because('without `fields`', ['flat']));
  else if (rule.each !== undefined) idle.push(...because('beside `each`', ['flat']));
  if (rule.value !== undefined) return [...idle, ...because('beside `value`', ['required', 'pick', 'split', ...conversions])];
  if (rule.constant !== undefined) return [...idle, ...because('beside `constant`', ['required', 'pick', 'split', ...conversions])];
  if (rule.choose) return [...idle, ...because('beside `choose`: write it into the rules under it', ['pick', 'split', ...conversions])];
  if (rule.join) return [...idle, ...because('beside `join`: write it into the parts', ['pick', 'split'])];
  if (rule.each !== undefined) return [...idle, ...because('beside `each`', ['pick'])];
  if (rule.path === undefined && rule.fields) return [...idle, ...because('without `path`', ['required', 'pick'])];
  return idle;
}

function conversionComplaints(rule: FieldRule): readonly RuleComplaint[] {
  const into = conversions.filter((key) => rule[key] !== undefined);
  const found: RuleComplaint[] = [];
  if (into.length > 1) found.push({ key: into[1], message: `${listed(into, 'and')} do not go together` });
  found.push(...dateComplaints(rule));
  const [first] = rule.split ? (['split', ...into] as const) : into;
  if (first && rule.fields) found.push({ key: first, message: `\`${first}\` does not go with \`fields\`` });
  return found;
}

/** Dates of several elements are read from elements, not from texts. */
function dateComplaints({ date, split, path, join, each, fields }: FieldRule): readonly RuleComplaint[] {
  if (!date) return [];
  const complain = (message: string): readonly RuleComplaint[] => [{ key: 'date', message }];
  if ((date.in === undefined) === (date.parts === undefined)) return complain('`date` needs `in` or `parts`');
  if (date.parts === undefined && date.in !== 'teilbekannt') return [];
  const spelling = date.parts ? '`parts`' : '`in: teilbekannt`';
  if (join) return complain(`${spelling} does not go with \`join\``);
  if (each !== undefined && !fields) return complain(`${spelling} does not go with \`each\`; write it into \`fields\``);
  if (split) return complain(`${spelling} does not go with \`split\``);
  return date.parts || path !== undefined ? [] : complain('`in: teilbekannt` goes with `path`');
}

function guardComplaints(rule: FieldRule): readonly RuleComplaint[] {
  const found: RuleComplaint[] = [];
  if (rule.from !== undefined && rule.until !== undefined && rule.from > rule.until) {
    found.push({ key: 'until', message: '`until` is a day before `from`' });
  }
  const open = (rule.choose ?? []).findIndex(({ when, from, until }) => when === undefined && from === undefined && until === undefined);
  if (rule.choose && open >= 0 && open < rule.choose.length - 1) {
    found.push({ key: 'choose', message: `what follows the rule ${open + 1} is never reached: that rule has no \`when\`` });
  }
  for (const part of rule.join ?? []) {
    if (part.each === undefined && part.fields === undefined) continue;
    found.push({ key: 'join', message: '`join` puts texts together, no lists and records' });
  }
  return found;
}

function splitComplaints({ split, each }: FieldRule): readonly RuleComplaint[] {
  if (!split) return [];
  const { at, part, pattern, group } = split;
  const complain = (message: string): readonly RuleComplaint[] => [{ key: 'split', message }];
  if ((at === undefined) === (pattern === undefined)) return complain('`split` needs `at` or `pattern`');
  if (at !== undefined && group !== undefined) return complain('`group` goes with `pattern`');
  if (pattern !== undefined && part !== undefined) return complain('`part` goes with `at`');
  if (at !== undefined && part === undefined && each === undefined) {
    return complain('`split` needs `part`, or makes a list with `each` in place of `path`');
  }
  return [];
}

function codesComplaints({ codes }: FieldRule): readonly RuleComplaint[] {
  if (!codes) return [];
  const complain = (message: string): readonly RuleComplaint[] => [{ key: 'codes', message }];
  if (codes.list === undefined && codes.values === undefined) return complain('`codes` needs `values`, `list`, or both');
  if (codes.list === undefined && codes.version !== undefined) return complain('`version` goes with `list`');
  if (codes.values !== undefined && codes.as !== undefined) return complain('`as` says what a `list` gives; here `values` do');
  if (codes.values === undefined && codes.default !== undefined) {
    return complain('`default` goes with `values`: a code that is not in its list is a fault of the message');
  }
  return [];
}

function listed(keys: readonly string[], word: 'and' | 'or'): string {
  const quoted = keys.map((key) => `\`${key}\``);
  if (quoted.length < 3 || word === 'and') return quoted.join(` ${word} `);
  return `${quoted.slice(0, -1).join(', ')} ${word} ${quoted.at(-1) ?? ''}`;
}
