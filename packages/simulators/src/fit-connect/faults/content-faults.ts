import { randomUUID } from 'node:crypto';
import type { Reply } from '../http/http-types.ts';
import { changeJson, flip, textOf, withText, type Json } from './alter.ts';
import type { FaultSpec, FaultTools } from './fault.ts';
import { foreignKey, replaceJwe, type Replacement } from './foreign.ts';

/** Faults of a submission and its attachments, as they are handed out. */
export const contentFaultKinds = [
  'submission-id-changed',
  'case-id-changed',
  'destination-id-changed',
  'service-changed',
  'region-changed',
  'metadata-missing',
  'data-missing',
  'metadata-replaced',
  'data-replaced',
  'metadata-tag-changed',
  'data-tag-changed',
  'metadata-ciphertext-changed',
  'data-ciphertext-changed',
  'metadata-and-data-swapped',
  'metadata-foreign-key',
  'data-foreign-key',
  'data-unknown-kid',
  'data-wrong-algorithm',
  'data-wrong-encryption',
  'data-zipped',
  'data-not-jwe',
  'attachment-missing',
  'attachment-extra',
  'attachment-listed-twice',
  'attachment-not-found',
  'attachment-replaced',
  'attachment-tag-changed',
  'attachment-ciphertext-changed',
  'attachment-foreign-key',
  'attachment-truncated',
  'attachment-not-jwe',
  'attachments-swapped',
] as const;

/** What each of them does. */
export const contentFaults: Readonly<Record<(typeof contentFaultKinds)[number], FaultSpec>> = {
  'submission-id-changed': field('the answer names another submission', (body) => ({ ...body, submissionId: randomUUID() })),
  'case-id-changed': field('the answer names another case', (body) => ({ ...body, caseId: randomUUID() })),
  'destination-id-changed': field('the answer names another destination', (body) => ({ ...body, destinationId: randomUUID() })),
  'service-changed': field('the service is one that the destination does not offer', (body, { exchange }) => ({
    ...body,
    [exchange.rules.serviceField]: { identifier: 'urn:de:fim:leika:leistung:99999999999999', name: 'Unbekannt' },
  })),
  'region-changed': field('the region is one that the destination does not cover', (body) => ({ ...body, region: 'DE01001000' })),
  'metadata-missing': field('the answer has no metadata', ({ encryptedMetadata: _gone, ...body }) => body),
  'data-missing': field('the answer has no data', ({ encryptedData: _gone, ...body }) => body),
  'metadata-replaced': part('the metadata are others, properly encrypted', 'encryptedMetadata', {}),
  'data-replaced': part('the data are others, properly encrypted', 'encryptedData', {}),
  'metadata-tag-changed': field('one character of the metadata’s tag is another', (body) => changed(body, 'encryptedMetadata', flipTag)),
  'data-tag-changed': field('one character of the data’s tag is another', (body) => changed(body, 'encryptedData', flipTag)),
  'metadata-ciphertext-changed': field('one character of the encrypted metadata is another', (body) =>
    changed(body, 'encryptedMetadata', flipCiphertext),
  ),
  'data-ciphertext-changed': field('one character of the encrypted data is another', (body) =>
    changed(body, 'encryptedData', flipCiphertext),
  ),
  'metadata-and-data-swapped': field('metadata and data have changed places', (body) => ({
    ...body,
    encryptedMetadata: body['encryptedData'],
    encryptedData: body['encryptedMetadata'],
  })),
  'metadata-foreign-key': part('the metadata are encrypted with another key under the right name', 'encryptedMetadata', { foreign: true }),
  'data-foreign-key': part('the data are encrypted with another key under the right name', 'encryptedData', { foreign: true }),
  'data-unknown-kid': {
    operations: ['read'],
    text: 'the data are encrypted with a key that nobody knows',
    after: async (tools, reply) => {
      const { kid } = (await foreignKey('encryption')).publicKey;
      return replacePart(tools, reply, { name: 'encryptedData', replacement: { foreign: true, header: { kid } } });
    },
  },
  'data-wrong-algorithm': part('the data’s key is wrapped with RSA-OAEP', 'encryptedData', { header: { alg: 'RSA-OAEP' } }),
  'data-wrong-encryption': part('the data are encrypted with A128GCM', 'encryptedData', { header: { enc: 'A128GCM' } }),
  'data-zipped': part('the data are deflated', 'encryptedData', { header: { zip: 'DEF' } }),
  'data-not-jwe': field('the data are not encrypted', (body) => ({ ...body, encryptedData: '{"plain":true}' })),
  'attachment-missing': field('the last attachment is not listed', (body) => attachments(body, (ids) => ids.slice(0, -1))),
  'attachment-extra': field('an attachment is listed that does not exist', (body) => attachments(body, (ids) => [...ids, randomUUID()])),
  'attachment-listed-twice': field('the first attachment is listed twice', (body) =>
    attachments(body, (ids) => [...ids, ...ids.slice(0, 1)]),
  ),
  'attachment-not-found': {
    operations: ['read-attachment'],
    text: 'the attachment is not found',
    before: ({ app }) => notFound(app.dialect.problemPrefix),
  },
  'attachment-replaced': attachment('the attachment is another one, properly encrypted', (jwe, tools) =>
    replaceJwe(jwe, tools, { content: 'replaced' }),
  ),
  'attachment-tag-changed': attachment('one character of the attachment’s tag is another', flipTag),
  'attachment-ciphertext-changed': attachment('one character of the encrypted attachment is another', flipCiphertext),
  'attachment-foreign-key': attachment('the attachment is encrypted with another key under the right name', (jwe, tools) =>
    replaceJwe(jwe, tools, { foreign: true, content: 'replaced' }),
  ),
  'attachment-truncated': attachment('the second half of the attachment is missing', (jwe) => jwe.slice(0, jwe.length / 2)),
  'attachment-not-jwe': attachment('the attachment is not encrypted', () => 'replaced'),
  'attachments-swapped': attachment('another attachment of the same submission is handed out', swapped),
};

