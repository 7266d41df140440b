import type { App } from '../../app.ts';
import { faultOfHeader, type Part } from '../../crypto/jwe-header.ts';
import { probeJwe } from '../../crypto/jwe-probe.ts';
import { kinds, type Kind } from '../../dialect/kinds.ts';
import { ApiProblem } from '../../dialect/problems.ts';
import type { Reply } from '../../http/http-types.ts';
import { readJson } from '../../http/read-body.ts';
import { json } from '../../http/replies.ts';
import type { ClientExchange } from '../../http/router.ts';
import type { Item } from '../../store/items.ts';
import { itemForCreator } from '../access.ts';
import { requireIncomplete } from './attach.ts';
import { tagsOf } from '../authentication-tags.ts';
import { enter, serviceEvent } from '../event-log.ts';

/** `PUT /submissions/{id}`: takes metadata and data, and submits. */
export async function finalise(app: App, kind: Kind, exchange: ClientExchange): Promise<Reply> {
  const { itemId = '' } = exchange.params;
  const item = itemForCreator(app, kind, { itemId, client: exchange.client });
  const body = await readJson(exchange.request, app.limits.bodyBytes);
  requireIncomplete(item);
  const metadata = readJwe(app, exchange, { item, part: 'metadata', value: body['encryptedMetadata'] });
  if (metadata === undefined) throw new ApiProblem('bad-request', 'encryptedMetadata is missing.');
  const data = readJwe(app, exchange, { item, part: 'data', value: body['encryptedData'] });
  if (data === undefined && exchange.rules.data === 'required') throw new ApiProblem('data-missing', 'encryptedData is missing.');
  requireAttachments(app, item);
  await submit(app, { ...item, metadata, data });
  const { idField } = kinds[kind];
  const { caseId, destinationId } = item;
  return json({ [idField]: itemId, caseId, destinationId }, exchange.rules.finaliseStatus);
}

async function submit(app: App, item: Item & { metadata: string }): Promise<void> {
  const { itemId, metadata, data } = item;
  const authenticationTags = tagsOf(item, app.store.attachments.ofItem(itemId));
  const events = [await serviceEvent(app, item, { act: 'submit', content: { authenticationTags } })];
  if (app.dialect.notify) events.push(await serviceEvent(app, item, { act: 'notify' }));
  app.store.transaction(() => {
    enter(app, itemId, events);
    app.store.items.submit(itemId, { metadata, data, at: app.clock.now() });
    app.callbacks.announce(item);
  });
  app.callbacks.pump();
}

function readJwe(
  app: App,
  exchange: ClientExchange,
  { item, part, value }: { item: Item; part: Part; value: unknown },
): string | undefined {
  if (value === undefined) return undefined;
  const probed = typeof value === 'string' ? probeJwe(value) : 'not a text';
  if (typeof probed === 'string') throw new ApiProblem('bad-request', `The encrypted ${part} is not acceptable: ${probed}`);
  const kid = item.kind === 'submission' ? app.store.directory.destination(item.destinationId)?.encryptionKid : undefined;
  const fault = faultOfHeader(probed.header, { part, rules: exchange.rules, kid });
  if (fault !== undefined) throw new ApiProblem('jwe-invalid', fault);
  return value as string;
}

function requireAttachments(app: App, item: Item): void {
  const there = new Set(app.store.attachments.ofItem(item.itemId).map(({ attachmentId }) => attachmentId));
  const missing = item.announced.filter((id) => !there.has(id));
  if (missing.length > 0) throw new ApiProblem('attachments-missing', `${missing.length} announced attachments are missing.`);
}
