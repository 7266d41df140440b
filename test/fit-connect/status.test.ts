import { randomUUID, verify, X509Certificate } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import type { RecordStatus } from '@amtsbote/sdk';
import { demoSender, type FitConnect, type KnownDestination, senderFor, sendSubmission } from '@amtsbote/simulators/fit-connect';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { authorCertificate, authorKey } from './author-certificate.ts';
import { openPortal, type PortalRun, receiveAll, reportOn, startService } from './bench.ts';

const identifier = 'urn:schema-fitko-de:fit-connect:id.bund.de:status_v6';
const schemaUri = 'https://schema.fitko.de/fit-connect/id.bund.de/status_v6/1.0.0/zbp-status.schema.json';

let service: FitConnect;
let authority: KnownDestination;
let monitor: KnownDestination;
beforeAll(async () => {
  service = await startService();
  authority = service.destinations[0]!;
  monitor = await service.addDestination({
    services: [{ identifier, name: 'Status', submissionSchemas: [{ schemaUri, mimeType: 'application/json' }], regions: [] }],
  });
});
afterAll(() => service.close());

const open = (): PortalRun =>
  openPortal(service, {
    destinations: [authority],
    secrets: { 'secret:certificate': authorCertificate, 'secret:key': authorKey, 'secret:sender': demoSender.clientSecret },
    options: {
      status: {
        destination: monitor.destinationId,
        client: { id: demoSender.clientId, secret: 'secret:sender' },
        author: { certificate: 'secret:certificate', key: 'secret:key' },
        publicServiceName: 'Gewerbe anmelden',
        senderName: 'Stadt Musterstadt',
      },
    },
  });

async function sendWith(additionalReferenceInfo: Record<string, unknown>): Promise<string> {
  const data = { bytes: Buffer.from(JSON.stringify({ id: randomUUID() })), mimeType: 'application/json' as const };
  return (await sendSubmission(senderFor(service), { destinationId: authority.destinationId, data, additionalReferenceInfo })).submissionId;
}

/** What the status monitor got, as its own reader sees it. */
async function told(): Promise<readonly Record<string, string>[]> {
  await using run = openPortal(service, { destinations: [monitor] });
  const { incoming, error } = await receiveAll(run);
  expect(error).toBeUndefined();
  return await Promise.all(
    incoming.map(async ({ message }) => JSON.parse((await buffer(message!.open())).toString()) as Record<string, string>),
  );
}

test('each state of a record is told to the status monitor, signed by the authority', async () => {
  const applicationId = randomUUID();
  const id = await sendWith({ idBundDeApplicationId: applicationId });
  await using run = open();
  const got = (await receiveAll(run)).incoming.find(({ portalId }) => portalId === id)!;
  const states: readonly RecordStatus[] = ['received', 'processing', 'action-required', 'completed'];
  for (const [at, status] of states.entries()) {
    await run.portal.report(
      reportOn(got, { kind: 'status', id: `st-${at}`, at: Date.UTC(2026, 10, 2, 8, at), state: { status, final: status === 'completed' } }),
    );
  }
  const envelopes = await told();
  const { publicKey } = new X509Certificate(authorCertificate);
  for (const { content = '', sha512sum = '', authorToken = '' } of envelopes) {
    expect(verify('sha512', Buffer.from(content), publicKey, Buffer.from(sha512sum, 'base64'))).toBe(true);
    const [header = '', payload = '', signature = ''] = authorToken.split('.');
    expect(verify('sha512', Buffer.from(`${header}.${payload}`), publicKey, Buffer.from(signature, 'base64url'))).toBe(true);
    const { roles, signer, iat, exp } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>;
    expect([roles, signer, Number(exp) - Number(iat)]).toEqual([['THIRD_PARTY'], 'Stadt Musterstadt Test', 600]);
  }
  const contents = envelopes
    .map(({ content = '' }) => JSON.parse(content) as Record<string, unknown>)
    .sort((a, b) => String(a['createdDate']).localeCompare(String(b['createdDate'])));
  expect(contents.map(({ status }) => status)).toEqual(['RECEIVED', 'PROCESSING', 'ACTION_REQUIRED', 'COMPLETED']);
  expect(contents[0]).toEqual({
    applicationId,
    status: 'RECEIVED',
    publicServiceName: { de: 'Gewerbe anmelden' },
    senderName: 'Stadt Musterstadt',
    createdDate: '2026-11-02T08:00:00.000Z',
    statusDetails: { de: 'Eingegangen' },
    reference: 'A-1',
  });
});

test('whoever did not ask through BundID is told nothing there', async () => {
  const id = await sendWith({});
  const before = (await told()).length;
  await using run = open();
  const got = (await receiveAll(run)).incoming.find(({ portalId }) => portalId === id)!;
  await run.portal.report(reportOn(got, { kind: 'status', state: { status: 'processing', final: false } }));
  expect(await told()).toHaveLength(before);
});
