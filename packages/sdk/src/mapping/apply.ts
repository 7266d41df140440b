import { AmtsboteError } from '../errors/amtsbote-error.ts';
import { parentPath } from '../message/path-syntax.ts';
import type { CompiledPath } from '../message/compiled-path.ts';
import type { Message, MessageNode } from '../message/message.ts';
import type { AttachmentInfo } from '../model/attachment.ts';
import type { Finding, Place } from '../model/finding.ts';
import type { RecordValue } from '../model/record.ts';
import { assignAttachments } from './attachments.ts';
import type { Choice, CompiledCheck, CompiledFields, CompiledRule } from './compiled-rule.ts';
import type { MappingResult, MappingSelector } from './mapping.ts';
import type { AttachmentRule } from './mapping-file.ts';
import type { Conversion } from './rules/converted.ts';

/** All rules of one mapping, ready to run. */
export interface CompiledMapping {
  readonly selector: MappingSelector;
  readonly fields: CompiledFields;
  readonly checks: readonly CompiledCheck[];
  readonly attachments: Readonly<Record<string, AttachmentRule>>;
  readonly ignoreAttachments: readonly string[];
}

/** Makes a record of a message and its attachments, or collects everything that stands against it. */
export function applyRules(mapping: CompiledMapping, message: Message, attachments: readonly AttachmentInfo[]): MappingResult {
  const { root } = message;
  if (root.localName !== mapping.selector.root || !mapping.selector.namespaces.includes(root.namespace)) {
    return {
      outcome: 'case',
      findings: [{ code: 'AB_MESSAGE_UNKNOWN', message: 'the mapping is not for messages with this root element' }],
    };
  }
  const application = new Application(message);
  const fields = application.fields(mapping.fields, undefined, '');
  const rejected = application.checks(mapping.checks);
  const assigned = assignAttachments(mapping, attachments);
  const findings = [...application.findings, ...assigned.findings];
  if (findings.length > 0) return { outcome: rejected ? 'reject' : 'case', findings };
  return { outcome: 'mapped', record: { ...fields, ...assigned.fields } };
}

/** More findings help nobody, and finding their places takes time. */
const mostFindings = 200;

/** One run over one message. */
class Application {
  readonly findings: Finding[] = [];
  readonly #message: Message;

  constructor(message: Message) {
    this.#message = message;
  }

  /** The fields that have a value; `prefix` is the place of the record in the one around it. */
  fields(rules: CompiledFields, context: MessageNode | undefined, prefix: string): Record<string, RecordValue> {
    const record: Record<string, RecordValue> = {};
    for (const [name, rule] of rules) {
      const value = this.#value(rule, context, prefix + name);
      if (value !== undefined) record[name] = value;
    }
    return record;
  }

  /** Whether a failed check rejects the message. */
  checks(checks: readonly CompiledCheck[]): boolean {
    let rejected = false;
    for (const { path, rule } of checks) {
      const holds = this.#guarded(() => this.#message.test(path));
      if (holds !== false) continue;
      if (rule.else === 'reject') rejected = true;
      const where = { path: path.expression, line: this.#message.rootLine };
      this.findings.push({ code: 'AB_CHECK_FAILED', message: rule.message, where, officialCode: rule.code });
    }
    return rejected;
  }

  #value(rule: CompiledRule, context: MessageNode | undefined, field: string): RecordValue | undefined {
    if (rule.kind === 'value') return rule.value;
    if (rule.kind === 'list') return this.#list(rule, context, field);
    if (rule.kind === 'record') return this.#record(rule, context, field);
    const node = this.#one(rule, rule.path, { context, field });
    return node && this.#text(node, rule, field);
  }

