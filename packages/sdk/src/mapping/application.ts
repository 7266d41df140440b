import { AmtsboteError } from '../errors/amtsbote-error.ts';
import type { CodeLists } from '../message/codelist/code-list.ts';
import type { ListReference } from '../message/codelist/code-list-use.ts';
import type { CompiledPath } from '../message/compiled-path.ts';
import type { Message, MessageNode } from '../message/message.ts';
import type { Finding, Place } from '../model/finding.ts';
import type { RecordValue } from '../model/record.ts';
import type {
  CompiledCheck,
  CompiledFields,
  CompiledRule,
  IgnoredPath,
  JoinRule,
  ListRule,
  RecordRule,
  RuleFrame,
  RuleSite,
  TextFieldRule,
  TextMaking,
} from './compiled-rule.ts';
import type { MappingContext } from './mapping.ts';
import type { RulePath } from './rule-path.ts';
import type { ConversionSource } from './rules/converted.ts';
import { todayInGermany } from './today.ts';

/** More findings help nobody, and finding their places takes time. */
const mostFindings = 200;

/** Paths of attributes that code elements carry, on the code or on the element around it. */
export interface HelperPaths {
  readonly listUri: CompiledPath;
  readonly listVersion: CompiledPath;
}

/** Where a rule is at work: the node that paths are seen from, the root element when there is none, and the field. */
interface Spot {
  readonly context: MessageNode | undefined;
  readonly field: string;
}

/** One run over one message. */
export class Application implements ConversionSource {
  readonly findings: Finding[] = [];
  readonly codeLists: CodeLists | undefined;
  readonly #message: Message;
  readonly #context: MappingContext;
  readonly #helpers: HelperPaths;
  #today: string | undefined;
  /** The node whose text is converted now. */
  #node: MessageNode | undefined;
  /** With a trace: what the field that is made now was made of. */
  #origin: { nodes: MessageNode[]; codeName?: string | undefined } | undefined;

  constructor(message: Message, context: MappingContext, helpers: HelperPaths) {
    this.#message = message;
    this.#context = context;
    this.#helpers = helpers;
    this.#today = context.today;
    this.codeLists = context.codeLists;
  }

  /** The fields that have a value; `prefix` is the place of the record in the one around it. */
  fields(rules: CompiledFields, context: MessageNode | undefined, prefix: string): Record<string, RecordValue> {
    const record: Record<string, RecordValue> = {};
    for (const [name, rule] of rules) {
      const value = this.#field(rule, { context, field: prefix + name });
      if (value !== undefined) record[name] = value;
    }
    return record;
  }

