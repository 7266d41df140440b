import type { Message, MessageNode } from '../../message/message.ts';
import type { MappingTrace, RuleReference, TracedField } from '../mapping.ts';

/** What became of one place of a message that can hold a value. */
export interface LeafAccount {
  /** Where it stands, such as `/x:antrag/x:person[2]/@id`. */
  readonly path: string;
  readonly line?: number | undefined;
  /** `read`: a field, condition or check looks at it. `ignored`: the mapping says so. `dropped`: neither; its content is lost. */
  readonly state: 'read' | 'ignored' | 'dropped';
  /** There is nothing but blanks in it, so that nothing is lost where it is dropped. */
  readonly empty: boolean;
  /** The fields that read it, indexes of lists left out: `activities[].text`. */
  readonly fields: readonly string[];
  /** Conditions and checks that read it, or the rule that ignores it. */
  readonly rules: readonly RuleReference[];
}

/** Collects what a mapping looks at, and then accounts for every leaf of the message exactly once. */
export class LeafAccounts implements MappingTrace {
  readonly #fields = new Map<string, Set<string>>();
  readonly #read = new Map<string, RuleReference[]>();
  readonly #ignored = new Map<string, RuleReference>();

  field({ field, nodes, rule }: TracedField): void {
    for (const path of nodes.flatMap(placesOf)) {
      const fields = this.#fields.get(path) ?? new Set<string>();
      fields.add(field.replaceAll(/\[\d+\]/g, '[]'));
      this.#fields.set(path, fields);
    }
    this.read(nodes, rule);
  }

  read(nodes: readonly MessageNode[], rule: RuleReference): void {
    for (const path of nodes.flatMap(placesOf)) {
      const rules = this.#read.get(path) ?? [];
      if (!rules.some(({ file, line, kind }) => file === rule.file && line === rule.line && kind === rule.kind)) rules.push(rule);
      this.#read.set(path, rules);
    }
  }

  ignored(nodes: readonly MessageNode[], rule: RuleReference): void {
    for (const node of nodes) this.#ignored.set(node.path, rule);
  }

  /** Every leaf once, in document order. What is read counts as read, also where it stands in an ignored part. */
  of(message: Pick<Message, 'leaves'>): readonly LeafAccount[] {
    return message.leaves().map((leaf) => this.#account(leaf));
  }

  #account(leaf: MessageNode): LeafAccount {
    const { path, line } = leaf;
    const common = { path, line, empty: leaf.text.trim() === '', fields: [...(this.#fields.get(path) ?? [])] };
    const read = this.#read.get(path);
    if (read) return { ...common, state: 'read', rules: read };
    const ignoring = this.#ignoring(path);
    return ignoring ? { ...common, state: 'ignored', rules: [ignoring] } : { ...common, state: 'dropped', rules: [] };
  }

  /** The rule that ignores a leaf or an element above it. */
  #ignoring(path: string): RuleReference | undefined {
    const own = this.#ignored.get(`${path}/text()`);
    if (own) return own;
    for (let at = path; at !== ''; at = at.slice(0, Math.max(0, at.lastIndexOf('/')))) {
      const rule = this.#ignored.get(at);
      if (rule) return rule;
    }
    return undefined;
  }
}

/** The text of an element without elements is read as that element: `x:name/text()` is `x:name`. */
function placesOf({ path }: MessageNode): readonly string[] {
  return path.endsWith('/text()') ? [path, path.slice(0, -'/text()'.length)] : [path];
}
