import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { runSync, startSync } from './support/child-sync.ts';
import { endOf, runCliProcess, startCli } from './support/cli-process.ts';
import { dogMessage, tradeMessage } from './support/messages.ts';
import { knownOf } from './support/output-lines.ts';
import { makeProject, type Project } from './support/project.ts';
import { submissionsOf } from './support/settle.ts';
import { startWitness, type Witness } from './support/witness.ts';

interface Stage {
  readonly project: Project;
  readonly witness: Witness;
}

let stage: Stage;
beforeEach(async () => {
  const witness = await startWitness();
  const project = await makeProject({ url: witness.url, rejections: 'allowed' });
  stage = { witness, project };
  onTestFinished(async () => {
    await witness.close();
    await project.remove();
  });
});

const saving = { method: 'POST', path: '/api/gewerbeanmeldungen' };
/** Valid, with a code that the mapping does not know. */
const unmapped = (dogName = 'Änne'): string => dogMessage({ breed: '998', dogName });
const broken = (): string => dogMessage({ breed: 'keine' });
const drop = (name: string, content: string) => (on: Stage) => on.project.drop(name, content);
const edit = (file: string, from: RegExp | string, to: string) => async (on: Stage) => {
  const path = join(on.project.directory, file);
  const text = await readFile(path, 'utf8');
  expect(text.replace(from, to)).not.toBe(text);
  await writeFile(path, text.replace(from, to));
};
const api = 'targets/musterverfahren-api.yaml';

interface Row {
  readonly when: string;
  readonly prepare: readonly ((on: Stage) => unknown)[];
  readonly argv?: readonly string[];
  readonly code: number;
  /** What the last line of `--json` holds. */
  readonly says?: object;
}