  /** Whether a failed check rejects the message. */
  checks(checks: readonly CompiledCheck[]): boolean {
    let rejected = false;
    for (const { path, rule, site } of checks) {
      if (this.#test(path, undefined, site) !== false) continue;
      if (rule.else === 'reject') rejected = true;
      const where = { path: path.written, line: this.#message.rootLine, rule: site.rule };
      this.findings.push({ code: 'AB_CHECK_FAILED', message: rule.message, where, officialCode: rule.code });
    }
    return rejected;
  }

  /** Whether a condition on the message as a whole holds; one that is not there does. */
  holds(condition: { readonly path: RulePath; readonly site: RuleSite } | undefined): boolean {
    return condition === undefined || this.#test(condition.path, undefined, condition.site) === true;
  }

  /** Tells the trace what is knowingly not read. */
  ignored(paths: readonly IgnoredPath[]): void {
    for (const { path, site } of paths) {
      this.#context.trace?.ignored(this.#select(path, undefined, site) ?? [], site.reference);
    }
  }

  /** The nodes of a path that lists something for a rule; told to the trace as read. */
  listed(path: RulePath, site: RuleSite): readonly MessageNode[] {
    const nodes = this.#select(path, undefined, site) ?? [];
    this.#context.trace?.read(nodes, site.reference);
    return nodes;
  }

  sentList(): ListReference {
    const node = this.#node;
    if (!node) return {};
    const textOf = (path: CompiledPath): string | undefined => this.#message.select(path, node)[0]?.text;
    return { uri: textOf(this.#helpers.listUri), version: textOf(this.#helpers.listVersion) };
  }

  #field(asked: CompiledRule, spot: Spot): RecordValue | undefined {
    const rule = this.#chosen(asked, spot);
    if (!this.#context.trace) return rule && this.#value(rule, spot);
    const around = this.#origin;
    const origin: NonNullable<typeof around> = { nodes: [] };
    this.#origin = origin;
    const value = rule && this.#value(rule, spot);
    this.#origin = around;
    if (value === undefined || !rule || (rule.kind !== 'record' && rule.kind !== 'list')) {
      this.#context.trace.field({ field: spot.field, value, ...origin, rule: (rule ?? asked).site.reference });
    }
    return value;
  }

  /** The rule that applies, out of a choice the first one; none is a finding where the field is required. */
  #chosen(rule: CompiledRule, spot: Spot): CompiledRule | undefined {
    if (!this.#applies(rule, spot)) return undefined;
    if (rule.kind !== 'choose') return rule;
    for (const option of rule.options) {
      const chosen = this.#chosen(option, spot);
      if (chosen) return chosen;
    }
    if (rule.required) this.#missing(rule, spot, undefined);
    return undefined;
  }

  #applies({ guard, site }: RuleFrame, { context }: Spot): boolean {
    if (!guard) return true;
    const { from, until, when } = guard;
    if (from !== undefined && this.#day() < from) return false;
    if (until !== undefined && this.#day() > until) return false;
    return when === undefined || this.#test(when, context, site) === true;
  }

  #day(): string {
    this.#today ??= todayInGermany();
    return this.#today;
  }

  #value(rule: CompiledRule, spot: Spot): RecordValue | undefined {
    switch (rule.kind) {
      case 'value':
        return rule.value;
      case 'constant':
        return this.#constant(rule.name, rule.site, spot);
      case 'text':
        return this.#oneText(rule, spot);
      case 'record':
        return this.#record(rule, spot);
      case 'list':
        return this.#list(rule, spot);
      case 'join':
        return this.#join(rule, spot);
      default: {
        const chosen = this.#chosen(rule, spot);
        return chosen && this.#value(chosen, spot);
      }
    }
  }

  #constant(name: string, site: RuleSite, { field }: Spot): string | undefined {
    const { constants } = this.#context;
    if (constants && Object.hasOwn(constants, name)) return constants[name];
    const complaint = `needs the constant \`${name}\`, which is not configured`;
    this.#fault('AB_CONSTANT_MISSING', field, { complaint, site, place: () => ({}) });
    return undefined;
  }

  #oneText(rule: TextFieldRule, spot: Spot): RecordValue | undefined {
    const node = this.#one(rule, rule.path, spot);
    if (!node) return undefined;
    const values = this.#texts(node, rule, { field: spot.field, site: rule.site });
    if (values === undefined) return undefined;
    if (values.length === 0 && rule.required) {
      const complaint = 'has no value: its element is empty, or lacks the part asked for';
      this.#fault('AB_FIELD_MISSING', spot.field, { complaint, site: rule.site, place: () => placeOf(node) });
    }
    return values[0];
  }

  /** The values made of a node's text, none where it is blank; undefined when there is a finding. */
  #texts(node: MessageNode, making: TextMaking, at: { field: string; site: RuleSite }): readonly RecordValue[] | undefined {
    const refuse = ({ code, message }: { code: Finding['code']; message: string }): undefined =>
      this.#fault(code, at.field, { complaint: message, site: at.site, place: () => placeOf(node) });
    if (node.hasElements) {
      return refuse({ code: 'AB_FIELD_FORMAT', message: 'stands for an element that holds further elements, not one text' });
    }
    const { text } = node;
    if (text.trim() === '') return [];
    const pieces = making.split ? making.split(text) : [text];
    if ('code' in pieces) return refuse(pieces);
    this.#node = node;
    const values: RecordValue[] = [];
    for (const piece of pieces) {
      const converted = making.convert(piece, this);
      if (converted === undefined) continue;
      if ('code' in converted) return refuse(converted);
      if (this.#origin) this.#origin.codeName = converted.codeName;
      values.push(converted.value);
    }
    return values;
  }

  #record(rule: RecordRule, spot: Spot): RecordValue | undefined {
    const node = rule.path ? this.#one(rule, rule.path, spot) : spot.context;
    if (rule.path && !node) return undefined;
    const record = this.fields(rule.fields, node, `${spot.field}.`);
    return isEmpty(record) ? undefined : record;
  }

  #list(rule: ListRule, spot: Spot): RecordValue | undefined {
    const nodes = this.#select(rule.path, spot.context, rule.site);
    if (!nodes) return undefined;
    const values = nodes.flatMap((node, index) => this.#entries(rule, node, `${spot.field}[${index}]`));
    if (values.length > 0) return values;
    if (rule.required) this.#missing(rule, spot, rule.path);
    return undefined;
  }

