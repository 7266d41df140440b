import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { type FitConnect, senderFor, sendSubmission } from '@amtsbote/simulators/fit-connect';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { tradeMessage } from '../support/messages.ts';
import { fitProject } from './fit-project.ts';
import { openPortal, type PortalRun, receiveAll, reportOn, type Setting, startService } from './bench.ts';

const day = 86_400_000;
let service: FitConnect;
beforeEach(async () => {
  service = await startService({ clock: () => Date.UTC(2026, 10, 2, 8) });
});
afterEach(() => service.close());

async function send(): Promise<string> {
  const data = { bytes: Buffer.from(JSON.stringify({ id: randomUUID() })), mimeType: 'application/json' as const };
  const attachments = [{ filename: 'a.pdf', mimeType: 'application/pdf', content: Buffer.from('%PDF-1.4') }];
  const destinationId = service.destinations[0]?.destinationId ?? '';
  return (await sendSubmission(senderFor(service), { destinationId, data, attachments })).submissionId;
}

const open = (setting: Setting = {}): PortalRun =>
  openPortal(service, { clock: { now: () => service.clock.now(), sleep: async () => undefined }, ...setting });

test('a submission that cannot be decrypted warns from the second day, is kept encrypted from the twelfth, and can be rejected then', async () => {
  const [before] = service.destinations;
  if (before === undefined) throw new Error('no destination');
  await service.rotateEncryptionKey(before.destinationId);
  const id = await send();
  const codes: Record<number, readonly string[]> = {};
  for (const at of [0, 1, 2, 7, 11]) {
    await service.clock.set(Date.UTC(2026, 10, 2, 8) + at * day);
    await using run = open({ destinations: [before] });
    const received = await receiveAll(run);
    expect(received.incoming).toEqual([]);
    expect(received.error).toMatchObject({
      findings: received.codes.map(() => ({ message: expect.stringContaining(`submission ${id}: `) })),
    });
    codes[at] = received.codes;
  }
  const missing = 'AB_DECRYPTION_KEY_MISSING';
  expect(codes).toEqual({
    0: [missing],
    1: [missing],
    2: [missing, 'AB_PORTAL_DEADLINE'],
    7: [missing, 'AB_PORTAL_DEADLINE'],
    11: [missing, 'AB_PORTAL_DEADLINE'],
  });

  await service.clock.set(Date.UTC(2026, 10, 2, 8) + 12 * day);
  await using run = open({ destinations: [before] });
  const { incoming, error } = await receiveAll(run);
  expect(error).toBeUndefined();
  expect(incoming[0]).toMatchObject({ portalId: id, problem: { code: missing } });
  expect(incoming[0]?.problem).not.toHaveProperty('officialCode');
  expect(incoming[0]?.attachments.map(({ mediaType }) => mediaType)).toEqual(['application/jose', 'application/jose', 'application/jose']);
  const kept = await buffer(incoming[0]!.attachments[0]!.open());
  expect(kept.toString()).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\.[\w-]+\.[\w-]+$/);
});

test('an attachment that is not to be had is waited for until the thirteenth day; then the rest is kept as a case', async () => {
  const id = await send();
  service.arm({ kind: 'attachment-not-found' });
  const ends: unknown[] = [];
  for (const at of [0, 11, 12, 13]) {
    await service.clock.set(Date.UTC(2026, 10, 2, 8) + at * day);
    await using run = open();
    const { incoming, codes } = await receiveAll(run);
    ends.push(incoming[0] === undefined ? codes : [incoming[0].portalId, incoming[0].problem?.code, incoming[0].attachments.length]);
  }
  const [unreachable, soon] = ['AB_PORTAL_UNREACHABLE', 'AB_PORTAL_DEADLINE'];
  expect(ends).toEqual([[unreachable], [unreachable, soon], [unreachable, soon], [id, unreachable, 2]]);
});

test('what waits for too long is told by a check, in detail and without a change', async () => {
  await send();
  const checked = async (): Promise<readonly (readonly [string, boolean])[]> => {
    await using run = open();
    return (await run.portal.check()).map(({ name, ok }) => [name.replace(/ [0-9a-f-]{36}/, ''), ok]);
  };
  const well = await checked();
  expect(well).toHaveLength(11);
  expect(well.filter(([, ok]) => !ok)).toEqual([]);
  await service.clock.advance(2 * day);
  expect((await checked()).filter(([, ok]) => !ok)).toEqual([['destination has nothing that waits for too long', false]]);
});

test('what the portal has rejected by itself is no longer offered, and cannot be accepted', async () => {
  await send();
  await using run = open();
  const { incoming } = await receiveAll(run);
  await service.clock.advance(15 * day);
  expect(await receiveAll(run)).toMatchObject({ incoming: [], error: undefined });
  const error: unknown = await run.portal.report(reportOn(incoming[0]!)).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'AB_REPORT_REFUSED' });
});

test('keys are changed without a gap: what was encrypted for the old one and for the new one is read, and known submissions are left out', async () => {
  const old = await send();
  const { destinationId } = await service.rotateEncryptionKey(service.destinations[0]?.destinationId ?? '');
  const fresh = await send();
  await using run = openPortal(service, { clock: { now: () => service.clock.now(), sleep: async () => undefined } });
  const { incoming, error } = await receiveAll(run);
  expect(error).toBeUndefined();
  expect(incoming.map(({ portalId, problem }) => [portalId, problem]).sort()).toEqual(
    [
      [fresh, undefined],
      [old, undefined],
    ].sort(),
  );
  const asked = service.witness.requests().length;
  expect((await receiveAll(run, async (id) => id === old || id === fresh)).incoming).toEqual([]);
  const since = service.witness
    .requests()
    .slice(asked)
    .map(({ operation }) => operation);
  expect(since).toEqual(['list']);
  expect(service.destinations[0]?.destinationId).toBe(destinationId);
});

