import { tagIn } from '../service/authentication-tags.ts';
import { deviations } from './deviations.ts';
import { findReceiver } from './find-receiver.ts';
import { pack, type PackedAttachment, type Receiver } from './pack.ts';
import { ServiceClient, type SenderConnection } from './service-client.ts';
import type { Sent, SubmissionToSend } from './submission.ts';

/**
 * Sends a submission as a portal does: asks for the destination and its key, encrypts, announces, sends the attachments
 * as streams, and submits.
 *
 * @throws ServiceRefusal when the service does not take it
 */
export async function sendSubmission(connection: SenderConnection, submission: SubmissionToSend): Promise<Sent> {
  const client = new ServiceClient(connection);
  const receiver = await findReceiver(client, submission);
  const packed = await pack(submission, receiver);
  const attachmentIds = packed.attachments.map(({ attachmentId }) => attachmentId);
  const announced = await client.send('POST', '/submissions', json(announcement(connection, submission, { receiver, attachmentIds })));
  const { submissionId, caseId } = announced as { submissionId: string; caseId: string };
  const path = `/submissions/${submissionId}`;
  const tags: Record<string, string> = {};
  for (const attachment of packed.attachments) tags[attachment.attachmentId] = await upload(client, path, attachment);
  await client.send('PUT', path, json({ encryptedMetadata: packed.metadata, encryptedData: packed.data }));
  const authenticationTags = { metadata: tagIn(packed.metadata), data: tagIn(packed.data), attachments: tags };
  return { submissionId, caseId, destinationId: submission.destinationId, attachmentIds, authenticationTags };
}

/** Sends an attachment; returns its tag, which is the last piece. */
async function upload(client: ServiceClient, path: string, { attachmentId, open }: PackedAttachment): Promise<string> {
  let last: Uint8Array = new Uint8Array();
  const watched = async function* watch(): AsyncIterable<Uint8Array> {
    for await (const piece of open()) {
      last = piece;
      yield piece;
    }
  };
  await client.send('PUT', `${path}/attachments/${attachmentId}`, { type: 'application/jose', body: watched() });
  return Buffer.from(last).toString('ascii');
}

function announcement(
  { version }: SenderConnection,
  submission: SubmissionToSend,
  { receiver, attachmentIds }: { receiver: Receiver; attachmentIds: readonly string[] },
): Record<string, unknown> {
  const { destinationId, region, caseId, callback } = submission;
  const body = {
    destinationId,
    announcedAttachments: attachmentIds,
    [version === 'v1' ? 'serviceType' : 'publicService']: receiver.service,
    ...(region !== undefined && { region }),
    ...(caseId !== undefined && { caseId }),
    ...(callback && { callback }),
  };
  return (submission.deviations ?? []).reduce<Record<string, unknown>>(
    (before, name) => deviations[name].announce?.(before) ?? before,
    body,
  );
}

function json(value: unknown): { readonly type: 'application/json'; readonly body: string } {
  return { type: 'application/json', body: JSON.stringify(value) };
}
