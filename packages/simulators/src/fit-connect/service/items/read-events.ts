import type { App } from '../../app.ts';
import type { Kind } from '../../dialect/kinds.ts';
import type { Reply } from '../../http/http-types.ts';
import { json } from '../../http/replies.ts';
import type { ClientExchange } from '../../http/router.ts';
import type { LoggedEvent } from '../../store/cases.ts';
import { caseFor, itemOf } from '../access.ts';
import { readPaging } from './list.ts';

/** `GET /cases/{id}/events`: the event log of a case. */
export function readCaseEvents(app: App, exchange: ClientExchange): Reply {
  const { caseId } = caseFor(app, exchange.params['caseId'] ?? '', exchange.client);
  return pageOf(app, exchange, app.store.cases.events(caseId));
}

/** `GET /submissions/{id}/events`: those entries that are about one submission. */
export function readItemEvents(app: App, kind: Kind, exchange: ClientExchange): Reply {
  const item = itemOf(app, kind, exchange.params['itemId'] ?? '');
  const { caseId } = caseFor(app, item.caseId, exchange.client);
  return pageOf(
    app,
    exchange,
    app.store.cases.events(caseId).filter((event) => event.itemId === item.itemId),
  );
}

function pageOf(app: App, { request }: ClientExchange, events: readonly LoggedEvent[]): Reply {
  const { offset, limit } = readPaging(request, app.limits);
  const eventLog = events.slice(offset, offset + limit).map(({ jws }) => jws);
  return json({ offset, count: eventLog.length, totalCount: events.length, eventLog });
}
