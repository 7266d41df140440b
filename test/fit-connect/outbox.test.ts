import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { demoSender, type FitConnect, type KnownDestination, type Sent, senderFor, sendSubmission } from '@amtsbote/simulators/fit-connect';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runSync } from '../support/child-sync.ts';
import { runCli } from '../support/cli.ts';
import { tradeMessage } from '../support/messages.ts';
import type { Project } from '../support/project.ts';
import { startWitness, type Witness } from '../support/witness.ts';
import { authorCertificate, authorKey } from './author-certificate.ts';
import { openPortal, receiveAll, startService } from './bench.ts';
import { fitProject } from './fit-project.ts';

/** Nothing listens there. */
const nowhere = 'http://127.0.0.1:9';
const identifier = 'urn:schema-fitko-de:fit-connect:id.bund.de:message_v6';

let service: FitConnect;
let target: Witness;
let mailboxes: KnownDestination;
beforeAll(async () => {
  service = await startService();
  target = await startWitness();
  const submissionSchemas = [{ schemaUri: 'https://schema.example.org/mailbox.schema.json', mimeType: 'application/json' as const }];
  mailboxes = await service.addDestination({ services: [{ identifier, name: 'Postfach', submissionSchemas, regions: [] }] });
});
afterAll(async () => {
  await service.close();
  await target.close();
});

/** A project that tells applicants by their mailbox that they were accepted; `further` are options of the portal. */
async function mailboxProject(further = '', url = target.url): Promise<Project> {
  const project = await fitProject(service, url);
  const options = `      mailbox:
        destination: ${mailboxes.destinationId}
        client: { id: ${demoSender.clientId}, secret: secret:fit-sender }
        author: { certificate: secret:fit-certificate, key: secret:fit-key }
        publicServiceName: Gewerbe anmelden
        senderName: Stadt Musterstadt
        messages: { accepted: { title: Angenommen, content: 'Ihr Zeichen: {reference}' } }
${further}      destinations:
`;
  const text = await project.read('amtsbote.yaml');
  await project.write(
    'amtsbote.yaml',
    text
      .replace('      destinations:\n', options)
      .replace('signingKey: secret:fit-signing }', 'signingKey: secret:fit-signing, replyChannels: [idBundDeMailbox] }'),
  );
  const env = {
    ...project.env,
    AMTSBOTE_SECRET_FIT_SENDER: demoSender.clientSecret,
    AMTSBOTE_SECRET_FIT_CERTIFICATE: authorCertificate,
    AMTSBOTE_SECRET_FIT_KEY: authorKey,
  };
  return { ...project, env, open: (more = {}) => project.open({ env, ...more }) };
}

async function send(businessName: string): Promise<Sent & { readonly mailboxUuid: string }> {
  const mailboxUuid = randomUUID();
  const data = { bytes: Buffer.from(tradeMessage({ businessName })), mimeType: 'application/xml' as const };
  const destinationId = service.destinations[0]?.destinationId ?? '';
  const sent = await sendSubmission(senderFor(service), { destinationId, data, replyChannel: { idBundDeMailbox: { mailboxUuid } } });
  return { ...sent, mailboxUuid };
}

/** The mailboxes that were written to, once for each message. */
async function written(): Promise<readonly string[]> {
  await using run = openPortal(service, { destinations: [mailboxes] });
  const { incoming } = await receiveAll(run);
  const envelopes = await Promise.all(
    incoming.map(async (one) => JSON.parse((await buffer(one.message!.open())).toString()) as { content: string }),
  );
  return envelopes.map(({ content }) => (JSON.parse(content) as { mailboxUuid: string }).mailboxUuid);
}

test('killed anywhere while applicants are told, each gets one message', async () => {
  const project = await mailboxProject();
  const sent = [await send('Böttcherei 0')];
  const { boundaries, stderr } = await runSync(project);
  expect(stderr).toBe('');
  const kills = boundaries.filter((boundary) => /^(fit-connect:message-|report:).*#1$/.test(boundary));
  expect(kills).toEqual(
    expect.arrayContaining(['fit-connect:message-announced#1', 'fit-connect:message-kept#1', 'fit-connect:message-submitted#1']),
  );
  for (const [index, kill] of kills.entries()) {
    sent.push(await send(`Böttcherei ${index + 1}`));
    await runSync(project, kill);
  }
  expect(await runSync(project)).toMatchObject({ code: 0, stderr: '' });
  expect(await runSync(project)).toMatchObject({ code: 0, stderr: '' });
  expect((await written()).toSorted()).toEqual(sent.map(({ mailboxUuid }) => mailboxUuid).toSorted());
  expect(sent.map(({ submissionId }) => service.witness.item(submissionId)?.state)).toEqual(sent.map(() => 'accepted'));
  await project.remove();
});

test('what waits here is told to the service as passed on, where that is wished, once; and is accepted all the same', async () => {
  const project = await mailboxProject('      forward: stored\n', nowhere);
  const { submissionId } = await send('Seilerei');
  const acts = (): readonly string[] => service.witness.item(submissionId)?.events.map(({ act }) => act) ?? [];
  await runCli(project, ['sync']);
  expect(acts()).not.toContain('forward');
  await runCli(project, ['sync']);
  await runCli(project, ['sync']);
  expect(acts().filter((act) => act === 'forward')).toHaveLength(1);
  expect(service.witness.item(submissionId)?.state).toBe('forwarded');
  const file = join('targets', 'musterverfahren-api.yaml');
  await project.write(file, (await project.read(file)).replaceAll(nowhere, target.url));
  const runtime = await project.open();
  for (const { id } of await runtime.list()) await runtime.retry(id);
  await runtime.close();
  expect(await runCli(project, ['sync'])).toMatchObject({ code: 0, stderr: '' });
  expect(service.witness.item(submissionId)?.state).toBe('accepted');
  await project.remove();
});
