import type { Message } from '../message/message.ts';
import type { IdentifiedMessage } from '../message/profile/profile.ts';
import type { Finding } from '../model/finding.ts';
import type { EngineRoute } from './context.ts';

/** A submission without its message. */
export const noMessage: Finding = { code: 'AB_MESSAGE_MISSING', message: 'The submission has no message' };
/** A message that no schema set was there for. */
export const notChecked: Finding = { code: 'AB_SCHEMA_NOT_CHECKED', message: 'The message could not be checked against its schema' };

/** A message that no route takes. */
export function unknownMessage(message: Message, identified: IdentifiedMessage | undefined): Finding {
  const { namespace, localName } = message.root;
  const kind = identified && [identified.profile.title, identified.version].filter(Boolean).join(' ');
  const root = `{${namespace}}${localName}`.slice(0, 200);
  return {
    code: 'AB_MESSAGE_UNKNOWN',
    message: `No route of this portal takes ${kind === undefined ? 'messages' : `${kind} messages`} with the root ${root}`,
    hint: 'Add a route whose mapping selects this root and namespace, or ask why it came here.',
    officialCode: 'V001',
  };
}

/** A message that several routes take. */
export function ambiguous(routes: readonly EngineRoute[]): Finding {
  return {
    code: 'AB_ROUTE_AMBIGUOUS',
    message: `The routes ${routes.map((route) => route.name).join(', ')} take the same message`,
    hint: 'Make the routes exclude each other; or, if each should have it, name the other under `beside` and give them other targets or record types.',
  };
}

/** A test message on its way into production. */
export function testMessage(route: EngineRoute): Finding {
  return {
    code: 'AB_TEST_MESSAGE',
    message: `A test message may not go to the productive target ${route.target}`,
    hint: 'Give the route a target with `productive: false`.',
    officialCode: 'S102',
  };
}