  #text(node: MessageNode, rule: { readonly convert: Conversion; readonly required: boolean }, field: string): RecordValue | undefined {
    const { text } = node;
    if (node.hasElements) {
      const complaint = 'stands for an element that holds further elements, not one text';
      this.#fault('AB_FIELD_FORMAT', field, { complaint, place: () => placeOf(node) });
    } else if (text.trim() === '') {
      const complaint = 'has no value: its element is empty';
      if (rule.required) this.#fault('AB_FIELD_MISSING', field, { complaint, place: () => placeOf(node) });
    } else {
      const converted = rule.convert(text);
      if ('value' in converted) return converted.value;
      this.#fault(converted.code, field, { complaint: converted.message, place: () => placeOf(node) });
    }
    return undefined;
  }

  #record(rule: CompiledRule & { kind: 'record' }, context: MessageNode | undefined, field: string): RecordValue | undefined {
    const node = rule.path ? this.#one(rule, rule.path, { context, field }) : context;
    if (rule.path && !node) return undefined;
    const record = this.fields(rule.fields, node, `${field}.`);
    return Object.keys(record).length > 0 ? record : undefined;
  }

  #list(rule: CompiledRule & { kind: 'list' }, context: MessageNode | undefined, field: string): RecordValue | undefined {
    const nodes = this.#select(rule.path, context);
    if (!nodes) return undefined;
    const entries = nodes.map((node, index) => this.#entry(rule, node, `${field}[${index}]`));
    const values = entries.filter((value) => value !== undefined);
    if (values.length > 0) return values;
    if (rule.required) this.#missing(rule.path, context, field);
    return undefined;
  }

  #entry({ entry }: CompiledRule & { kind: 'list' }, node: MessageNode, field: string): RecordValue | undefined {
    if ('convert' in entry) return this.#text(node, { convert: entry.convert, required: false }, field);
    const record = this.fields(entry.fields, node, `${field}.`);
    return Object.keys(record).length > 0 ? record : undefined;
  }

  /** The one place a path matches. None or several are findings, as the rule says. */
  #one(choice: Choice, path: CompiledPath, at: { context: MessageNode | undefined; field: string }): MessageNode | undefined {
    const nodes = this.#select(path, at.context);
    if (!nodes) return undefined;
    const [node, second] = nodes;
    if (second && !choice.first) {
      const complaint = `has a path that matches ${nodes.length} places`;
      this.#fault('AB_FIELD_AMBIGUOUS', at.field, { complaint, place: () => placeOf(second) });
      return undefined;
    }
    if (!node && choice.required) this.#missing(path, at.context, at.field);
    return node;
  }

  #missing(path: CompiledPath, context: MessageNode | undefined, field: string): void {
    const place = (): Place => ({ path: path.expression, line: this.#lineAbove(path, context) });
    this.#fault('AB_FIELD_MISSING', field, { complaint: 'has no value in the message', place });
  }

  /** The line of the nearest element above a place that does not exist, as far as the path tells. */
  #lineAbove(path: CompiledPath, context: MessageNode | undefined): number | undefined {
    for (let above = parentPath(path.expression); above; above = parentPath(above)) {
      const [node] = this.#message.select(path.sibling(above), context);
      if (node) return node.line;
    }
    return context?.line ?? this.#message.rootLine;
  }

  #select(path: CompiledPath, context: MessageNode | undefined): readonly MessageNode[] | undefined {
    return this.#guarded(() => this.#message.select(path, context));
  }

  /** A path that cannot be evaluated on this message is a finding, so that the others are still collected. */
  #guarded<Result>(look: () => Result): Result | undefined {
    try {
      return look();
    } catch (error) {
      if (!(error instanceof AmtsboteError) || error.effect !== 'case') throw error;
      if (this.findings.length < mostFindings) this.findings.push(error.toFinding());
      return undefined;
    }
  }

  #fault(code: Finding['code'], field: string, what: { complaint: string; place: () => Place }): void {
    if (this.findings.length >= mostFindings) return;
    const where = { ...what.place(), field };
    this.findings.push({ code, message: `the field ${field} ${what.complaint}`, where });
  }
}

function placeOf(node: MessageNode): Pick<Place, 'path' | 'line'> {
  return { path: node.path, line: node.line };
}
