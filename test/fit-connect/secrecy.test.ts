import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AttachmentToSend } from '@amtsbote/simulators/fit-connect';
import { expect, test } from 'vitest';
import { readStoredZip } from '../../packages/sdk/src/zip/stored-zip.ts';
import { runSync } from '../support/child-sync.ts';
import { runCli } from '../support/cli.ts';
import { tradeMessage } from '../support/messages.ts';
import type { Project } from '../support/project.ts';
import { valuesIn, valuesInFiles } from '../support/search.ts';
import { fitProject, otherDestinations } from './fit-project.ts';
import { serviceAndTarget } from './service-and-target.ts';

const range = serviceAndTarget(3);

/** Values that stand nowhere else on this machine. */
const values = ['Quargelbäckerei Nepomuk', 'Führungszeugnis der Quargelbäckerin', 'quargel-nepomuk@example.org', 'Quargelzeugnis'];
const [businessName = '', line = '', address = '', filename = ''] = values;
/** One beyond what is kept in memory, and many that are small. */
const large = Buffer.from(`%PDF-1.4 ${line}\n`.repeat(80_000));
const small = Buffer.from(`%PDF-1.4 ${line}\n`.repeat(40));
const attachments = Array.from({ length: 30 }, (_, at): AttachmentToSend => ({
  filename: `${filename} ${at}.pdf`,
  mimeType: 'application/pdf',
  content: at === 0 ? large : small,
}));

/** One submission to each destination; the first one with thirty attachments. */
async function send(message = (id: string): string => tradeMessage({ businessName: `${businessName} ${id}` })): Promise<void> {
  for (const [at, { destinationId }] of range.service.destinations.entries()) {
    await range.send(message(randomUUID()), {
      destinationId,
      attachments: at === 0 ? attachments : attachments.slice(1, 2),
      replyChannel: { eMail: { address } },
    });
  }
}

async function newProject(): Promise<Project> {
  const project = await fitProject(range.service, range.target.url, "log: { file: 'amtsbote.log', level: debug }\n");
  return otherDestinations(project, range.service);
}

/** What must stand nowhere: what was submitted, the private halves of keys, and the secret of the client. */
function hiddenOf(project: Project): readonly string[] {
  const keys = range.service.destinations.flatMap(({ privateKeys }) =>
    privateKeys === undefined ? [] : [...privateKeys.decryption, privateKeys.signing],
  );
  return [...values, ...keys.map(({ d = '' }) => d.slice(10, 60)), project.env['AMTSBOTE_SECRET_FIT_CLIENT'] ?? ''];
}

test('nothing of a submission and no secret lies in any file that runs leave, killed or not, nor in what they say', async () => {
  const project = await newProject();
  const hidden = hiddenOf(project);
  const said: string[] = [];

  for (const kill of ['fit-connect:fetched#1', 'intake:before#1', 'intake:stored#2', 'fit-connect:answer-signed#1']) {
    await send();
    const { stderr, signal } = await runSync(project, kill);
    expect(signal).toBe('SIGKILL');
    said.push(stderr);
    expect(await valuesInFiles(project.directory, hidden)).toEqual([]);
  }
  await send((id) => `<kaputt name="${businessName} ${id}"`);
  range.service.arm({ kind: 'tags-data-changed', times: 1 }, { kind: 'http-500', match: { operation: 'read-attachment' }, times: 1 });
  for (const argv of [['sync', '--json'], ['sync', '--verbose'], ['status'], ['list', '--json'], ['doctor']]) {
    const { stdout, stderr } = await runCli(project, argv);
    said.push(stdout, stderr);
  }
  expect(await valuesInFiles(project.directory, hidden)).toEqual([]);
  expect(valuesIn(Buffer.from(said.join('\n')), hidden)).toEqual([]);

  expect((await range.target.records()).length).toBeGreaterThan(9);
  await expectSecretEvidence(project, hidden);
  await project.remove();
});

/** What goes out as evidence proves what came and what became of it, by hashes. */
async function expectSecretEvidence(project: Project, hidden: readonly string[]): Promise<void> {
  const out = join(project.directory, 'nachweise.zip');
  const { code } = await runCli(project, ['evidence', 'export', '--from', '2020-01-01', '--out', out]);
  expect(code).toBe(0);
  const files = readStoredZip(await readFile(out));
  expect(files.length).toBeGreaterThan(3);
  expect(files.flatMap(({ name, bytes }) => valuesIn(Buffer.concat([Buffer.from(name), bytes]), hidden))).toEqual([]);
}
