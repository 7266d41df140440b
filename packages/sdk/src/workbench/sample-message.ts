import { codeListsOf } from '../message/codelist/code-lists.ts';
import { readMessage } from '../message/read-message.ts';
import { type SampledInstance, sampleInstance, type SampleSize } from '../message/sample/sample-instance.ts';
import type { ElementDeclaration } from '../message/schema-model/schema-model.ts';
import type { SchemaSet, SchemaSets } from '../message/schema-set/schema-set.ts';
import { validateMessage } from '../message/validation/validate-message.ts';
import type { MessageValidation } from '../message/validation/validation.ts';

/** A made-up message and what the validator says of it. */
export interface SampledMessage extends SampledInstance {
  readonly validation: MessageValidation;
}

/** Which sample to make. */
export interface SampleRequest {
  /** One of the roots of the set's model. */
  readonly root: ElementDeclaration;
  readonly seed: number;
  readonly size: SampleSize;
}

/**
 * Makes up a message of a schema set, with codes from all code lists of the project, and validates it.
 *
 * @example
 * const set = await sets.open('xbau-2.6');
 * const found = findRoot((await set.model()).roots, 'baugenehmigung.antrag.0200');
 * if (found.kind === 'found') console.log((await sampleMessage(sets, set, { root: found.root, seed: 1, size: 'minimal' })).xml);
 */
export async function sampleMessage(sets: SchemaSets, set: SchemaSet, { root, seed, size }: SampleRequest): Promise<SampledMessage> {
  const codeLists = codeListsOf(await sets.codeLists());
  const sampled = await sampleInstance(await set.model(), root, { seed, size, codeLists });
  using message = await readMessage(Buffer.from(sampled.xml), { mediaType: 'application/xml' });
  return { ...sampled, validation: await validateMessage(message, set, { codeLists }) };
}