test('a service that changes its signing key is followed within a run', async () => {
  await using run = open();
  await send();
  expect((await receiveAll(run)).incoming).toHaveLength(1);
  await service.rotateServiceKey();
  await send();
  const { incoming, error } = await receiveAll(run);
  expect([incoming.length, incoming.filter(({ problem }) => problem !== undefined), error]).toEqual([2, [], undefined]);
});

test('pages that shift while others answer lose nothing and yield nothing twice', async () => {
  await service.close();
  service = await startService({ clock: () => Date.UTC(2026, 10, 2, 8), limits: { longestPage: 3, usualPage: 3 } });
  const ids: string[] = [];
  for (let count = 0; count < 8; count += 1) ids.push(await send());
  service.arm({ kind: 'paging-shift', by: 2, times: 2 });
  await using run = open({ options: { limits: { page: 3 } } });
  const { incoming, error } = await receiveAll(run);
  expect(error).toBeUndefined();
  expect(incoming.map(({ portalId }) => portalId).sort()).toEqual(ids.toSorted());
});

test('a token is kept until a minute before its end', async () => {
  await service.close();
  service = await startService({ clock: () => Date.UTC(2026, 10, 2, 8), tokenSeconds: 600 });
  await using run = open();
  const issued: number[] = [];
  for (const seconds of [0, 300, 235, 10]) {
    await service.clock.advance(seconds * 1000);
    await receiveAll(run);
    issued.push(service.witness.tokensIssued());
  }
  expect(issued).toEqual([1, 1, 1, 2]);
});

test('a service that fails for one submission after the other is left alone, and each is named', async () => {
  const ids: string[] = [];
  for (let count = 0; count < 12; count += 1) ids.push(await send());
  service.arm({ kind: 'http-500', match: { operation: 'read' } });
  await using run = open();
  const { incoming, codes } = await receiveAll(run);
  expect(incoming).toEqual([]);
  expect(codes.length).toBeGreaterThanOrEqual(5);
  expect(codes.length).toBeLessThan(ids.length);
  service.disarm();
  expect((await receiveAll(run)).incoming).toHaveLength(ids.length);
});

test('what is held here and cannot be delivered is warned of on days 2, 7 and 12, in runs, status and doctor, and is a case from day 12', async () => {
  const sentAt = Date.UTC(2026, 10, 2, 8);
  const closed = createServer().listen(0, '127.0.0.1');
  await once(closed, 'listening');
  const url = `http://127.0.0.1:${(closed.address() as AddressInfo).port}`;
  closed.close();
  const project = await fitProject(service, url);
  const data = { bytes: Buffer.from(tradeMessage({ businessName: 'Bäckerei Warten' })), mimeType: 'application/xml' as const };
  await sendSubmission(senderFor(service), { destinationId: service.destinations[0]?.destinationId ?? '', data });
  const clock = { now: () => service.clock.now(), sleep: async () => undefined };
  const said: Record<number, unknown> = {};
  for (const at of [0, 2, 3, 7, 12]) {
    await service.clock.set(sentAt + at * day);
    const runtime = await project.open({ clock });
    const events: string[] = [];
    const { deadlines = [] } = await runtime.sync({
      onEvent: (event) => void (event.type === 'deadline' && events.push(`warning ${event.warning}`)),
    });
    said[at] = [...events, ...deadlines.map(({ submissions, warning }) => `${submissions} at ${warning}`)];
    await runtime.close();
  }
  expect(said).toEqual({ 0: [], 2: ['warning 1', '1 at 1'], 3: ['1 at 1'], 7: ['warning 2', '1 at 2'], 12: ['warning 3', '1 at 3'] });

  await service.close();
  const runtime = await project.open({ clock });
  const status = await runtime.status();
  expect(status).toMatchObject({
    submissions: { case: 1 },
    deadlines: [{ portal: 'eingang', submissions: 1, soonest: { answerBy: sentAt + 14 * day } }],
  });
  const [held] = await runtime.list();
  expect(held).toMatchObject({
    answerBy: sentAt + 14 * day,
    deliveries: [{ state: 'case', findings: [{ code: 'AB_PORTAL_DEADLINE' }, {}] }],
  });
  const ledger = (await runtime.doctor()).find(({ name }) => name === 'ledger');
  expect(ledger?.checks).toContainEqual(expect.objectContaining({ name: 'portal eingang is answered in time', warning: true }));
  await runtime.close();
  await project.remove();
});

test('thresholds of the configuration hold, and what the portal keeps to itself is remembered for status', async () => {
  const project = await fitProject(service, 'http://127.0.0.1:9', '');
  const config = await project.read('amtsbote.yaml');
  await project.write(
    'amtsbote.yaml',
    config.replace('      minimumKeyBits', '      deadline: { warnDays: [1], caseDay: 3, rejectDay: 5 }\n      minimumKeyBits'),
  );
  const [before] = service.destinations;
  await service.rotateEncryptionKey(before?.destinationId ?? '');
  await send();
  await service.clock.advance(day);
  const runtime = await project.open({ clock: { now: () => service.clock.now(), sleep: async () => undefined } });
  await runtime.sync();
  const { portalsFailing } = await runtime.status();
  await runtime.close();
  await project.remove();
  expect(portalsFailing).toMatchObject([{ portal: 'eingang', codes: { AB_DECRYPTION_KEY_MISSING: 1, AB_PORTAL_DEADLINE: 1 } }]);
});
