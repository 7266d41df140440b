import type { YamlPath } from '../yaml/yaml-source.ts';
import { nearestName } from '../message/nearest-name.ts';
import type { FieldRule } from './mapping-file.ts';
import type { Block, MappingProblem, RuleFile } from './mapping-source.ts';

/** Where something of a rule stands. */
export interface RuleAt {
  readonly file: RuleFile;
  readonly path: YamlPath;
  /** The blocks that brought it here, outermost first. */
  readonly using: readonly string[];
}

/** A rule with the keys of the block it uses. */
export interface RuleView {
  readonly rule: FieldRule;
  readonly at: RuleAt;
  /** Where a key stands: here or in a block. */
  readonly key: (name: string) => RuleAt;
}

/** A place below another one. */
export function below(at: RuleAt, ...steps: readonly PropertyKey[]): RuleAt {
  return { ...at, path: [...at.path, ...steps] };
}

/** Brings the keys of the block that a rule uses. Tells `problem` of blocks that are unknown, use themselves or bring a key twice. */
export function expandRule(
  rule: FieldRule,
  at: RuleAt,
  { blocks, problem }: { readonly blocks: ReadonlyMap<string, Block>; readonly problem: (problem: MappingProblem) => void },
): RuleView {
  const { use, ...own } = rule;
  const plain: RuleView = { rule: own, at, key: (name) => below(at, name) };
  if (use === undefined) return plain;
  const here = below(at, 'use');
  const block = blocks.get(use);
  if (!block) {
    const near = nearestName(use, [...blocks.keys()]);
    problem({ ...here, message: `there is no block \`${use}\`${near ? `; did you mean \`${near}\`?` : ''}` });
    return plain;
  }
  if (at.using.includes(use)) {
    problem({ ...here, message: `the block \`${use}\` uses itself, by ${[...at.using, use].join(' → ')}` });
    return plain;
  }
  const brought = expandRule(block.rule, { ...block, using: [...at.using, use] }, { blocks, problem });
  for (const key of Object.keys(brought.rule)) {
    if (Object.hasOwn(own, key)) problem({ ...below(at, key), message: `\`${key}\` is what the block \`${use}\` brings already` });
  }
  return {
    rule: { ...brought.rule, ...own },
    at,
    key: (name) => (Object.hasOwn(own, name) || !Object.hasOwn(brought.rule, name) ? below(at, name) : brought.key(name)),
  };
}