  #entries({ entry, site }: ListRule, node: MessageNode, field: string): readonly RecordValue[] {
    if ('fields' in entry) {
      const record = this.fields(entry.fields, node, `${field}.`);
      return isEmpty(record) ? [] : [record];
    }
    const { trace } = this.#context;
    const around = this.#origin;
    const origin = trace && { nodes: [node] };
    this.#origin = origin;
    const values = this.#texts(node, entry, { field, site }) ?? [];
    this.#origin = around;
    if (origin) trace?.field({ field, value: values.length > 1 ? values : values[0], ...origin, rule: site.reference });
    return values;
  }

  #join(rule: JoinRule, spot: Spot): RecordValue | undefined {
    const texts = this.#joinedTexts(rule, spot);
    if (!texts) {
      if (rule.required) this.#missing(rule, spot, undefined);
      return undefined;
    }
    const converted = rule.convert(texts.join(rule.separator), this);
    if (converted === undefined || !('code' in converted)) return converted?.value;
    this.#fault(converted.code, spot.field, { complaint: converted.message, site: rule.site, place: () => ({}) });
    return undefined;
  }

  /** The texts of the parts that have one; undefined when none comes from the message, unless none could. */
  #joinedTexts({ parts }: JoinRule, spot: Spot): readonly string[] | undefined {
    const texts: string[] = [];
    let isSent = parts.every(isWritten);
    for (const part of parts) {
      const chosen = this.#chosen(part, spot);
      const value = chosen && this.#value(chosen, spot);
      if (!chosen || value === undefined || typeof value === 'object' || value === '') continue;
      isSent ||= !isWritten(chosen);
      texts.push(String(value));
    }
    return isSent ? texts : undefined;
  }

  /** The one place a path matches. None or several are findings, as the rule says. */
  #one(rule: RuleFrame & { readonly first: boolean }, path: RulePath, spot: Spot): MessageNode | undefined {
    const nodes = this.#select(path, spot.context, rule.site);
    if (!nodes) return undefined;
    const [node, second] = nodes;
    if (rule.first ? node : nodes.length > 0) this.#origin?.nodes.push(...(rule.first && node ? [node] : nodes));
    if (second && !rule.first) {
      const complaint = `has a path that matches ${nodes.length} places`;
      this.#fault('AB_FIELD_AMBIGUOUS', spot.field, { complaint, site: rule.site, place: () => placeOf(second) });
      return undefined;
    }
    if (!node && rule.required) this.#missing(rule, spot, path);
    return node;
  }

  #missing({ site }: RuleFrame, { field, context }: Spot, path: RulePath | undefined): void {
    const place = (): Place => ({ path: path?.written, line: this.#lineAbove(path, context) });
    this.#fault('AB_FIELD_MISSING', field, { complaint: 'has no value in the message', site, place });
  }

  /** The line of the nearest element above a place that does not exist, as far as the path tells. */
  #lineAbove(path: RulePath | undefined, context: MessageNode | undefined): number | undefined {
    for (const above of path?.above() ?? []) {
      const [node] = this.#message.select(above, context);
      if (node) return node.line;
    }
    return context?.line ?? this.#message.rootLine;
  }

  #select(path: RulePath, context: MessageNode | undefined, site: RuleSite): readonly MessageNode[] | undefined {
    if (this.#context.trace) this.#tellRead(path.readsBeside(), context, site);
    try {
      return this.#message.select(path.compiled, context);
    } catch (error) {
      return this.#unusable(error, site);
    }
  }

  #test(path: RulePath, context: MessageNode | undefined, site: RuleSite): boolean | undefined {
    if (this.#context.trace) this.#tellRead(path.reads(), context, site);
    try {
      return this.#message.test(path.compiled, context);
    } catch (error) {
      return this.#unusable(error, site);
    }
  }

  #tellRead(paths: readonly CompiledPath[], context: MessageNode | undefined, site: RuleSite): void {
    for (const path of paths) this.#context.trace?.read(this.#message.select(path, context), site.reference);
  }

  /** A path that cannot be evaluated on this message is a finding, so that the others are still collected. */
  #unusable(error: unknown, site: RuleSite): undefined {
    if (!(error instanceof AmtsboteError) || error.effect !== 'case') throw error;
    const finding = error.toFinding();
    if (this.findings.length < mostFindings) this.findings.push({ ...finding, where: { ...finding.where, rule: site.rule } });
  }

  #fault(code: Finding['code'], field: string, what: { complaint: string; site: RuleSite; place: () => Place }): undefined {
    if (this.findings.length >= mostFindings) return;
    const where = { ...what.place(), field, rule: what.site.rule };
    this.findings.push({ code, message: `the field ${field} ${what.complaint}`, where });
  }
}

function placeOf(node: MessageNode): Pick<Place, 'path' | 'line'> {
  return { path: node.path, line: node.line };
}

function isEmpty(record: object): boolean {
  for (const _ in record) return false;
  return true;
}

/** Whether a value does not come from the message. */
function isWritten(rule: CompiledRule): boolean {
  return rule.kind === 'value' || rule.kind === 'constant';
}