const rows: readonly Row[] = [
  { when: 'nothing is to be done', prepare: [], code: 0, says: { received: 0, exitCode: 0 } },
  { when: 'everything is delivered', prepare: [drop('a.xml', tradeMessage())], code: 0, says: { received: 1, exitCode: 0 } },
  {
    when: 'what is handed over is known already',
    prepare: [drop('a.xml', tradeMessage()), (on) => runSync(on.project), drop('b.xml', tradeMessage())],
    code: 0,
    says: { received: 0, duplicates: 1 },
  },
  {
    when: 'everything becomes a case',
    prepare: [drop('a.xml', unmapped()), drop('b.xml', unmapped('Zweite'))],
    code: 3,
    says: { exitCode: 3 },
  },
  {
    when: 'one of two becomes a case',
    prepare: [drop('a.xml', unmapped()), drop('b.xml', tradeMessage())],
    code: 3,
    says: { received: 2 },
  },
  { when: 'a message is rejected', prepare: [drop('a.xml', broken())], code: 3, says: { submissions: [{ state: 'rejected' }] } },
  { when: 'a message is rejected, and only cases count', prepare: [drop('a.xml', broken())], argv: ['--fail-on', 'case'], code: 0 },
  { when: 'everything becomes a case, and nothing counts', prepare: [drop('a.xml', unmapped())], argv: ['--fail-on', 'never'], code: 0 },
  {
    when: 'a case waits from an earlier run',
    prepare: [drop('a.xml', unmapped()), (on) => runSync(on.project)],
    code: 0,
    says: { submissions: [] },
  },
  {
    when: 'a case waits from an earlier run, and open ones count',
    prepare: [drop('a.xml', unmapped()), (on) => runSync(on.project)],
    argv: ['--fail-on', 'open'],
    code: 3,
    says: { openCases: 1 },
  },
  { when: 'the folder of the portal is a file', prepare: [portalIsAFile], code: 4, says: { portalsFailed: [{ portal: 'eingang' }] } },
  {
    when: 'the target does not answer',
    prepare: [drop('a.xml', tradeMessage()), (on) => on.witness.close()],
    code: 4,
    says: { submissions: [{ deliveries: [{ state: 'ready' }] }] },
  },
  {
    when: 'the target does not answer, and nothing else counts',
    prepare: [drop('a.xml', tradeMessage()), (on) => on.witness.close()],
    argv: ['--fail-on', 'never'],
    code: 4,
  },
  {
    when: 'the target does not answer, and something else is a case',
    prepare: [drop('a.xml', tradeMessage()), drop('b.xml', unmapped()), (on) => on.witness.close()],
    code: 4,
  },
  {
    when: 'the target asks for patience',
    prepare: [drop('a.xml', tradeMessage()), (on) => on.witness.arm({ kind: 'http-429', match: saving, retryAfter: 60 })],
    code: 4,
    says: { submissions: [{ deliveries: [{ findings: [{ code: 'AB_TARGET_THROTTLED' }] }] }] },
  },
  {
    when: 'a login is refused',
    prepare: [drop('a.xml', tradeMessage())],
    argv: ['--wrong-password'],
    code: 4,
  },
  {
    when: 'code of the operator fails while a message is read',
    prepare: [brokenProfile, drop('a.xml', tradeMessage())],
    code: 1,
    says: { submissions: [{ state: 'case', findings: [{ code: 'AB_DEFECT' }] }] },
  },
  {
    when: 'there is a defect, a case, and a target that does not answer',
    prepare: [brokenProfile, drop('a.xml', tradeMessage()), drop('b.xml', unmapped()), (on) => on.witness.close()],
    argv: ['--fail-on', 'never'],
    code: 1,
  },
  {
    when: 'an answer is lost, and the record is found',
    prepare: [drop('a.xml', tradeMessage()), (on) => on.witness.arm({ kind: 'cut-after', match: saving, times: 1 })],
    code: 0,
    says: { submissions: [{ deliveries: [{ state: 'delivered' }] }] },
  },
  {
    when: 'an answer is lost, and the target cannot be searched',
    prepare: [
      edit(api, 'find: authoritative', 'find: none'),
      dropLookUp,
      drop('a.xml', tradeMessage()),
      (on) => on.witness.arm({ kind: 'cut-after', match: saving, times: 1 }),
    ],
    code: 3,
    says: { submissions: [{ deliveries: [{ state: 'case', findings: [{ code: 'AB_OUTCOME_UNRESOLVED' }] }] }] },
  },
  {
    when: 'all is delivered, and the portal cannot be told',
    prepare: [(on) => on.project.write('angenommen', 'no folder'), drop('a.xml', tradeMessage())],
    code: 4,
  },
  { when: 'a portal is named that there is not', prepare: [], argv: ['--portal', 'nirgends'], code: 2, says: { code: 'AB_USAGE' } },
  {
    when: 'the configuration is wrong',
    prepare: [edit('amtsbote.yaml', 'portals:', 'portale:')],
    code: 2,
    says: { code: 'AB_CONFIG_INVALID' },
  },
  { when: 'an option is wrong', prepare: [], argv: ['--fail-on', 'sometimes'], code: 2, says: { code: 'AB_USAGE' } },
  {
    when: 'the options of a target are wrong',
    prepare: [edit(api, 'maxInFlightMs', 'maxInFlight'), drop('a.xml', tradeMessage())],
    code: 2,
  },
  {
    when: 'a secret is missing',
    prepare: [drop('a.xml', tradeMessage())],
    argv: ['--no-secrets'],
    code: 2,
    says: { code: 'AB_SECRET_MISSING' },
  },
  { when: 'the key is another one', prepare: [(on) => runSync(on.project), otherKey], code: 2, says: { code: 'AB_KEY_WRONG' } },
  { when: 'the ledger is newer', prepare: [(on) => runSync(on.project), newerLedger], code: 2, says: { code: 'AB_LEDGER_NEWER' } },
  { when: 'the ledger is damaged', prepare: [(on) => on.project.write('.amtsbote/ledger.sqlite', 'x'.repeat(5000))], code: 2 },
];

async function brokenProfile({ project }: Stage): Promise<void> {
  const detect = `(message) => { if (message.root.localName.startsWith('abh')) throw new TypeError('x'); return undefined; }`;
  await project.write(
    'broken.mjs',
    `export const profile = { type: 'profile', profile: { name: 'broken', title: 'x', detect: ${detect}, header: () => ({}) } };\n`,
  );
  await project.write('amtsbote.yaml', `${await project.read('amtsbote.yaml')}profiles: [./broken.mjs]\n`);
}

