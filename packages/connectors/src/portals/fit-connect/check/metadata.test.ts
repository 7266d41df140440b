import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { SubmissionFault } from '../faults.ts';
import { standardNames } from '../names.ts';
import { planContent } from './content-structure.ts';
import { breakings, type Schema } from './schema-breakings.test-support.ts';
import { type Metadata, readMetadata } from './metadata.ts';

const rules = { schema: standardNames.metadataSchema, versions: ['1', '2'] };
const hash = { type: 'sha512', content: 'a'.repeat(128) };

/** Metadata that use everything the schema of 2.1.0 has. */
function whole(): Record<string, unknown> {
  return {
    $schema: 'https://schema.fitko.de/fit-connect/metadata/2.1.0/metadata.schema.json',
    contentStructure: {
      data: {
        hash,
        signature: {
          signatureFormat: 'json',
          eidasAdesProfile: 'http://uri.etsi.org/ades/191x2/level/baseline/B-B#',
          detachedSignature: true,
          content: 'abc_',
        },
        submissionSchema: { schemaUri: 'urn:x', mimeType: 'application/xml' },
      },
      attachments: [
        {
          hash,
          signature: { signatureFormat: 'pdf', detachedSignature: false },
          purpose: 'attachment',
          filename: 'ä.pdf',
          description: 'd',
          mimeType: 'application/pdf',
          attachmentId: randomUUID(),
          fragments: [randomUUID(), randomUUID()],
        },
      ],
    },
    paymentInformation: {
      transactionUrl: 'https://x.example',
      transactionId: 'a-1',
      transactionReference: 'r',
      transactionTimestamp: '2026-11-02T08:00:00Z',
      paymentMethod: 'GIROPAY',
      paymentMethodDetail: 'Visa',
      status: 'BOOKED',
      grossAmount: 12.5,
    },
    replyChannel: { eMail: { address: 'a@example.org' } },
    additionalReferenceInfo: {
      senderReference: 's',
      applicationDate: '2026-11-02',
      idBundDeApplicationId: randomUUID(),
      zustimmungZumDigitalenBescheid: true,
    },
    author: { name: 'n', description: 'd', url: 'u', product: { name: 'p', description: 'd', version: '1', manufacturer: 'm' } },
    dataSets: [
      { dataSetId: randomUUID(), schema: { schemaUri: 'urn:y', mimeType: 'application/jose' }, hash, description: 'd', content: 'c' },
    ],
  };
}

const channels: Readonly<Record<string, unknown>> = {
  deMail: { address: 'a' },
  fink: { finkPostfachRef: 'hh/by/1', host: 'https://x.example' },
  elster: { accountId: '1', lieferTicket: 'l', geschaeftszeichen: 'g' },
  idBundDeMailbox: { mailboxUuid: randomUUID() },
};

function faultOf(metadata: unknown): string {
  try {
    readMetadata(Buffer.from(typeof metadata === 'string' ? metadata : JSON.stringify(metadata)), rules);
    return 'none';
  } catch (error) {
    return error instanceof SubmissionFault ? `${error.fault} ${error.detail ?? ''}`.trim() : String(error);
  }
}

const corpus = process.env['AMTSBOTE_CORPUS'] ?? '';

describe.skipIf(corpus === '')('against the schema of the standard', () => {
  const schema =
    corpus === '' ? {} : (JSON.parse(readFileSync(join(corpus, 'fit-connect', 'metadata-2.1.0.schema.json'), 'utf8')) as Schema);

  test('metadata that use all of it are read', () => {
    expect(faultOf(whole())).toBe('none');
    for (const [name, channel] of Object.entries(channels)) expect(faultOf({ ...whole(), replyChannel: { [name]: channel } })).toBe('none');
  });

  test('what it requires is required, what it lists is closed, what it types is typed', () => {
    const broken = breakings(schema, whole());
    expect(broken.length).toBeGreaterThan(60);
    const taken = broken.filter(({ value }) => faultOf(value) === 'none').map(({ what }) => what);
    expect(taken).toEqual(['.$schema is missing']);
  });
});

