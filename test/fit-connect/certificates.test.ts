import { createPublicKey, randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FitConnect, type RsaJwk, senderFor, sendSubmission } from '@amtsbote/simulators/fit-connect';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  certify,
  makeAuthority,
  makeList,
  pemOf,
} from '../../packages/connectors/src/portals/fit-connect/certificates/pki.test-support.ts';
import { openPortal, type PortalRun, receiveAll, reportOn, startService } from './bench.ts';

const dayMs = 86_400_000;
const root = makeAuthority('Wurzel', undefined, { until: Date.now() + 1000 * dayMs });
const authority = makeAuthority('Mitte', root, { until: Date.now() + 1000 * dayMs });
const other = makeAuthority('Fremd');

let service: FitConnect;
let folder: string;
let id: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'amtsbote-certificates-'));
  await writeFile(join(folder, 'root.pem'), pemOf(root.certificate));
  await writeFile(join(folder, 'root.crl'), makeList(root, []));
  await writeFile(join(folder, 'middle.crl'), makeList(authority, [66]));
  service = await startService();
  id = service.destinations[0]?.destinationId ?? '';
  await certifyDestination();
});
afterAll(async () => {
  await service.close();
  await rm(folder, { recursive: true });
});

const publicKey = ({ kty, n, e }: RsaJwk): ReturnType<typeof createPublicKey> => createPublicKey({ key: { kty, n, e }, format: 'jwk' });

function chainFor(key: RsaJwk, setting: Parameters<typeof certify>[3] = {}, issuer = authority): readonly string[] {
  return [certify('Dienst', publicKey(key), issuer, setting), issuer.certificate].map((one) => one.toString('base64'));
}

async function certifyDestination(setting: Parameters<typeof certify>[3] = {}): Promise<void> {
  const { keys } = service.destinations[0]!;
  service.changeDestination(id, { keys: keys.map((key) => ({ ...key, x5c: chainFor(key, setting) })) });
}

function open(level: 'checked' | 'required', crls: readonly string[] = ['root.crl', 'middle.crl']): PortalRun {
  const inFolder = (file: string): string => join(folder, file);
  return openPortal(service, { options: { certificates: { level, roots: [inFolder('root.pem')], crls: crls.map(inFolder) } } });
}

async function send(): Promise<string> {
  const data = { bytes: Buffer.from(JSON.stringify({ id: randomUUID() })), mimeType: 'application/json' as const };
  return (await sendSubmission(senderFor(service), { destinationId: id, data })).submissionId;
}

/** What comes of a submission, and of its acceptance, while the service is certified so. */
async function outcome(submission: string, run: PortalRun): Promise<string> {
  await using opened = run;
  const { incoming, codes } = await receiveAll(opened);
  const got = incoming.find(({ portalId }) => portalId === submission);
  if (got === undefined) return [...new Set(codes)].join();
  if (got.problem !== undefined) return `case ${got.problem.code}`;
  await opened.portal.report(reportOn(got));
  return service.witness.item(submission)?.state ?? '';
}

test('events are believed whose keys are certified up to the root, from list to acceptance', async () => {
  service.certifyServiceKey(chainFor(service.serviceKey));
  expect(await outcome(await send(), open('required'))).toBe('accepted');
});

test.each([
  ['no certificate', () => [], 'AB_CERTIFICATE_INVALID'],
  ['that of another authority', () => chainFor(service.serviceKey, {}, other), 'AB_CERTIFICATE_INVALID'],
  ['an expired one', () => chainFor(service.serviceKey, { until: Date.now() - 10_000 }), 'AB_CERTIFICATE_INVALID'],
  ['a revoked one', () => chainFor(service.serviceKey, { serial: 66 }), 'AB_CERTIFICATE_INVALID'],
])('a service with %s holds everything up, and nothing is rejected or lost', async (_what, x5c, code) => {
  service.certifyServiceKey(x5c());
  const submission = await send();
  expect(await outcome(submission, open('required'))).toBe(code);
  expect(service.witness.item(submission)?.state).toBe('submitted');
  service.certifyServiceKey(chainFor(service.serviceKey));
  expect(await outcome(submission, open('required'))).toBe('accepted');
});

test('a list that cannot be had holds up where it is required, and only there', async () => {
  service.certifyServiceKey(chainFor(service.serviceKey));
  const submission = await send();
  expect(await outcome(submission, open('required', ['root.crl']))).toBe('AB_CERTIFICATE_NOT_CHECKED');
  expect(await outcome(submission, open('checked', ['root.crl']))).toBe('accepted');
});

test('what a check tells of certificates: wrong ones, unknown revocation, and an end that is near', async () => {
  const told = async (run: PortalRun): Promise<readonly unknown[]> => {
    await using opened = run;
    const checks = await opened.portal.check();
    return checks.flatMap(({ ok, code }) => (code?.startsWith('AB_CERTIFICATE') === true ? [`${ok ? 'warning' : 'fault'} ${code}`] : []));
  };
  service.certifyServiceKey(chainFor(service.serviceKey));
  await certifyDestination();
  expect(await told(open('required'))).toEqual([]);
  expect(await told(open('checked', []))).toEqual(Array.from({ length: 3 }, () => 'warning AB_CERTIFICATE_NOT_CHECKED'));
  await certifyDestination({ until: Date.now() + 20 * dayMs });
  expect(await told(open('required'))).toEqual(['warning AB_CERTIFICATE_EXPIRES', 'warning AB_CERTIFICATE_EXPIRES']);
  expect(await told(openPortal(service))).toEqual(['warning AB_CERTIFICATE_EXPIRES', 'warning AB_CERTIFICATE_EXPIRES']);
  service.certifyServiceKey([]);
  expect(await told(open('required'))).toContain('fault AB_CERTIFICATE_INVALID');
});
