import { randomUUID } from 'node:crypto';
import type { Part } from '../crypto/jwe-header.ts';
import type { Metadata } from './metadata.ts';

/** What can be wrong with a submission from its sender on: all tags are right, and the service takes most of it. */
export const deviationNames = [
  'metadata-not-json',
  'metadata-schema-missing',
  'metadata-version-unknown',
  'metadata-content-missing',
  'metadata-reference-unknown',
  'data-hash-wrong',
  'data-hash-type-wrong',
  'attachment-hash-wrong',
  'attachment-unlisted',
  'attachment-unannounced',
  'attachment-purpose-unknown',
  'attachment-name-hostile',
  'schema-foreign',
  'schema-type-wrong',
  'data-broken',
  'data-empty',
  'reply-channels-two',
  'reply-channel-unknown',
  'service-foreign',
  'region-foreign',
  'metadata-foreign-key',
  'data-foreign-key',
  'attachment-foreign-key',
  'kid-unknown',
  'content-type-missing',
  'content-type-wrong',
  'zipped',
] as const;

/** One of {@link deviationNames}. */
export type DeviationName = (typeof deviationNames)[number];

type Json = Record<string, unknown>;

/** Where a deviation steps in. */
export interface Deviation {
  /** Half a sentence: what is wrong. */
  readonly text: string;
  readonly announce?: (body: Json) => Json;
  readonly metadata?: (metadata: Metadata) => Metadata;
  /** After the metadata were written. */
  readonly metadataBytes?: (bytes: Uint8Array) => Uint8Array;
  /** Before the data are hashed. */
  readonly data?: (bytes: Uint8Array) => Uint8Array;
  /** The parts that are encrypted with a key that is not the destination's. */
  readonly foreignKey?: readonly Part[];
  readonly header?: { readonly [part in Part]?: Readonly<Record<string, string | undefined>> };
}

const everywhere = (header: Readonly<Record<string, string | undefined>>): NonNullable<Deviation['header']> => ({
  metadata: header,
  data: header,
  attachment: header,
});

/** What each deviation does. */
export const deviations: Readonly<Record<DeviationName, Deviation>> = {
  'metadata-not-json': { text: 'the metadata are no JSON', metadataBytes: () => bytesOf('<metadata/>') },
  'metadata-schema-missing': { text: 'the metadata name no schema', metadata: ({ $schema: _gone, ...rest }) => rest },
  'metadata-version-unknown': {
    text: 'the metadata are of a version that nobody knows',
    metadata: (metadata) => ({ ...metadata, $schema: 'https://schema.fitko.de/fit-connect/metadata/9.9.9/metadata.schema.json' }),
  },
  'metadata-content-missing': { text: 'the metadata have no contentStructure', metadata: ({ contentStructure: _gone, ...rest }) => rest },
  'metadata-reference-unknown': {
    text: 'additionalReferenceInfo has a property that its schema does not allow',
    metadata: (metadata) => ({ ...metadata, additionalReferenceInfo: { unknown: 'x' } }),
  },
  'data-hash-wrong': content('the data have another hash', (structure) => changeHash(structure['data'] as Json, { content: wrongHash })),
  'data-hash-type-wrong': content('the hash of the data is SHA-256', (structure) =>
    changeHash(structure['data'] as Json, { type: 'sha256' }),
  ),
  'attachment-hash-wrong': attachments('every attachment has another hash', (list) =>
    list.map((entry) => ({ ...entry, hash: { type: 'sha512', content: wrongHash } })),
  ),
  'attachment-unlisted': attachments('the last attachment is not in the metadata', (list) => list.slice(0, -1)),
  'attachment-unannounced': attachments('the metadata list an attachment that was not sent', (list) => [
    ...list,
    { attachmentId: randomUUID(), purpose: 'attachment', mimeType: 'application/pdf', hash: { type: 'sha512', content: wrongHash } },
  ]),
  'attachment-purpose-unknown': attachments('every attachment has an unknown purpose', (list) =>
    list.map((entry) => ({ ...entry, purpose: 'souvenir' })),
  ),
  'attachment-name-hostile': attachments('every file name leads out of its folder', (list) =>
    list.map((entry) => ({ ...entry, filename: '../../../../tmp/outside.pdf' })),
  ),
  'schema-foreign': submissionSchema('the data are of a schema that the destination does not take', {
    schemaUri: 'https://schema.example.org/other.schema.json',
  }),
  'schema-type-wrong': submissionSchema('the type of the schema is not that of the data', { mimeType: 'text/plain' }),
  'data-broken': { text: 'the data end in the middle', data: (bytes) => bytes.subarray(0, Math.floor(bytes.length / 2)) },
  'data-empty': { text: 'the data are empty', data: () => bytesOf('') },
  'reply-channels-two': {
    text: 'there are two reply channels',
    metadata: (metadata) => ({
      ...metadata,
      replyChannel: { eMail: { address: 'a@example.org' }, deMail: { address: 'a@example.org' } },
    }),
  },
  'reply-channel-unknown': {
    text: 'the reply channel is one that the destination does not take',
    metadata: (metadata) => ({ ...metadata, replyChannel: { elster: { accountId: '1000000000' } } }),
  },
  'service-foreign': {
    text: 'the service is one that the destination does not offer',
    announce: (body) => replaceService(body, { identifier: 'urn:de:fim:leika:leistung:99999999999999', name: 'Unbekannt' }),
  },
  'region-foreign': {
    text: 'the region is one that the destination does not cover',
    announce: (body) => ({ ...body, region: 'DE01001000' }),
  },
  'metadata-foreign-key': { text: 'the metadata are encrypted with another key under the right name', foreignKey: ['metadata'] },
  'data-foreign-key': { text: 'the data are encrypted with another key under the right name', foreignKey: ['data'] },
  'attachment-foreign-key': { text: 'every attachment is encrypted with another key under the right name', foreignKey: ['attachment'] },
  'kid-unknown': { text: 'the key is called by a name that nobody knows', header: everywhere({ kid: 'unknown-key' }) },
  'content-type-missing': { text: 'no JWE says what it holds', header: everywhere({ cty: undefined }) },
  'content-type-wrong': { text: 'the JWE of the data says `application/pdf`', header: { data: { cty: 'application/pdf' } } },
  zipped: { text: 'everything but attachments is deflated', header: { metadata: { zip: 'DEF' }, data: { zip: 'DEF' } } },
};

const wrongHash = '0'.repeat(128);

function content(text: string, change: (structure: Json) => Json): Deviation {
  return {
    text,
    metadata: (metadata) => {
      const structure = metadata['contentStructure'] as Json;
      return { ...metadata, contentStructure: { ...structure, data: change(structure) } };
    },
  };
}

function changeHash(data: Json, change: Json): Json {
  return { ...data, hash: { ...(data['hash'] as Json), ...change } };
}

function submissionSchema(text: string, change: Json): Deviation {
  return content(text, (structure) => {
    const data = structure['data'] as Json;
    return { ...data, submissionSchema: { ...(data['submissionSchema'] as Json), ...change } };
  });
}

function attachments(text: string, change: (list: readonly Json[]) => readonly Json[]): Deviation {
  return {
    text,
    metadata: (metadata) => {
      const structure = metadata['contentStructure'] as Json;
      return { ...metadata, contentStructure: { ...structure, attachments: change(structure['attachments'] as Json[]) } };
    },
  };
}

function replaceService(body: Json, service: Json): Json {
  return 'serviceType' in body ? { ...body, serviceType: service } : { ...body, publicService: service };
}

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