test.each<[what: string, metadata: unknown, fault: string]>([
  ['no JSON', '<x/>', 'metadata-syntax'],
  ['bytes that are no UTF-8', Buffer.from([0x7b, 0xff]).toString('latin1'), 'metadata-syntax'],
  ['a list', [], 'metadata-schema whole'],
  ['another version', { ...whole(), $schema: standardNames.metadataSchema.replace('*', '3.0.0') }, 'metadata-version 3.0.0'],
  ['another standard', { ...whole(), $schema: 'https://elsewhere.example/metadata.json' }, 'metadata-version $schema'],
  [
    'two ways to answer',
    { ...whole(), replyChannel: { eMail: { address: 'a' }, deMail: { address: 'a' } } },
    'metadata-schema replyChannel',
  ],
  [
    'a member with a name of a person',
    { ...whole(), additionalReferenceInfo: { Lüdenscheidt: 1 } },
    'metadata-schema additionalReferenceInfo',
  ],
])('metadata that are %s are refused, and nothing of them is told', (_what, metadata, fault) => {
  expect(faultOf(metadata)).toBe(fault);
});

test('metadata without a version are the first ones, which ask for little', () => {
  expect(readMetadata(Buffer.from('{"contentStructure":{}}'), rules)).toMatchObject({ version: '1.0.0', attachments: [] });
  expect(() => readMetadata(Buffer.from('{"contentStructure":{}}'), { ...rules, versions: ['2'] })).toThrow(SubmissionFault);
});

test('a version is allowed by its beginning, never by part of a number', () => {
  const at = (version: string): object => ({ ...whole(), $schema: standardNames.metadataSchema.replace('*', version) });
  const allowed = (version: string, versions: readonly string[]): boolean => {
    try {
      return readMetadata(Buffer.from(JSON.stringify(at(version))), { ...rules, versions }).version === version;
    } catch {
      return false;
    }
  };
  expect([
    allowed('2.1.0', ['2']),
    allowed('2.1.0', ['2.1']),
    allowed('2.1.0', ['2.1.0']),
    allowed('2.10.0', ['2.1']),
    allowed('2.1.0', ['1.3']),
  ]).toEqual([true, true, true, false, false]);
});

describe('announced and delivered', () => {
  const attachment = (id: string, more: Partial<Metadata['attachments'][number]> = {}): Metadata['attachments'][number] => ({
    id,
    sha512: '',
    purpose: 'attachment',
    mimeType: 'a/b',
    parts: [id],
    ...more,
  });
  const metadata = (...attachments: Metadata['attachments']): Metadata => ({
    version: '2.1.0',
    data: { sha512: '', schema: { schemaUri: 'u', mimeType: 'application/xml' } },
    attachments,
  });
  const placeOf = (of: Metadata, delivered: { data: boolean; attachments: readonly string[] }): string => {
    try {
      const { message, attachments } = planContent(of, delivered);
      return `${message === 'data' ? 'data' : message.id} ${attachments.map(({ id }) => id).join()}`;
    } catch (error) {
      return `${(error as SubmissionFault).fault} ${(error as SubmissionFault).place}`;
    }
  };

  test('are the same parts, each once, fragments in place of their attachment', () => {
    const both = metadata(attachment('a'), attachment('b', { parts: ['b1', 'b2'] }));
    expect(placeOf(both, { data: true, attachments: ['b2', 'a', 'b1'] })).toBe('data a,b');
    expect(placeOf(both, { data: true, attachments: ['a', 'b1'] })).toBe('attachments-differ attachment:b2');
    expect(placeOf(both, { data: true, attachments: ['a', 'b', 'b1', 'b2'] })).toBe('attachments-differ attachment:b');
    expect(placeOf(both, { data: true, attachments: ['a', 'a', 'b1', 'b2'] })).toBe('attachments-differ attachment:a');
    expect(placeOf(metadata(attachment('a'), attachment('a')), { data: true, attachments: ['a'] })).toBe('attachments-differ attachment:a');
  });

  test('a message that was too large for its place is the one attachment that says so', () => {
    const large = attachment('m', { purpose: 'data' });
    expect(placeOf(metadata(attachment('a'), large), { data: false, attachments: ['a', 'm'] })).toBe('m a');
    expect(placeOf(metadata(large), { data: true, attachments: ['m'] })).toBe('data m');
    expect(placeOf(metadata(attachment('a')), { data: false, attachments: ['a'] })).toBe('data-missing submission');
    expect(placeOf(metadata(large, attachment('n', { purpose: 'data' })), { data: false, attachments: ['m', 'n'] })).toBe(
      'data-missing submission',
    );
  });
});
