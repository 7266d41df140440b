import { errorCodes } from '@amtsbote/sdk';
import { expect, test } from 'vitest';
import { checkOffer, offerOf } from './check/offer.ts';
import { type FaultName, faults, findingOf, SubmissionFault } from './faults.ts';
import { standardNames } from './names.ts';
import { problemsOf, problemTypes } from './problem-types.ts';

const names = Object.keys(faults) as FaultName[];
const entries = names.map((name) => [name, faults[name] as { outcome: string; code: string; problem?: string }] as const);

test('only what is proved has an official problem type, and nothing that is technical', () => {
  const wrong = entries.filter(([, { outcome, problem }]) => problem !== undefined && outcome !== 'case');
  expect(wrong).toEqual([]);
  expect(entries.filter(([, { problem }]) => problem !== undefined && !Object.hasOwn(problemTypes, problem))).toEqual([]);
  expect(entries.filter(([, { outcome, problem }]) => outcome === 'case' && problem === undefined).map(([name]) => name)).toEqual([
    'too-large',
  ]);
});

test('every fault is a finding with a code that is known, its place, and advice', () => {
  for (const [name, { code, problem }] of entries) {
    const finding = findingOf(new SubmissionFault(name, 'attachment:0d0a5e0e-0000-4000-8000-000000000001'));
    expect(finding).toMatchObject({
      code,
      where: { field: 'attachment:0d0a5e0e-0000-4000-8000-000000000001' },
      hint: expect.stringMatching(/\w/) as string,
    });
    expect([finding.officialCode, Object.hasOwn(errorCodes, code)]).toEqual([problem, true]);
  }
});

const options = { names: standardNames, problemTypes: { 'hash-mismatch': 'urn:another' } };

test('a rejection names official types only, each once, with the place that was found and addresses that may be changed', () => {
  const problems = problemsOf(
    [
      { code: 'AB_TARGET_REJECTED', message: 'x', officialCode: 'hash-mismatch' },
      { code: 'AB_TARGET_REJECTED', message: 'x', officialCode: `${standardNames.problems}missing-data` },
      { code: 'AB_SCHEMA_INVALID', message: 'Lüdenscheidt', officialCode: 'X001' },
      { code: 'AB_CHECK_FAILED', message: 'Lüdenscheidt', officialCode: 'X010' },
    ],
    options,
    { type: 'hash-mismatch', instance: 'attachment:a' },
  );
  expect(problems.map(({ type, instance }) => [type, instance])).toEqual([
    ['urn:another', 'attachment:a'],
    [`${standardNames.problems}missing-data`, 'submission'],
    [`${standardNames.problems}schema-violation`, 'data'],
  ]);
  expect(JSON.stringify(problems)).not.toContain('Lüdenscheidt');
  expect(problemsOf([], options)).toHaveLength(1);
});

const metadata = {
  version: '2.1.0',
  attachments: [],
  data: { sha512: '', schema: { schemaUri: 'urn:s', mimeType: 'application/xml' as const } },
};
const published = {
  metadataVersions: ['1.0.0', '3.0.0'],
  replyChannels: { eMail: {} },
  publicServices: [
    { identifier: 'a', regions: ['DE01'], submissionSchemas: [{ schemaUri: 'urn:s' }] },
    { identifier: 'b', regions: [], submissionSchemas: [] },
  ],
};
const destination = { id: '', decryptionKeys: [], signingKey: '' };

function refused(asked: Parameters<typeof checkOffer>[0], configured: object = {}): string {
  try {
    checkOffer(asked, offerOf({ ...destination, ...configured }, published));
    return 'offered';
  } catch (error) {
    return (error as SubmissionFault).fault;
  }
}

test('what a destination publishes counts, unless the configuration says otherwise; what neither says is not restricted', () => {
  const asked = { service: 'a', region: 'DE01', metadata };
  expect(offerOf(destination, published).metadataVersions).toEqual(['1.0.0']);
  expect(offerOf(destination, {})).toEqual({ services: undefined, replyChannels: undefined, metadataVersions: ['1', '2'] });
  expect(refused(asked)).toBe('offered');
  expect(refused({ ...asked, region: undefined })).toBe('offered');
  expect(refused({ ...asked, service: 'b', region: 'DE99' })).toBe('offered');
  expect(refused({ ...asked, service: 'c' })).toBe('service-unsupported');
  expect(refused({ ...asked, service: undefined })).toBe('service-unsupported');
  expect(refused({ ...asked, region: 'DE02' })).toBe('region-unsupported');
  expect(refused({ ...asked, metadata: { ...metadata, service: 'b' } })).toBe('service-differs');
  expect(refused({ ...asked, metadata: { ...metadata, replyChannel: { name: 'elster', value: {} } } })).toBe('reply-channel');
  expect(refused({ ...asked, metadata: { ...metadata, replyChannel: { name: 'elster', value: {} } } }, { replyChannels: ['elster'] })).toBe(
    'offered',
  );
  expect(refused(asked, { services: [{ identifier: 'a', schemas: ['urn:t'] }] })).toBe('schema-unsupported');
});
