import type { App } from '../../app.ts';
import { kinds, type Kind } from '../../dialect/kinds.ts';
import { ApiProblem } from '../../dialect/problems.ts';
import { readableStates } from '../../dialect/states.ts';
import type { Reply } from '../../http/http-types.ts';
import { json } from '../../http/replies.ts';
import type { ClientExchange } from '../../http/router.ts';
import type { Item } from '../../store/items.ts';
import { itemForReader } from '../access.ts';

/** `GET /submissions/{id}`: what was submitted, without the bytes of its attachments. */
export function read(app: App, kind: Kind, { params, client, rules }: ClientExchange): Reply {
  const item = readable(app, kind, { itemId: params['itemId'] ?? '', client });
  return json({
    [kinds[kind].idField]: item.itemId,
    caseId: item.caseId,
    destinationId: item.destinationId,
    ...(item.service && { [rules.serviceField]: item.service }),
    ...(item.region !== undefined && { region: item.region }),
    attachments: app.store.attachments.ofItem(item.itemId).map(({ attachmentId }) => attachmentId),
    encryptedMetadata: item.metadata,
    ...(item.data !== undefined && { encryptedData: item.data }),
  });
}

/** `GET …/attachments/{id}`: one attachment as it was sent. */
export function readAttachment(app: App, kind: Kind, { params, client }: ClientExchange): Reply {
  const item = readable(app, kind, { itemId: params['itemId'] ?? '', client });
  const attachment = app.store.attachments.get(item.itemId, params['attachmentId'] ?? '');
  if (!attachment) throw new ApiProblem('attachment-not-found', 'There is no such attachment.');
  return {
    status: 200,
    headers: { 'content-type': 'application/jose', 'cache-control': 'no-store' },
    body: { size: attachment.size, pieces: app.store.attachments.pieces(attachment) },
  };
}

function readable(app: App, kind: Kind, asked: { itemId: string; client: ClientExchange['client'] }): Item {
  const item = itemForReader(app, kind, asked);
  if (!readableStates.includes(item.state))
    throw new ApiProblem(`${kind}-not-found`, `The ${kind} cannot be fetched any more, or not yet.`);
  return item;
}
