import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import type { Incoming, Report } from '@amtsbote/sdk';
import {
  answerReply,
  demoSender,
  type Fault,
  type FitConnect,
  type KeyPair,
  type KnownDestination,
  makeKeyPair,
  readAnswer,
  readReplies,
  type Sent,
  senderFor,
  sendSubmission,
} from '@amtsbote/simulators/fit-connect';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { authorCertificate, authorKey } from './author-certificate.ts';
import { openPortal, type PortalRun, receiveAll, reportOn, type Setting, startService } from './bench.ts';

const message = 'urn:schema-fitko-de:fit-connect:id.bund.de:message_v6';
const schemaUri = 'https://schema.example.org/mailbox.schema.json';
const standard = 'urn:xoev-de:bmk:standard:xbau_2.6';
const statesSchema = 'https://schema.example.org/state.schema.json';
const secret = 'Aktenzeichen-Quargel-17';

let service: FitConnect;
let folder: string;
let authority: KnownDestination;
let mailboxes: KnownDestination;
let encryption: KeyPair;
let signature: KeyPair;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'amtsbote-replies-'));
  service = await startService({ database: join(folder, 'service.sqlite') });
  authority = service.destinations[0]!;
  mailboxes = await service.addDestination({
    services: [{ identifier: message, name: 'Postfach', submissionSchemas: [{ schemaUri, mimeType: 'application/json' }], regions: [] }],
  });
  [encryption, signature] = await Promise.all([makeKeyPair('encryption', 2048), makeKeyPair('signature', 2048)]);
  service.addClient({ ...demoSender, verificationKeys: [signature.publicKey] });
});
afterAll(async () => {
  await service.close();
  await rm(folder, { recursive: true });
});
beforeEach(() => service.disarm());

const words = (event: string): { title: string; content: string } => ({ title: `Titel ${event}`, content: `Ihr Zeichen: {reference}` });

const mailboxOptions = (): Record<string, unknown> => ({
  destination: mailboxes.destinationId,
  client: { id: demoSender.clientId, secret: 'secret:sender' },
  author: { certificate: 'secret:certificate', key: 'secret:key' },
  publicServiceName: 'Gewerbe anmelden',
  senderName: 'Stadt Musterstadt',
  messages: { completed: words('fertig'), accepted: words('da') },
});

function open(setting: Setting = {}): PortalRun {
  return openPortal(service, {
    clock: { now: () => service.clock.now(), sleep: async () => undefined },
    destinations: [authority],
    destination: { replyChannels: ['idBundDeMailbox', 'fitConnect'] },
    ...setting,
    secrets: { 'secret:certificate': authorCertificate, 'secret:key': authorKey, 'secret:sender': demoSender.clientSecret },
    options: {
      mailbox: mailboxOptions(),
      replies: { states: { schemaUri: statesSchema } },
      ...setting.options,
    },
  });
}

async function sendAndReceive(replyChannel: Record<string, unknown>): Promise<{ sent: Sent; got: Incoming }> {
  const data = { bytes: Buffer.from(JSON.stringify({ id: randomUUID() })), mimeType: 'application/json' as const };
  const sent = await sendSubmission(senderFor(service), { destinationId: authority.destinationId, data, replyChannel });
  await using run = open();
  const got = (await receiveAll(run)).incoming.find(({ portalId }) => portalId === sent.submissionId);
  if (got?.problem !== undefined || got === undefined) throw new Error(`not received: ${got?.problem?.message}`);
  return { sent, got };
}

const byMailbox = (): Record<string, unknown> => ({ idBundDeMailbox: { mailboxUuid: randomUUID() } });
const byReply = (standards: readonly string[] = [standard], key: unknown = encryption.publicKey): Record<string, unknown> => ({
  fitConnect: { processStandards: standards, encryptionPublicKey: key },
});

