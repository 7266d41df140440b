import { isAmtsboteError } from '../../errors/amtsbote-error.ts';
import type { Finding } from '../../model/finding.ts';
import type { CodeLists } from '../codelist/code-list.ts';
import type { Message } from '../message.ts';
import type { SchemaSet } from '../schema-set/schema-set.ts';
import { checkCodes } from './check-codes.ts';
import { checkReferences } from './check-references.ts';
import { checkRules } from './check-rules.ts';
import { joinSteps, type MessageValidation, type ValidationStep } from './validation.ts';

/** What a message is checked against besides its schema set. */
export interface ValidateMessageOptions {
  /** All code lists at hand. */
  readonly codeLists: CodeLists;
}

/**
 * Checks a message against a schema set: first the schema, and only what is valid by it also for references, codes and rules.
 * Without a set the verdict is `not-checked`. Whatever fails in a validator is `engine-error`, never `valid`.
 *
 * Throws `ConfigurationFault` (AB_SCHEMA_SET_CHANGED) when a file of the set is not the one that was imported.
 *
 * @example
 * const { verdict, findings } = await validateMessage(message, set, { codeLists: codeListsOf(await sets.codeLists()) });
 */
export async function validateMessage(
  message: Message,
  set: SchemaSet | undefined,
  { codeLists }: ValidateMessageOptions,
): Promise<MessageValidation> {
  if (!set) return joinSteps([withoutSet(message)]);
  const schema = await guarded('schema', async () => {
    const { verdict, findings } = (await set.schema()).validate(message);
    return { name: 'schema', verdict, findings, warnings: [] };
  });
  if (schema.verdict !== 'valid') return joinSteps([schema]);
  return joinSteps([
    schema,
    await guarded('references', async () => checkReferences(message, await set.model())),
    await guarded('codes', async () => checkCodes(message, await set.model(), codeLists)),
    await guarded('rules', () => checkRules(message, set.rules)),
  ]);
}

function withoutSet({ kind, root }: Message): ValidationStep {
  const finding: Finding =
    kind === 'json'
      ? {
          code: 'AB_SCHEMA_NOT_CHECKED',
          message: 'a JSON message cannot be checked against an XML schema',
          hint: 'Rules for it belong into the mapping, as `required` and `checks`.',
        }
      : {
          code: 'AB_SCHEMA_NOT_CHECKED',
          message: `no schema set declares the root element ${root.localName}${root.namespace === '' ? '' : ` of ${root.namespace}`}`,
          hint: 'Import the schemas of its standard with `amtsbote xoev import`.',
        };
  return { name: 'schema', verdict: 'not-checked', findings: [finding], warnings: [] };
}

/** A validator that fails has said nothing of the message. Its own error may hold values and is not passed on. */
async function guarded(name: ValidationStep['name'], check: () => Promise<ValidationStep>): Promise<ValidationStep> {
  try {
    return await check();
  } catch (error) {
    if (isAmtsboteError(error)) throw error;
    const finding = {
      code: 'AB_SCHEMA_NOT_CHECKED',
      message: `the check of ${name} failed in the validator`,
      hint: 'The message is not called valid. Report this with the name of the schema set.',
    } as const;
    return { name, verdict: 'engine-error', findings: [finding], warnings: [] };
  }
}
