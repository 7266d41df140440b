import { randomUUID } from 'node:crypto';
import { type FitConnect, senderFor, sendSubmission } from '@amtsbote/simulators/fit-connect';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runSync } from '../support/child-sync.ts';
import { runCli } from '../support/cli.ts';
import { tradeMessage } from '../support/messages.ts';
import { valuesIn, valuesInFiles } from '../support/search.ts';
import { startWitness, type Witness } from '../support/witness.ts';
import { startService } from './bench.ts';
import { fitProject } from './fit-project.ts';

let service: FitConnect;
let target: Witness;
beforeAll(async () => {
  service = await startService();
  target = await startWitness();
});
afterAll(async () => {
  await service.close();
  await target.close();
});

/** Values that stand nowhere else on this machine. */
const values = ['Quargelbäckerei Nepomuk', 'Führungszeugnis der Quargelbäckerin', 'quargel-nepomuk@example.org', 'Quargelzeugnis.pdf'];
const [businessName = '', line = '', address = '', filename = ''] = values;
/** One beyond what is kept in memory. */
const attachment = Buffer.from(`%PDF-1.4 ${line}\n`.repeat(80_000));

async function send(message = tradeMessage({ businessName: `${businessName} ${randomUUID()}` })): Promise<void> {
  const destinationId = service.destinations[0]?.destinationId ?? '';
  await sendSubmission(senderFor(service), {
    destinationId,
    data: { bytes: Buffer.from(message), mimeType: 'application/xml' },
    attachments: [{ filename, mimeType: 'application/pdf', content: attachment }],
    replyChannel: { eMail: { address } },
  });
}

test('nothing of a submission and no secret lies in any file that runs leave, killed or not, nor in what they say', async () => {
  const project = await fitProject(service, target.url, "log: { file: 'amtsbote.log', level: debug }\n");
  const { decryption = [], signing } = service.destinations[0]?.privateKeys ?? {};
  const secrets = [decryption[0], signing].map((key) => (key as unknown as { d: string }).d.slice(10, 60));
  const all = [...values, ...secrets, project.env['AMTSBOTE_SECRET_FIT_CLIENT'] ?? ''];
  const said: string[] = [];

  for (const kill of ['fit-connect:fetched#1', 'intake:before#1', 'intake:stored#1', 'fit-connect:answer-signed#1']) {
    await send();
    const { stderr, signal } = await runSync(project, kill);
    expect(signal).toBe('SIGKILL');
    said.push(stderr);
    expect(await valuesInFiles(project.directory, all)).toEqual([]);
  }
  await send(`<kaputt name="${businessName}"`);
  service.arm({ kind: 'tags-data-changed', times: 1 }, { kind: 'http-500', match: { operation: 'read-attachment' }, times: 1 });
  for (const argv of [['sync', '--json'], ['sync', '--verbose'], ['status'], ['doctor']]) {
    const { stdout, stderr } = await runCli(project, argv);
    said.push(stdout, stderr);
  }
  expect(await valuesInFiles(project.directory, all)).toEqual([]);
  expect(valuesIn(Buffer.from(said.join('\n')), all)).toEqual([]);
  await project.remove();
});
