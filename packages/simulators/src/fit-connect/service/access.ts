import type { App } from '../app.ts';
import type { Client } from '../clients.ts';
import { kinds, type Kind } from '../dialect/kinds.ts';
import { ApiProblem } from '../dialect/problems.ts';
import type { Case } from '../store/cases.ts';
import type { Item } from '../store/items.ts';

/**
 * An item for the one it is meant for.
 *
 * @throws ApiProblem `submission-not-found`, `reply-not-found` or `not-linked`
 */
export function itemForReader(app: App, kind: Kind, asked: { itemId: string; client: Client }): Item {
  const item = itemOf(app, kind, asked.itemId);
  if (!isReader(app, item, asked.client)) throw new ApiProblem('not-linked', `The client may not read this ${kind}.`);
  return item;
}

/**
 * An item for the one who creates it.
 *
 * @throws ApiProblem `submission-not-found`, `reply-not-found` or `forbidden`
 */
export function itemForCreator(app: App, kind: Kind, asked: { itemId: string; client: Client }): Item {
  const item = itemOf(app, kind, asked.itemId);
  if (item.clientId !== asked.client.clientId) throw new ApiProblem('forbidden', `Another client created this ${kind}.`);
  return item;
}

/**
 * A case for either of its two sides.
 *
 * @throws ApiProblem `case-not-found` or `not-linked`
 */
export function caseFor(app: App, caseId: string, client: Client): Case {
  const found = app.store.cases.get(caseId);
  if (!found) throw new ApiProblem('case-not-found', 'There is no such case.');
  if (found.clientId !== client.clientId && !isLinked(app, client, found.destinationId)) {
    throw new ApiProblem('not-linked', 'The client has no part in this case.');
  }
  return found;
}

/** True when a client may receive from a destination. */
export function isLinked(app: App, client: Client, destinationId: string): boolean {
  return client.roles.includes('subscriber') && app.store.directory.linkedTo(client.clientId).includes(destinationId);
}

/** True when an item is meant for a client. */
export function isReader(app: App, item: Item, client: Client): boolean {
  if (kinds[item.kind].reader === 'subscriber') return isLinked(app, client, item.destinationId);
  return app.store.cases.get(item.caseId)?.clientId === client.clientId;
}

/** @throws ApiProblem when there is none, or it is gone */
export function itemOf(app: App, kind: Kind, itemId: string): Item {
  const item = app.store.items.get(itemId);
  if (!item || item.kind !== kind || item.state === 'deleted') {
    throw new ApiProblem(`${kind}-not-found`, `There is no such ${kind}.`);
  }
  return item;
}