async function dropLookUp({ project }: Stage): Promise<void> {
  await project.write(api, (await project.read(api)).replace(/\n {4}find:\n( {6}.*\n)+/, '\n'));
}

function portalIsAFile(on: Stage): Promise<void> {
  return edit('amtsbote.yaml', 'settleMs: 0', 'settleMs: 0, path: amtsbote.yaml')(on);
}

async function otherKey({ project }: Stage): Promise<void> {
  await project.write('.amtsbote/master.key', Buffer.alloc(32, 5).toString('base64'));
}

function newerLedger({ project }: Stage): void {
  const database = new DatabaseSync(project.ledgerFile);
  database.exec('pragma user_version = 999');
  database.close();
}

const environments: Readonly<Record<string, Readonly<Record<string, string | undefined>>>> = {
  '--wrong-password': { AMTSBOTE_SECRET_MUSTERVERFAHREN_CLIENT_SECRET: 'falsch' },
  '--no-secrets': { AMTSBOTE_SECRET_MUSTERVERFAHREN_CLIENT_SECRET: undefined },
};

test.each(rows)('when $when, sync ends with $code', async ({ prepare, argv = [], code, says }) => {
  for (const step of prepare) await step(stage);
  const given = argv.filter((word) => environments[word] === undefined);
  const env = environments[argv.find((word) => environments[word] !== undefined) ?? ''] ?? {};
  const ran = await runCliProcess(stage.project, ['sync', '--json', ...given], { env });
  expect({ code: ran.code, stderr: ran.stderr }).toEqual({ code, stderr: '' });
  const lines = ran.stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  for (const line of lines) expect(knownOf(line)).toEqual(line);
  expect(lines.at(-1)).toMatchObject(says ?? {});
  if (code !== 2) expect(lines.at(-1)).toMatchObject({ schema: 'amtsbote.sync.summary/1', exitCode: code });
});

test.skipIf(process.platform === 'win32')('when another run holds the ledger, sync ends with 5 and touches nothing', async () => {
  const { project } = stage;
  await project.drop('a.xml', tradeMessage());
  const first = await startSync(project, 'gate:opened#1', { signal: 'SIGSTOP' });
  await first.reached('gate:opened#1');
  const ran = await runCliProcess(project, ['sync', '--json']);
  first.process.kill('SIGCONT');
  expect(ran.code).toBe(5);
  expect(JSON.parse(ran.stdout)).toMatchObject({ schema: 'amtsbote.error/1', code: 'AB_LEDGER_BUSY' });
  expect(await first.ended).toMatchObject({ code: 0 });
});

test.skipIf(process.platform === 'win32')(
  'when it is interrupted, sync finishes the step, ends with 130, and the next run ends with 0',
  async () => {
    const { project, witness } = stage;
    for (const name of ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'])
      await project.drop(`${name}.xml`, tradeMessage({ businessName: `Betrieb ${name}` }));
    await witness.arm({ kind: 'latency', when: 'after', ms: 1500, match: saving, times: 4 });
    const child = startCli(project, ['sync', '--json']);
    const ended = endOf(child);
    while (!(await saw(child, '"attempt"')));
    child.kill('SIGTERM');
    const { code, stdout } = await ended;
    expect(code).toBe(130);
    expect(JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '')).toMatchObject({ interrupted: true, exitCode: 130 });
    expect((await runCliProcess(project, ['sync'])).code).toBe(0);
    expect((await submissionsOf(project)).map(({ state }) => state)).toEqual(Array(8).fill('accepted'));
    expect(await witness.records()).toHaveLength(8);
  },
);

async function saw(child: ReturnType<typeof startCli>, text: string): Promise<boolean> {
  const [chunk] = (await once(child.stdout, 'data')) as [string];
  return chunk.includes(text);
}

test('off a terminal a run that needs nobody says nothing at all', async () => {
  await stage.project.drop('a.xml', tradeMessage());
  expect(await runCliProcess(stage.project, ['sync'])).toEqual({ code: 0, stdout: '', stderr: '' });
});
