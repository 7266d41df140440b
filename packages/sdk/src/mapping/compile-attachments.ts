import { type CompiledAttachmentRule, type CompiledAttachments, namePattern } from './attachments.ts';
import type { RuleCompiler } from './compile.ts';
import type { AttachmentRule, MappingFile } from './mapping-file.ts';
import { below, type RuleAt } from './rule-view.ts';

/** Turns the attachment rules of a mapping into rules ready to run. */
export function compileAttachments(content: MappingFile, compiler: RuleCompiler, top: RuleAt): CompiledAttachments {
  const rules = Object.entries(content.attachments ?? {}).map(([field, rule]) => {
    return compileRule(rule, { field, compiler, at: below(top, 'attachments', field) });
  });
  return { rules, ignored: (content.ignoreAttachments ?? []).map(namePattern) };
}

function compileRule(
  rule: AttachmentRule,
  { field, compiler, at }: { field: string; compiler: RuleCompiler; at: RuleAt },
): CompiledAttachmentRule {
  const { name, mediaType, listedAt } = rule;
  compiler.attachmentField(field, at, rule.required ?? false);
  const mediaTypes = typeof mediaType === 'string' ? [mediaType] : mediaType;
  return {
    field,
    rule,
    site: compiler.site(at, 'attachment'),
    name: name === undefined ? undefined : namePattern(name),
    mediaTypes: mediaTypes?.map(namePattern),
    listedAt: listedAt === undefined ? undefined : compiler.path(listedAt, below(at, 'listedAt'), { key: 'listedAt', field }).path,
  };
}
