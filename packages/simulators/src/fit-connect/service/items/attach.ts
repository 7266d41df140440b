import type { App } from '../../app.ts';
import { JweProbe, type ProbedJwe } from '../../crypto/jwe-probe.ts';
import { faultOfHeader } from '../../crypto/jwe-header.ts';
import type { Kind } from '../../dialect/kinds.ts';
import { ApiProblem } from '../../dialect/problems.ts';
import type { Reply } from '../../http/http-types.ts';
import { requireMediaType } from '../../http/read-body.ts';
import { noContent } from '../../http/replies.ts';
import type { ClientExchange } from '../../http/router.ts';
import type { Upload } from '../../store/attachments.ts';
import type { Item } from '../../store/items.ts';
import { itemForCreator } from '../access.ts';

/** `PUT …/attachments/{id}`: takes an encrypted attachment as a stream. The same again replaces the first. */
export async function attach(app: App, kind: Kind, exchange: ClientExchange): Promise<Reply> {
  const { itemId = '', attachmentId = '' } = exchange.params;
  requireMediaType(exchange.request, 'application/jose');
  const item = itemForCreator(app, kind, { itemId, client: exchange.client });
  requireIncomplete(item);
  if (!item.announced.includes(attachmentId)) throw new ApiProblem('attachment-not-announced', 'This attachment was not announced.');
  const upload = app.store.attachments.upload();
  try {
    const { tag } = await receive(app, exchange, { item, upload });
    app.store.transaction(() => {
      requireIncomplete(app.store.items.get(itemId) ?? item);
      app.store.attachments.put(itemId, { attachmentId, size: upload.size, tag, upload: upload.number });
    });
  } catch (error) {
    upload.abandon();
    throw error;
  }
  return noContent();
}

/** @throws ApiProblem `state-conflict` once it was submitted */
export function requireIncomplete(item: Item): void {
  if (item.state !== 'incomplete') throw new ApiProblem('state-conflict', `Not possible in state ${item.state}.`);
}

async function receive(app: App, { request, rules, params }: ClientExchange, into: { item: Item; upload: Upload }): Promise<ProbedJwe> {
  const others = app.store.attachments
    .ofItem(into.item.itemId)
    .filter(({ attachmentId }) => attachmentId !== params['attachmentId'])
    .reduce((sum, { size }) => sum + size, 0);
  const most = Math.min(app.limits.attachmentBytes, app.limits.submissionBytes - others);
  const probe = new JweProbe();
  for await (const piece of request.body) {
    if (into.upload.size + piece.length > most) throw new ApiProblem('too-large', 'The attachment is larger than the service takes.');
    probe.push(piece);
    into.upload.push(piece);
  }
  into.upload.finish();
  const probed = probe.finish();
  if (typeof probed === 'string') throw new ApiProblem('bad-request', probed);
  const fault = faultOfHeader(probed.header, { part: 'attachment', rules, kid: keyOf(app, into.item) });
  if (fault !== undefined) throw new ApiProblem('jwe-invalid', fault);
  return probed;
}

function keyOf(app: App, item: Item): string | undefined {
  return item.kind === 'submission' ? app.store.directory.destination(item.destinationId)?.encryptionKid : undefined;
}
