import type { ListReference } from '../message/codelist/code-list-use.ts';
import type { CodeLists } from '../message/codelist/code-list.ts';
import type { CompiledPath } from '../message/compiled-path.ts';
import type { Message, MessageNode } from '../message/message.ts';
import type { Finding } from '../model/finding.ts';
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
import { elementDate } from './element-date.ts';
import { germanDay } from './german-day.ts';
import { Look, type Origin, placeOf, type Spot } from './look.ts';
import type { MappingContext } from './mapping.ts';
import type { RulePath } from './rule-path.ts';
import type { ConversionSource, Refused } from './rules/converted.ts';

/** Paths that the language itself needs. */
export interface HelperPaths {
  /** Attributes that code elements carry, on the code or on the element around it. */
  readonly listUri: CompiledPath;
  readonly listVersion: CompiledPath;
  readonly children: CompiledPath;
}

/** One run over one message. */
export class Application implements ConversionSource {
  readonly codeLists: CodeLists | undefined;
  readonly #look: Look;
  readonly #context: MappingContext;
  readonly #helpers: HelperPaths;
  #today: string | undefined;
  /** The node whose text is converted now, by which rule. */
  #converted: { readonly node: MessageNode; readonly site: RuleSite } | undefined;

  constructor(message: Message, context: MappingContext, helpers: HelperPaths) {
    this.#look = new Look(message, context.trace);
    this.#context = context;
    this.#helpers = helpers;
    this.codeLists = context.codeLists;
  }

  get findings(): readonly Finding[] {
    return this.#look.findings;
  }

  /** The fields that have a value; `prefix` is the place of the record in the one around it. */
  fields(rules: CompiledFields, context: MessageNode | undefined, prefix: string): Record<string, RecordValue> {
    const record: Record<string, RecordValue> = {};
    for (const [name, rule] of rules) {
      const value = this.#field(rule, { context, field: prefix + name, record: prefix });
      if (value === undefined) continue;
      if (rule.flat) Object.assign(record, value);
      else record[name] = value;
    }
    return record;
  }

