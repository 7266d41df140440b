import type { Message } from '../message/message.ts';
import type { AttachmentInfo } from '../model/attachment.ts';
import { Application, type HelperPaths } from './application.ts';
import { assignAttachments, type CompiledAttachments } from './attachments.ts';
import type { CompiledCheck, CompiledFields, IgnoredPath, RuleSite } from './compiled-rule.ts';
import type { MappingContext, MappingResult, MappingSelector, MessageIdentity } from './mapping.ts';
import type { RulePath } from './rule-path.ts';

/** All rules of one mapping, ready to run. */
export interface CompiledMapping {
  readonly selector: CompiledSelector;
  readonly fields: CompiledFields;
  readonly checks: readonly CompiledCheck[];
  readonly ignore: readonly IgnoredPath[];
  readonly attachments: CompiledAttachments;
  readonly helpers: HelperPaths;
}

/** A selector with its condition ready to run. */
export interface CompiledSelector extends Omit<MappingSelector, 'where'> {
  readonly where?: { readonly path: RulePath; readonly site: RuleSite } | undefined;
}

/** Whether everything a selector says of a message holds, as far as `identified` is known. */
export function selects(selector: CompiledSelector, message: Message, identified: MessageIdentity | undefined): boolean {
  const { profile, versions, type } = selector;
  if (!hasRoot(selector, message)) return false;
  if (profile !== undefined) {
    if (identified?.profile !== profile) return false;
    if (type !== undefined && identified.type !== type) return false;
    if (versions !== undefined && (identified.version === undefined || !versions.includes(identified.version))) return false;
  }
  return selector.where === undefined || message.test(selector.where.path.compiled);
}

/** Makes a record of a message and its attachments, or collects everything that stands against it. */
export function applyRules(
  mapping: CompiledMapping,
  { message, attachments }: { readonly message: Message; readonly attachments: readonly AttachmentInfo[] },
  context: MappingContext,
): MappingResult {
  const application = new Application(message, context, mapping.helpers);
  if (!hasRoot(mapping.selector, message) || !application.holds(mapping.selector.where)) {
    return {
      outcome: 'case',
      findings: [{ code: 'AB_MESSAGE_UNKNOWN', message: 'the mapping is not for messages of this kind' }],
    };
  }
  const fields = application.fields(mapping.fields, undefined, '');
  const rejected = application.checks(mapping.checks);
  const assigned = assignAttachments(mapping.attachments, attachments, application);
  if (context.trace) application.ignored(mapping.ignore);
  const findings = [...application.findings, ...assigned.findings];
  if (findings.length > 0) return { outcome: rejected ? 'reject' : 'case', findings };
  const { names } = assigned;
  return { outcome: 'mapped', record: { ...fields, ...assigned.fields }, ...(names && { attachmentNames: names }) };
}

function hasRoot({ root, namespaces }: CompiledSelector, message: Message): boolean {
  if (root !== undefined && message.root.localName !== root) return false;
  return namespaces === undefined || namespaces.includes(message.root.namespace);
}
