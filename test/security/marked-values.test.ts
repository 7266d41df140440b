import { mkdir, readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { demoUser } from '@amtsbote/simulators/musterverfahren';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runSync } from '../support/child-sync.ts';
import { runCli } from '../support/cli.ts';
import { runCliProcess } from '../support/cli-process.ts';
import { dogMessage, tradeMessage } from '../support/messages.ts';
import { makeProject, type Project } from '../support/project.ts';
import { entriesBelow, valuesIn, valuesInFiles } from '../support/search.ts';
import { startWitness, type Witness } from '../support/witness.ts';
import { zipOf } from '../support/zip.ts';

/** Values that stand nowhere else on this machine. */
const person = {
  familyName: 'Quarkspeisinger-Ößl',
  givenNames: 'Nepomukina Xaveria',
  street: 'Quittenmusgasse',
  town: 'Unterquarkhausen',
  phone: '039879981177',
  businessName: 'Quarkspeisenmanufaktur',
  activity: 'Quarkspeisenhandel',
  dogName: 'Quarkbällchen',
  remark: 'DE02 7001 0080 0987 6543 21',
};
const account = 'DE02700100800987654321';
const born = ['17091923', '17.09.1923', '1923-09-17'];
const secrets = { password: 'Kennwort-Quark-8127', client: 'Quarkclient-55271', token: 'quark.token.9931-4471' };
const marked = [...Object.values(person), account, ...born, ...Object.values(secrets)];

/** Gives a marked token, and takes every record that comes with it. */
const api = createServer((request, response) => {
  request.resume().on('end', () => {
    const isAllowed = request.headers.authorization === `Bearer ${secrets.token}`;
    if (isAllowed && request.method === 'POST') recorded += 1;
    const answer = request.url === '/api/token' ? { access_token: secrets.token, expires_in: 3600 } : { treffer: [], aktenzeichen: 'GE-1' };
    response.writeHead(request.url === '/api/token' || isAllowed ? 200 : 401, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer));
  });
});

let recorded = 0;
let project: Project;
let witness: Witness;
const said: string[] = [];
const env = {
  AMTSBOTE_SECRET_MUSTERVERFAHREN_PASSWORD: secrets.password,
  AMTSBOTE_SECRET_MUSTERVERFAHREN_CLIENT_SECRET: secrets.client,
};

beforeAll(async () => {
  const port = await listening(api);
  witness = await startWitness({ users: [{ ...demoUser, password: secrets.password }] });
  project = await makeProject({ url: witness.url, rejections: 'allowed' });
  await project.write(
    'targets/musterverfahren-api.yaml',
    (await project.read('targets/musterverfahren-api.yaml')).replace(witness.url, `http://127.0.0.1:${port}`),
  );
  await project.write('amtsbote.yaml', `${await project.read('amtsbote.yaml')}log: { file: log/amtsbote.log, level: debug }\n`);
  await mkdir(join(project.directory, 'log'));
  await dropAll();
  const killed = await runSync({ ...project, env: { ...project.env, ...env } }, 'fence:answered#1');
  said.push(killed.stderr, killed.boundaries.join('\n'), String(killed.signal));
  await tell('sync', '--json');
  await project.drop('zweite.xml', withBirth(dogMessage({ ...person, givenNames: 'Nepomukina Zweite' })));
  await tell('sync', '--verbose');
  for (const argv of [
    ['status'],
    ['list'],
    ['doctor'],
    ['doctor', '--json'],
    ['audit', 'verify'],
    ['secret', 'list'],
    ['backup', 'sicherung'],
  ])
    await tell(...argv);
  await tell('audit', 'export', '--out', 'verlauf.jsonl');
  // The name of an attachment is shown to who asks for its submission, and nowhere else.
  for (const id of await ids()) await tell('show', id, '--evidence', 'nachweise');
}, 170_000);

afterAll(async () => {
  api.close();
  await witness.close();
  await project.remove();
});

async function listening(server: Server): Promise<number> {
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
  return (server.address() as AddressInfo).port;
}

/** The fixed day of birth of both messages becomes a marked one. */
function withBirth(message: string): string {
  return message
    .replace('05031985', '17091923')
    .replace(
      '<F60000231>05</F60000231><F60000232>03</F60000232><F60000233>1985<',
      '<F60000231>17</F60000231><F60000232>09</F60000232><F60000233>1923<',
    );
}

async function dropAll(): Promise<void> {
  const attachment = Buffer.from(`%PDF-1.7 ${account} `.repeat(20_000));
  await project.drop('hund.xml', withBirth(dogMessage(person)));
  await project.drop('gewerbe.zip', zipOf({ 'nachricht.xml': withBirth(tradeMessage(person)), [`${person.familyName}.pdf`]: attachment }));
  await project.drop(`${person.familyName}.xml`, withBirth(dogMessage({ ...person, breed: '998' })));
  await project.drop('falsch.xml', withBirth(dogMessage({ ...person, breed: person.dogName })));
}

/** Runs are processes of their own; what looks at them need not be. */
async function tell(...argv: readonly string[]): Promise<void> {
  const run = argv[0] === 'sync' ? runCliProcess : runCli;
  const { stdout, stderr } = await run({ ...project, env: { ...project.env, ...env } }, argv);
  said.push(stdout.replaceAll(/^ {2}attachment .*$/gm, ''), stderr);
}

async function ids(): Promise<readonly string[]> {
  const { stdout } = await runCli(project, ['list', '--json']);
  return (JSON.parse(stdout) as { submissions: { id: string }[] }).submissions.map(({ id }) => id);
}

describe.skipIf(process.platform === 'win32')('after a kill, runs, and whatever looks at them', () => {
  test('what is searched for was really used: records by web UI and API, with the marked password and token', async () => {
    expect((await witness.records()).length).toBe(2);
    expect(recorded).toBe(1);
    const names = (await entriesBelow(project.directory)).map(({ path }) => path.slice(project.directory.length + 1));
    const parts = [
      '.amtsbote/ledger.sqlite',
      'log/amtsbote.log',
      'sicherung/',
      'verlauf.jsonl',
      'nachweise/',
      'angenommen/',
      'abgelehnt/',
      '/content/',
      'tmp/',
    ];
    expect(parts.filter((part) => !names.some((name) => name.includes(part)))).toEqual([]);
    expect(names.filter((name) => /nachweise.*\.(png|pdf)$/.test(name))).not.toEqual([]);
  });

  test('no file holds a marked value: ledger, log, backup, receipts, evidence with its metadata, what a killed process left', async () => {
    expect(await valuesInFiles(project.directory, marked)).toEqual([]);
  });

  test('nothing that was said holds one', async () => {
    const everything = said.join('\n');
    expect(everything).toContain('AB_CODE_UNKNOWN');
    expect(valuesIn(Buffer.from(everything), marked)).toEqual([]);
    expect(await readFile(join(project.directory, 'log/amtsbote.log'), 'utf8')).toContain('correlation');
  });
});
