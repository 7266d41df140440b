import type { App } from '../../app.ts';
import type { Client } from '../../clients.ts';
import { kinds, type Kind } from '../../dialect/kinds.ts';
import { ApiProblem } from '../../dialect/problems.ts';
import type { Reply, WebRequest } from '../../http/http-types.ts';
import { json } from '../../http/replies.ts';
import type { ClientExchange } from '../../http/router.ts';
import { isLinked } from '../access.ts';
import type { Limits } from '../../limits.ts';

/** `GET /submissions`: what waits for the caller, a page at a time. What is answered is no longer in it. */
export function list(app: App, kind: Kind, { request, client }: ClientExchange): Reply {
  const { offset, limit } = readPaging(request, app.limits);
  const within = kind === 'submission' ? destinationsOf(app, request, client) : app.store.cases.begunBy(client.clientId);
  const { total, items } = app.store.items.page({ kind, state: 'submitted', within }, { offset, limit });
  const { idField, path } = kinds[kind];
  const entries = items.map(({ itemId, caseId, destinationId }) => ({ destinationId, [idField]: itemId, caseId }));
  return json({ offset, count: entries.length, totalCount: total, [path]: entries });
}

/** @throws ApiProblem `bad-request` */
export function readPaging(request: WebRequest, { longestPage, usualPage }: Limits): { offset: number; limit: number } {
  const offset = wholeNumber(request.query.get('offset') ?? '0');
  const limit = wholeNumber(request.query.get('limit') ?? String(usualPage));
  if (offset === undefined) throw new ApiProblem('bad-request', 'offset is not a whole number.');
  if (limit === undefined || limit < 1 || limit > longestPage)
    throw new ApiProblem('bad-request', `limit is not within 1 to ${longestPage}.`);
  return { offset, limit };
}

function destinationsOf(app: App, request: WebRequest, client: Client): readonly string[] {
  const wanted = request.query.get('destinationId');
  if (wanted === null) return app.store.directory.linkedTo(client.clientId);
  if (!isLinked(app, client, wanted)) throw new ApiProblem('not-linked', 'The client is not linked to this destination.');
  return [wanted];
}

function wholeNumber(text: string): number | undefined {
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}
