import type { Message } from '../message/message.ts';
import { codeListsOf } from '../message/codelist/code-lists.ts';
import type { ExpandedName } from '../message/schema-model/schema-model.ts';
import { loadSchema } from '../message/schema-set/schema.ts';
import type { SchemaSet, SchemaSets } from '../message/schema-set/schema-set.ts';
import { validateMessage } from '../message/validation/validate-message.ts';
import { joinSteps, type MessageValidation } from '../message/validation/validation.ts';
import { type Meanings, meaningsOf } from './explain-meaning.ts';
import type { ProjectRoute } from './project-routes.ts';

/** What schemas say of a message. */
export interface SchemaFacts {
  /** The names of the sets that declare its root element. */
  readonly sets: readonly string[];
  readonly meanings?: Meanings | undefined;
  readonly validation?: MessageValidation | undefined;
}

/** Looks a message up in the schema that its route names, else in the one set that declares its root element. */
export async function schemaFacts(message: Message, places: SchemaPlaces): Promise<SchemaFacts> {
  const root: ExpandedName = { namespace: message.root.namespace, localName: message.root.localName };
  const { sets: all } = places;
  const declaring = (await all?.forRoot(root)) ?? [];
  const chosen = await chosenSet(declaring, places);
  const explaining = chosen ?? declaring[0];
  return {
    sets: declaring.map(({ name }) => name),
    meanings: explaining && (await meaningsOf(explaining, root)),
    validation: await validationOf(message, chosen, places),
  };
}

/** Where the schema of a message may be. */
export interface SchemaPlaces {
  /** The sets of the project. */
  readonly sets: SchemaSets | undefined;
  /** The route that takes the message. */
  readonly route: ProjectRoute | undefined;
}

async function chosenSet(declaring: readonly SchemaSet[], { sets, route }: SchemaPlaces): Promise<SchemaSet | undefined> {
  if (route?.schema && 'set' in route.schema) return sets?.open(route.schema.set);
  return declaring.length === 1 ? declaring[0] : undefined;
}

async function validationOf(
  message: Message,
  set: SchemaSet | undefined,
  { sets, route }: SchemaPlaces,
): Promise<SchemaFacts['validation']> {
  if (route?.schema && 'file' in route.schema) {
    const { verdict, findings } = (await loadSchema(route.schema.file)).validate(message);
    return joinSteps([{ name: 'schema', verdict, findings, warnings: [] }]);
  }
  if (!sets || !set) return undefined;
  return validateMessage(message, set, { codeLists: codeListsOf(await sets.codeLists()) });
}
