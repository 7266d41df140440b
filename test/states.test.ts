import { demoApiClient } from '@amtsbote/simulators/musterverfahren';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { runSync } from './support/child-sync.ts';
import { runCli } from './support/cli.ts';
import { tradeMessage } from './support/messages.ts';
import { makeProject, type Project } from './support/project.ts';
import { submissionsOf } from './support/settle.ts';
import { startWitness, type Witness } from './support/witness.ts';

let witness: Witness;
let project: Project;
beforeEach(async () => {
  witness = await startWitness();
  project = await makeProject({ url: witness.url });
  onTestFinished(async () => {
    await witness.close();
    await project.remove();
  });
});

/** What a clerk does in the application. */
async function setStatus(status: string): Promise<void> {
  const [record] = await witness.records();
  const { name, password } = demoApiClient;
  const credentials = new URLSearchParams({ grant_type: 'client_credentials', client_id: name, client_secret: password });
  const token = (await (await fetch(`${witness.url}/api/token`, { method: 'POST', body: credentials })).json()) as { access_token: string };
  const answer = await fetch(`${witness.url}/api/gewerbeanmeldungen/${record?.aktenzeichen}/status`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${token.access_token}` },
    body: JSON.stringify({ status }),
  });
  expect(answer.status).toBe(200);
}

interface Receipt {
  readonly meldung: readonly string[];
  readonly status: string;
  readonly final: boolean;
  readonly references: readonly string[];
  readonly history: readonly { readonly status: string; readonly references: readonly string[] }[];
}

async function receipt(): Promise<Receipt> {
  const files = await project.files('stand');
  expect(files).toHaveLength(1);
  return JSON.parse(await project.read(`stand/${files[0]}`)) as Receipt;
}

const configured = async (from: string, to: string): Promise<void> => {
  const text = await project.read('amtsbote.yaml');
  expect(text).toContain(from);
  await project.write('amtsbote.yaml', text.replace(from, to));
};

test('how a record fares reaches its portal, each change once and in order, whenever the process is killed', async () => {
  await configured(
    'connector: rest, options: targets/musterverfahren-api.yaml }]',
    'connector: rest, options: targets/musterverfahren-api.yaml }]\n    status: { every: 1ms }',
  );
  await project.drop('gewerbe.xml', tradeMessage());
  await runSync(project);
  expect(await project.files('angenommen')).toHaveLength(1);
  await runSync(project);
  expect(await receipt()).toMatchObject({ status: 'received', final: false });

  await setStatus('in_bearbeitung');
  expect((await runSync(project, 'poll:asked#1')).signal).toBe('SIGKILL');
  expect((await receipt()).status).toBe('received');
  expect((await runSync(project, 'poll:written#1')).signal).toBe('SIGKILL');
  await setStatus('rueckfrage');
  expect((await runSync(project, 'report:sent#1')).signal).toBe('SIGKILL');
  await runSync(project);
  await setStatus('abgeschlossen');
  await runSync(project);
  await runSync(project);

  const { history, ...newest } = await receipt();
  const [record] = await witness.records();
  expect(history.map(({ status }) => status)).toEqual(['received', 'processing', 'action-required', 'completed']);
  expect(newest).toMatchObject({ status: 'completed', final: true, references: [record?.aktenzeichen] });
  expect(newest.meldung[0]).toBe('Die Bearbeitung ist abgeschlossen.');

  const [submission] = await submissionsOf(project);
  const shown = await runCli(project, ['show', submission?.id ?? '']);
  expect(shown.stdout).toMatch(
    /Reports to the portal\n +accepted .* sent .*\n +received by the authority .* sent .*\n +being worked on .*\n +something is missing .*\n +completed, nothing further .* sent/,
  );
  expect((await runCli(project, ['audit', 'verify'])).code).toBe(0);
});

test('a state that nobody listed is told to no portal, and doctor says so', async () => {
  await configured(
    'connector: rest, options: targets/musterverfahren-api.yaml }]',
    'connector: rest, options: targets/musterverfahren-api.yaml }]\n    status: { every: 1ms, for: 30d }',
  );
  const described = await project.read('targets/musterverfahren-api.yaml');
  await project.write('targets/musterverfahren-api.yaml', described.replace(/^ *eingegangen: .*\n/m, ''));
  await project.drop('gewerbe.xml', tradeMessage());
  await runSync(project);
  await runSync(project);
  expect(await project.files('stand')).toEqual([]);
  const doctor = await runCli(project, ['doctor']);
  expect(doctor.stdout).toMatch(/✓ is asked how its records fare {2}every 1 ms, for 30 d/);
  expect(doctor.stdout).toMatch(/✗ states of records can be read {2}1: AB_STATUS_UNKNOWN\n.*status\.values/);
});

test('a portal that is told "accepted" at once has its receipt while the target is down, and the reference later', async () => {
  await configured('rejections: never', 'rejections: allowed');
  await configured('options: { settleMs: 0', 'acceptWhen: stored, options: { settleMs: 0');
  expect((await runCli(project, ['doctor'])).stdout).toMatch(/✗ rejections are told to the portal {2}no: eingang .*\n.*Leave out/);
  await witness.arm({ kind: 'http-500', match: { path: '/api/token' } });
  await project.drop('gewerbe.xml', tradeMessage());
  await runSync(project);
  expect(await witness.records()).toEqual([]);
  expect(await project.files('angenommen')).toHaveLength(1);
  expect(await project.files('stand')).toEqual([]);
  await witness.arm();
  const [submission] = await submissionsOf(project);
  await runCli(project, ['retry', submission?.id ?? '']);
  await runSync(project);
  const [record] = await witness.records();
  expect(await receipt()).toMatchObject({ status: 'received', references: [record?.aktenzeichen] });
  expect(await project.files('angenommen')).toHaveLength(1);
});
