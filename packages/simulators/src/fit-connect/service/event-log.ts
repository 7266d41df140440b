import { randomUUID } from 'node:crypto';
import type { App } from '../app.ts';
import { eventUri } from '../dialect/dialect.ts';
import { ApiProblem } from '../dialect/problems.ts';
import { leadsTo, type Act } from '../dialect/states.ts';
import type { Case, LoggedEvent } from '../store/cases.ts';
import type { Item } from '../store/items.ts';

/** Signs an event of the service; it is not in the log yet. */
export async function serviceEvent(app: App, item: Pick<Item, 'itemId' | 'kind' | 'caseId'>, event: ServiceAct): Promise<LoggedEvent> {
  const at = app.clock.now();
  const jti = randomUUID();
  const jws = await app.keys.sign({
    $schema: app.dialect.eventSchema.issued,
    jti,
    iss: app.urls.submission,
    iat: Math.floor(at / 1000),
    sub: `${item.kind}:${item.itemId}`,
    txn: `case:${item.caseId}`,
    events: { [eventUri(app.dialect, event.act, item.kind)]: event.content ?? {} },
  });
  return { caseId: item.caseId, itemId: item.itemId, act: event.act, jti, issuer: app.urls.submission, jws, at };
}

/** What the service says in an event. */
export interface ServiceAct {
  readonly act: Act;
  readonly content?: Readonly<Record<string, unknown>>;
}

/** Enters a new item with its first event, and its case if that begins with it. */
export async function enterFirst(app: App, item: Item, begun: Case | undefined): Promise<void> {
  const event = await serviceEvent(app, item, { act: 'create' });
  app.store.transaction(() => {
    if (begun) app.store.cases.insert(begun);
    app.store.items.insert(item);
    app.store.cases.append(event);
  });
}

/**
 * Enters events of one item and follows the state they lead to: all or none. To be called within a transaction.
 *
 * @throws ApiProblem `state-conflict` when the table does not allow one of them
 */
export function enter(app: App, itemId: string, events: readonly LoggedEvent[]): void {
  for (const event of events) {
    const item = app.store.items.get(itemId);
    const state = item && leadsTo(item.state, event.act);
    if (!item || !state) throw new ApiProblem('state-conflict', `Not possible in state ${item?.state ?? 'deleted'}.`);
    if (state !== item.state) app.store.items.setState(itemId, state, event.at);
    app.store.cases.append(event);
  }
}
