import { AmtsboteError } from '../errors/amtsbote-error.ts';
import type { CompiledPath } from '../message/compiled-path.ts';
import type { Message, MessageNode } from '../message/message.ts';
import type { Finding, Place } from '../model/finding.ts';
import type { RuleFrame, RuleSite } from './compiled-rule.ts';
import type { MappingTrace } from './mapping.ts';
import type { RulePath } from './rule-path.ts';

/** More findings help nobody, and finding their places takes time. */
const mostFindings = 200;

/** Where a rule is at work: the node that paths are seen from, the root element when there is none, and the field. */
export interface Spot {
  readonly context: MessageNode | undefined;
  readonly field: string;
  /** The field of the record around, with what follows on it, such as `keeper.`; empty for the record as a whole. */
  readonly record: string;
}

/** What a field was made of. */
export interface Origin {
  nodes: MessageNode[];
  codeName?: string | undefined;
}

/** Something that stands against a field. The complaint follows on the field's name, and place is asked only when it is told. */
export interface FieldFault {
  readonly code: Finding['code'];
  readonly complaint: string;
  readonly site: RuleSite;
  readonly place: () => Place;
}

/** Looks into one message, collects what stands against it, and tells a trace what was looked at. */
export class Look {
  readonly findings: Finding[] = [];
  readonly message: Message;
  readonly trace: MappingTrace | undefined;
  readonly #stems = new Map<RulePath, { readonly context: MessageNode | undefined; readonly nodes: readonly MessageNode[] }>();
  /** With a trace: what the field that is made now is made of. */
  origin: Origin | undefined;

  constructor(message: Message, trace: MappingTrace | undefined) {
    this.message = message;
    this.trace = trace;
  }

  /** The nodes of a path; undefined when it cannot be evaluated on this message, which is a finding. */
  select(path: RulePath, context: MessageNode | undefined, site: RuleSite): readonly MessageNode[] | undefined {
    if (this.trace) this.#tellRead(path.readsBeside(), context, site);
    try {
      return this.#nodes(path, context);
    } catch (error) {
      return this.#unusable(error, site);
    }
  }

  /** Whether a condition holds; undefined when it cannot be evaluated on this message, which is a finding. */
  test(path: RulePath, context: MessageNode | undefined, site: RuleSite): boolean | undefined {
    if (this.trace) this.#tellRead(path.reads(), context, site);
    try {
      return this.message.test(path.compiled, context);
    } catch (error) {
      return this.#unusable(error, site);
    }
  }

  /** The one place a path matches. None or several are findings, as the rule says. */
  one(rule: RuleFrame & { readonly first: boolean }, path: RulePath, spot: Spot): MessageNode | undefined {
    const nodes = this.select(path, spot.context, rule.site);
    if (!nodes) return undefined;
    const [node, second] = nodes;
    if (this.origin && node) this.origin.nodes.push(...(rule.first ? [node] : nodes));
    if (second && !rule.first) {
      const complaint = `has a path that matches ${nodes.length} places`;
      return this.fault(spot.field, { code: 'AB_FIELD_AMBIGUOUS', complaint, site: rule.site, place: () => placeOf(second) });
    }
    if (!node && rule.required) this.missing(rule, spot, path);
    return node;
  }

  /** Notes that a field has no value; with the line of the nearest element above, as far as the path tells. */
  missing({ site }: Pick<RuleFrame, 'site'>, { field, context }: Spot, path?: RulePath): undefined {
    const place = (): Place => ({ path: path?.written ?? context?.path, line: this.#lineAbove(path, context) });
    return this.fault(field, { code: 'AB_FIELD_MISSING', complaint: 'has no value in the message', site, place });
  }

  /** Notes what stands against a field. */
  fault(field: string, { code, complaint, site, place }: FieldFault): undefined {
    if (this.findings.length >= mostFindings) return;
    this.findings.push({ code, message: `the field ${field} ${complaint}`, where: { ...place(), field, rule: site.rule } });
  }

  #lineAbove(path: RulePath | undefined, context: MessageNode | undefined): number | undefined {
    for (const above of path?.above() ?? []) {
      const [node] = this.message.select(above, context);
      if (node) return node.line;
    }
    return context?.line ?? this.message.rootLine;
  }

  #nodes(path: RulePath, context: MessageNode | undefined): readonly MessageNode[] {
    const { stem } = path;
    if (!stem) return this.message.select(path.compiled, context);
    const begun = this.#begun(stem.path, context);
    const [only] = begun;
    if (!only) return begun;
    return begun.length === 1 ? this.message.select(stem.rest, only) : this.message.select(path.compiled, context);
  }

  /** What a beginning that paths share selects; looked up once for all that follow each other with the same context. */
  #begun(path: RulePath, context: MessageNode | undefined): readonly MessageNode[] {
    const known = this.#stems.get(path);
    if (known && known.context === context) return known.nodes;
    const nodes = this.#nodes(path, context);
    this.#stems.set(path, { context, nodes });
    return nodes;
  }

  #tellRead(paths: readonly CompiledPath[], context: MessageNode | undefined, site: RuleSite): void {
    for (const path of paths) {
      const nodes = this.message.select(path, context);
      if (nodes.length > 0) this.trace?.read(nodes, site.reference);
    }
  }

  /** A path that cannot be evaluated on this message is a finding, so that the others are still collected. */
  #unusable(error: unknown, site: RuleSite): undefined {
    if (!(error instanceof AmtsboteError) || error.effect !== 'case') throw error;
    if (this.findings.length >= mostFindings) return;
    const finding = error.toFinding();
    this.findings.push({ ...finding, where: { ...finding.where, rule: site.rule } });
  }
}

/** Where a node stands. */
export function placeOf(node: MessageNode): Pick<Place, 'path' | 'line'> {
  return { path: node.path, line: node.line };
}
