import { readMessage } from '../message/read-message.ts';
import type { DeliveryKey } from '../model/ids.ts';
import type { Wiring } from './open-runtime.ts';

/** A code of a record in clear text. Citizens' data: show, never log. */
export interface CodeName {
  /** Such as `legalForm`. */
  readonly field: string;
  /** As it stands in the message. */
  readonly code: string;
  /** As its code list names it. */
  readonly name: string;
}

/**
 * What the codes behind a record mean, as the code lists of the project say now. Empty when the mapping looks none up, or the route is not
 * configured any more.
 */
export async function codeNamesOf(wiring: Wiring, key: DeliveryKey): Promise<readonly CodeName[]> {
  const ledger = await wiring.ledger();
  const facts = await ledger.deliveries.get(key);
  const route = facts && wiring.routes.get(facts.route);
  if (facts === undefined || route === undefined) return [];
  const { message: stored, attachments } = await ledger.intake.open(facts.submission);
  if (stored === undefined) return [];
  const names: CodeName[] = [];
  using message = await readMessage(await stored.bytes(), { mediaType: stored.mediaType });
  (await route.mapping()).apply(message, attachments, {
    constants: route.constants,
    codeLists: await wiring.standards.codeLists(),
    trace: {
      field: ({ field, nodes, codeName }) => {
        const [node] = nodes;
        if (codeName !== undefined && node !== undefined) names.push({ field, code: node.text.trim(), name: codeName });
      },
      read: () => undefined,
      ignored: () => undefined,
    },
  });
  return names;
}