function field(text: string, change: (body: Json, tools: FaultTools) => Json): FaultSpec {
  return { operations: ['read'], text, after: (tools, reply) => changeJson(reply, (body) => change(body, tools)) };
}

function part(text: string, name: string, replacement: Replacement): FaultSpec {
  return { operations: ['read'], text, after: (tools, reply) => replacePart(tools, reply, { name, replacement }) };
}

function attachment(text: string, change: (jwe: string, tools: FaultTools) => string | Promise<string>): FaultSpec {
  return {
    operations: ['read-attachment'],
    text,
    after: async (tools, reply) => withText(reply, await change(textOf(reply), tools)),
  };
}

function replacePart(tools: FaultTools, reply: Reply, { name, replacement }: { name: string; replacement: Replacement }): Promise<Reply> {
  return changeJson(reply, async (body) => ({ ...body, [name]: await replaceJwe(String(body[name]), tools, replacement) }));
}

function changed(body: Json, name: string, change: (jwe: string) => string): Json {
  return { ...body, [name]: change(String(body[name])) };
}

function attachments(body: Json, change: (ids: readonly string[]) => readonly string[]): Json {
  return { ...body, attachments: change(body['attachments'] as readonly string[]) };
}

function flipTag(jwe: string): string {
  return flipSegment(jwe, 4);
}

function flipCiphertext(jwe: string): string {
  return flipSegment(jwe, 3);
}

function flipSegment(jwe: string, index: number): string {
  return jwe
    .split('.')
    .map((segment, at) => (at === index ? flip(segment) : segment))
    .join('.');
}

function swapped(jwe: string, { app, exchange }: FaultTools): string {
  const { itemId = '', attachmentId } = exchange.params;
  const other = app.store.attachments.ofItem(itemId).find((known) => known.attachmentId !== attachmentId);
  return other ? Buffer.concat([...app.store.attachments.pieces(other)]).toString('latin1') : jwe;
}

function notFound(prefix: string): Reply {
  const body = { type: `${prefix}attachment-not-found`, title: 'Attachment not found', status: 404 };
  return { status: 404, headers: { 'content-type': 'application/problem+json' }, body: JSON.stringify(body) };
}