/** What the mailboxes got since the last look, as their own reader sees it. */
async function posted(): Promise<readonly Record<string, unknown>[]> {
  const clock = { now: () => service.clock.now(), sleep: async () => undefined };
  await using run = openPortal(service, { destinations: [mailboxes], clock });
  const { incoming, error } = await receiveAll(run);
  expect(error).toBeUndefined();
  const contents: Record<string, unknown>[] = [];
  for (const one of incoming) {
    const { content = '' } = JSON.parse((await buffer(one.message!.open())).toString()) as { content?: string };
    contents.push(JSON.parse(content) as Record<string, unknown>);
    await run.portal.report(reportOn(one));
  }
  return contents;
}

/** Reports as an engine does: what was kept of one try is there at the next one. */
class Reporter {
  readonly #report: Report;
  #progress: string | undefined;

  constructor(report: Report) {
    this.#report = report;
  }

  /** One try, in a run of its own; what it ended with. */
  async tell(setting: Setting = {}): Promise<unknown> {
    await using run = open(setting);
    const keep = async (progress: string): Promise<void> => {
      this.#progress = progress;
    };
    const report = { ...this.#report, keep, ...(this.#progress !== undefined && { progress: this.#progress }) };
    return await run.portal.report(report).then(
      () => 'told',
      (error: unknown) => error,
    );
  }
}

const done = { kind: 'status', state: { status: 'completed', final: true }, at: Date.UTC(2026, 10, 2), references: [secret] } as const;
const answer = { type: '1121', mediaType: 'application/xml', bytes: Buffer.from(`<x>${secret}</x>`) } as const;

test('a message goes to the mailbox that the applicant chose, in the words of the configuration', async () => {
  const { got } = await sendAndReceive(byMailbox());
  expect(await new Reporter(reportOn(got, done)).tell()).toBe('told');
  expect(await new Reporter(reportOn(got, { ...done, id: 'x', state: { status: 'processing', final: false } })).tell()).toBe('told');
  const [told, ...others] = await posted();
  expect(others).toEqual([]);
  expect(told).toMatchObject({
    stork_qaa_level: 1,
    sender: 'Stadt Musterstadt',
    title: 'Titel fertig',
    content: `Ihr Zeichen: ${secret}`,
    service: 'Gewerbe anmelden',
    reference: secret,
  });
});

test('whoever chose another way gets no message, and an acceptance has its own', async () => {
  const { got } = await sendAndReceive(byReply(['urn:none']));
  expect(await new Reporter(reportOn(got, done)).tell()).toBe('told');
  expect(await posted()).toEqual([]);
  const { got: second, sent } = await sendAndReceive(byMailbox());
  expect(await new Reporter(reportOn(second, { references: [] })).tell()).toBe('told');
  expect((await readAnswer(senderFor(service), sent)).state).toBe('accepted');
  expect(await posted()).toMatchObject([{ title: 'Titel da', content: 'Ihr Zeichen: –' }]);
});

test('an answer of the standard goes back as a reply, for the key of the sender, who verifies and accepts it', async () => {
  const { got, sent } = await sendAndReceive(byReply());
  const second = { ...answer, type: '1180', bytes: Buffer.from('<y/>') };
  expect(await new Reporter(reportOn(got, { answers: [answer, second] })).tell()).toBe('told');
  const replies = await readReplies(senderFor(service), encryption.privateKey);
  expect(replies.map(({ data }) => Buffer.from(data).toString())).toEqual([`<x>${secret}</x>`, '<y/>']);
  expect(replies[0]).toMatchObject({
    caseId: sent.caseId,
    metadata: { contentStructure: { data: { submissionSchema: { schemaUri: standard, mimeType: 'application/xml' } }, attachments: [] } },
  });
  for (const reply of replies) await answerReply(senderFor(service), reply, { signingKey: signature.privateKey });
  expect(service.witness.item(replies[0]!.replyId)?.state).toBe('accepted');
});

test('a state goes back as a reply to those who take its schema only', async () => {
  for (const standards of [[standard], [standard, statesSchema]]) {
    const { got } = await sendAndReceive(byReply(standards));
    expect(await new Reporter(reportOn(got, done)).tell()).toBe('told');
  }
  const [reply, ...others] = await readReplies(senderFor(service), encryption.privateKey);
  expect(others).toEqual([]);
  expect(JSON.parse(Buffer.from(reply!.data).toString())).toEqual({
    status: 'COMPLETED',
    statusDetails: { de: 'Abgeschlossen' },
    createdDate: '2026-11-02T00:00:00.000Z',
    final: true,
    reference: secret,
  });
  await answerReply(senderFor(service), reply!, { signingKey: signature.privateKey });
});

test.each([
  ['no key at all', byReplyKey({ kty: 'RSA' })],
  ['a key for signatures', byReplyKey('signature')],
])('a sender that gives %s is not answered in the clear; the acceptance stands, and the report says why', async (_what, channel) => {
  const { got, sent } = await sendAndReceive(channel());
  const reporter = new Reporter(reportOn(got, { answers: [answer] }));
  for (let time = 0; time < 2; time += 1) expect(await reporter.tell()).toMatchObject({ code: 'AB_REPORT_REFUSED', effect: 'case' });
  expect(service.witness.item(sent.submissionId)?.acceptsPosted).toBeGreaterThan(0);
  expect((await readAnswer(senderFor(service), sent)).state).toBe('accepted');
  expect(await readReplies(senderFor(service), encryption.privateKey)).toEqual([]);
});

function byReplyKey(key: unknown): () => Record<string, unknown> {
  return () => byReply([standard], key === 'signature' ? signature.publicKey : key);
}

test('an answer whose schema nobody names is not sent under a guess', async () => {
  const { got } = await sendAndReceive(byReply([standard, 'urn:other']));
  const report = reportOn(got, { answers: [answer] });
  expect(await new Reporter(report).tell()).toMatchObject({ code: 'AB_REPORT_REFUSED', hint: expect.stringContaining('replies.schemas') });
  expect(await new Reporter(report).tell({ options: { replies: { schemas: { '1121': 'urn:other' } } } })).toBe('told');
  const [reply] = await readReplies(senderFor(service), encryption.privateKey);
  expect(reply?.metadata).toMatchObject({ contentStructure: { data: { submissionSchema: { schemaUri: 'urn:other' } } } });
  await answerReply(senderFor(service), reply!, { signingKey: signature.privateKey });
});

/** Messages of either way that were submitted, among them those of earlier tests. */
function submitted(): number {
  return service.witness.items().filter((item) => isMessage(item) && item.events.some(({ act }) => act === 'submit')).length;
}

const isMessage = ({ kind, destinationId }: { kind: string; destinationId: string }): boolean =>
  kind === 'reply' || destinationId === mailboxes.destinationId;

const ways = [
  ['mailbox', byMailbox, done],
  ['reply', byReply, { answers: [answer] }],
] as const;
const boundaries = ['fit-connect:message-announced', 'fit-connect:message-kept', 'fit-connect:message-submitted'] as const;

test.each(ways.flatMap(([way, channel, report]) => boundaries.map((boundary) => [way, boundary, channel, report] as const)))(
  'a message by %s that is cut off at %s goes out once, by the next try',
  async (...[, boundary, channel, report]) => {
    const { got } = await sendAndReceive(channel());
    const reporter = new Reporter(reportOn(got, report));
    const before = submitted();
    const crash = (name: string): void => {
      if (name === boundary) throw new Error('crashed');
    };
    for (let time = 0; time < 2; time += 1) await reporter.tell({ boundary: crash });
    expect(await reporter.tell()).toBe('told');
    expect(await reporter.tell()).toBe('told');
    expect(submitted() - before).toBe(1);
  },
);

test.each(
  ways.flatMap(([way, channel, report]) =>
    (['announce', 'finalise', 'events'] as const).flatMap((operation) =>
      (['cut-after', 'cut-before', 'http-500'] as const).map((kind) => [way, kind, operation, channel, report] as const),
    ),
  ),
)('a message by %s that meets %s at %s goes out once', async (...[, kind, operation, channel, report]) => {
  const { got } = await sendAndReceive(channel());
  const reporter = new Reporter(reportOn(got, report));
  const before = submitted();
  const fault: Fault = { kind, match: { operation }, when: 'after', times: 1 };
  service.arm(fault);
  await reporter.tell();
  await reporter.tell();
  service.disarm();
  expect(await reporter.tell()).toBe('told');
  expect(submitted() - before).toBe(1);
});

test('what was announced and lies for a day, the service deletes; it is announced anew', async () => {
  const { got } = await sendAndReceive(byMailbox());
  const reporter = new Reporter(reportOn(got, done));
  const before = submitted();
  await reporter.tell({
    boundary: (name) => {
      if (name === 'fit-connect:message-kept') throw new Error('crashed');
    },
  });
  await service.clock.advance(2 * 86_400_000);
  expect(await reporter.tell()).toBe('told');
  expect(submitted() - before).toBe(1);
});

test('where the service says neither that it has a message nor that it deleted it, none is sent a second time', async () => {
  const { got } = await sendAndReceive(byMailbox());
  const reporter = new Reporter(reportOn(got, done));
  const before = submitted();
  await reporter.tell({
    boundary: (name) => {
      if (name === 'fit-connect:message-submitted') throw new Error('crashed');
    },
  });
  service.arm({ kind: 'events-without', event: 'submit' }, { kind: 'http-404', match: { operation: 'finalise' } });
  expect(await reporter.tell()).toMatchObject({ code: 'AB_REPORT_REFUSED', message: expect.stringContaining('not known') });
  service.disarm();
  expect(await reporter.tell()).toBe('told');
  expect(submitted() - before).toBe(1);
});

test('one of several messages that cannot go out does not send the others twice', async () => {
  const { got } = await sendAndReceive(byReply());
  const reporter = new Reporter(reportOn(got, { answers: [answer, answer] }));
  const before = submitted();
  service.arm({ kind: 'http-500', match: { operation: 'finalise' }, times: 1 });
  for (let time = 0; time < 3; time += 1) await reporter.tell();
  expect(submitted() - before).toBe(2);
});

test('what a citizen is told is nowhere at the service in the clear', async () => {
  for (const name of await readdir(folder)) expect((await readFile(join(folder, name))).includes(secret)).toBe(false);
});

test('a check looks at the way to mailboxes, and tells of ways that nothing serves', async () => {
  const told = async (setting: Setting = {}): Promise<readonly unknown[]> => {
    await using run = open(setting);
    const checks = await run.portal.check();
    return checks.flatMap(({ name, ok, warning, code }) => (ok && warning !== true ? [] : [[name.replace(/ [0-9a-f-]{36}/, ''), code]]));
  };
  service.changeDestination(authority.destinationId, { replyChannels: { idBundDeMailbox: {}, fitConnect: {} } });
  const late = ['destination has nothing that waits for too long', 'AB_PORTAL_DEADLINE'];
  expect((await told()).filter((line) => String(line) !== String(late))).toEqual([]);
  const inOctober2126 = { now: () => Date.UTC(2126, 9, 1), sleep: async () => undefined };
  expect(await told({ clock: inOctober2126 })).toContainEqual(['messages can be sent to mailboxes', 'AB_CERTIFICATE_EXPIRES']);
  expect(
    await told({ options: { mailbox: { ...mailboxOptions(), author: { certificate: 'secret:key', key: 'secret:key' } } } }),
  ).toContainEqual(['messages can be sent to mailboxes', 'AB_CONFIG_INVALID']);
  service.changeDestination(mailboxes.destinationId, { status: 'inactive' });
  expect(await told()).toContainEqual(['messages can be sent to mailboxes', 'AB_DESTINATION_INACTIVE']);
  service.changeDestination(mailboxes.destinationId, { status: 'active' });
  expect(await told({ options: { replies: undefined } })).toContainEqual([
    'destination: applicants are answered as it offers',
    'AB_REPLY_NOT_CONFIGURED',
  ]);
});