  /** Whether a failed check rejects the message. */
  checks(checks: readonly CompiledCheck[]): boolean {
    let rejected = false;
    for (const { path, rule, site } of checks) {
      if (this.#look.test(path, undefined, site) !== false) continue;
      if (rule.else === 'reject') rejected = true;
      const where = { path: path.written, line: this.#look.message.rootLine, rule: site.rule };
      this.#look.findings.push({ code: 'AB_CHECK_FAILED', message: rule.message, where, officialCode: rule.code });
    }
    return rejected;
  }

  /** Whether a condition on the message as a whole holds; one that is not there does. */
  holds(condition: { readonly path: RulePath; readonly site: RuleSite } | undefined): boolean {
    return condition === undefined || this.#look.test(condition.path, undefined, condition.site) === true;
  }

  /** Tells the trace what is knowingly not read. */
  ignored(paths: readonly IgnoredPath[]): void {
    for (const { path, site } of paths) {
      const nodes = this.#look.select(path, undefined, site) ?? [];
      if (nodes.length > 0) this.#look.trace?.ignored(nodes, site.reference);
    }
  }

  /** The nodes of a path that lists something for a rule; told to the trace as read. */
  listed(path: RulePath, site: RuleSite): readonly MessageNode[] {
    const nodes = this.#look.select(path, undefined, site) ?? [];
    if (nodes.length > 0) this.#look.trace?.read(nodes, site.reference);
    return nodes;
  }

  /** Tells the trace which attachments a field received. */
  attached(field: string, value: RecordValue | undefined, site: RuleSite): void {
    this.#look.trace?.field({ field, value, nodes: [], rule: site.reference });
  }

  sentList(): ListReference {
    if (!this.#converted) return {};
    const { node, site } = this.#converted;
    const textOf = (path: CompiledPath): string | undefined => {
      const found = this.#look.message.select(path, node);
      if (found.length > 0) this.#look.trace?.read(found, site.reference);
      return found[0]?.text;
    };
    return { uri: textOf(this.#helpers.listUri), version: textOf(this.#helpers.listVersion) };
  }

  #field(asked: CompiledRule, spot: Spot): RecordValue | undefined {
    const rule = this.#chosen(asked, spot);
    const { trace, origin: around } = this.#look;
    if (!trace) return rule && this.#value(rule, spot);
    const origin: Origin = { nodes: [] };
    this.#look.origin = origin;
    const value = rule && this.#value(rule, spot);
    this.#look.origin = around;
    const isAround = rule?.kind === 'record' || rule?.kind === 'list';
    if (isAround) origin.nodes = [];
    if (!isAround || value === undefined) trace.field({ field: spot.field, value, ...origin, rule: (rule ?? asked).site.reference });
    return value;
  }

  /** The rule that applies, out of a choice the first one; none is a finding where the field is required. */
  #chosen(rule: CompiledRule, spot: Spot): CompiledRule | undefined {
    if (!this.#applies(rule, spot)) return undefined;
    if (rule.kind !== 'choose') return rule;
    for (const option of rule.options) {
      if (this.#applies(option, spot)) return option.kind === 'choose' ? this.#chosen(option, spot) : option;
    }
    return rule.required ? this.#look.missing(rule, spot) : undefined;
  }

  #applies({ guard }: RuleFrame, { context }: Spot): boolean {
    if (!guard) return true;
    const { from, until, when } = guard;
    if (from !== undefined && this.#day() < from) return false;
    if (until !== undefined && this.#day() > until) return false;
    return when === undefined || this.#look.test(when.path, context, when.site) === true;
  }

  #day(): string {
    const { today = () => germanDay(Date.now()) } = this.#context;
    this.#today ??= typeof today === 'string' ? today : today();
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
      case 'date':
        return elementDate(rule, spot, { look: this.#look, children: this.#helpers.children });
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
    return this.#look.fault(field, { code: 'AB_CONSTANT_MISSING', complaint, site, place: () => ({}) });
  }

  #oneText(rule: TextFieldRule, spot: Spot): RecordValue | undefined {
    const node = this.#look.one(rule, rule.path, spot);
    if (!node) return undefined;
    const values = this.#texts(node, rule, { field: spot.field, site: rule.site });
    if (values?.length !== 0 || !rule.required) return values?.[0];
    const complaint = 'has no value: its element is empty, or lacks the part asked for';
    return this.#look.fault(spot.field, { code: 'AB_FIELD_MISSING', complaint, site: rule.site, place: () => placeOf(node) });
  }

  /** The values made of a node's text, none where it is blank; undefined when there is a finding. */
  #texts(node: MessageNode, making: TextMaking, at: { field: string; site: RuleSite }): readonly RecordValue[] | undefined {
    const refuse = ({ code, message: complaint }: Refused): undefined =>
      this.#look.fault(at.field, { code, complaint, site: at.site, place: () => placeOf(node) });
    if (node.hasElements) {
      return refuse({ code: 'AB_FIELD_FORMAT', message: 'stands for an element that holds further elements, not one text' });
    }
    const { text } = node;
    if (text.trim() === '') return [];
    const pieces = making.split ? making.split(text) : [text];
    if ('code' in pieces) return refuse(pieces);
    this.#converted = { node, site: at.site };
    const values: RecordValue[] = [];
    for (const piece of pieces) {
      const converted = making.convert(piece, this);
      if (converted === undefined) continue;
      if ('code' in converted) return refuse(converted);
      if (this.#look.origin) this.#look.origin.codeName = converted.codeName;
      values.push(converted.value);
    }
    return values;
  }

  #record(rule: RecordRule, spot: Spot): RecordValue | undefined {
    const node = rule.path ? this.#look.one(rule, rule.path, spot) : spot.context;
    if (rule.path && !node) return undefined;
    const record = this.fields(rule.fields, node, rule.flat ? spot.record : `${spot.field}.`);
    return isEmpty(record) ? undefined : record;
  }

  #list(rule: ListRule, spot: Spot): RecordValue | undefined {
    const nodes = this.#look.select(rule.path, spot.context, rule.site);
    if (!nodes) return undefined;
    const values = nodes.flatMap((node, index) => this.#entries(rule, node, `${spot.field}[${index}]`));
    if (values.length > 0) return values;
    if (rule.required) this.#look.missing(rule, spot, rule.path);
    return undefined;
  }

  #entries({ entry, site }: ListRule, node: MessageNode, field: string): readonly RecordValue[] {
    if ('fields' in entry) {
      const record = this.fields(entry.fields, node, `${field}.`);
      return isEmpty(record) ? [] : [record];
    }
    const { trace, origin: around } = this.#look;
    const origin: Origin | undefined = trace && { nodes: [node] };
    this.#look.origin = origin;
    const values = this.#texts(node, entry, { field, site }) ?? [];
    this.#look.origin = around;
    if (origin) trace?.field({ field, value: values.length > 1 ? values : values[0], ...origin, rule: site.reference });
    return values;
  }

  #join(rule: JoinRule, spot: Spot): RecordValue | undefined {
    const texts = this.#joinedTexts(rule, spot);
    if (!texts) return rule.required ? this.#look.missing(rule, spot) : undefined;
    const converted = rule.convert(texts.join(rule.separator), this);
    if (converted === undefined || !('code' in converted)) return converted?.value;
    const { code, message: complaint } = converted;
    return this.#look.fault(spot.field, { code, complaint, site: rule.site, place: () => ({}) });
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
}

function isEmpty(record: object): boolean {
  for (const _ in record) return false;
  return true;
}

/** Whether a value does not come from the message. */
function isWritten(rule: CompiledRule): boolean {
  return rule.kind === 'value' || rule.kind === 'constant';
}
