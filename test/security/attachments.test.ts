import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import type { SubmissionView } from '@amtsbote/sdk/runtime';
import { expect, onTestFinished, test } from 'vitest';
import { tradeMessage } from '../support/messages.ts';
import { makeProject, type Project } from '../support/project.ts';
import { startWitness, type Witness } from '../support/witness.ts';

const pdf = '%PDF-1.7 Handwerkskarte';

async function stage(
  settings = '',
  edit = (text: string): string => text,
): Promise<{ readonly project: Project; readonly witness: Witness }> {
  const witness = await startWitness();
  const project = await makeProject({ url: witness.url });
  onTestFinished(async () => {
    await witness.close();
    await project.remove();
  });
  await project.write('amtsbote.yaml', edit(await project.read('amtsbote.yaml')) + settings);
  return { project, witness };
}

async function sendWith(project: Project, name: string, content: string): Promise<SubmissionView> {
  await project.drop(`einreichung.${name}`, Buffer.from(content, 'latin1'));
  await project.drop('einreichung.xml', tradeMessage());
  return run(project);
}

async function run(project: Project, aheadMs = 0): Promise<SubmissionView> {
  const now = (): number => Date.now() + aheadMs;
  const runtime = await project.open({ clock: { now, sleep: async () => undefined } });
  try {
    await runtime.sync();
    const [only] = await runtime.list();
    return await runtime.show(only?.id ?? '');
  } finally {
    await runtime.close();
  }
}

/** Stands for `clamd`: knows one signature. */
async function fakeClamd(port = 0): Promise<{ readonly port: number; readonly server: Server }> {
  const server = createServer((socket) => {
    let seen = '';
    socket.setEncoding('latin1').on('data', (chunk: string) => {
      seen += chunk;
      if (seen.endsWith('\0\0\0\0')) socket.end(seen.includes('BOESE') ? 'stream: Test.Signature FOUND\0' : 'stream: OK\0');
    });
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return { port: (server.address() as AddressInfo).port, server };
}

test('an attachment that is what its name says is delivered', async () => {
  const { project, witness } = await stage();
  expect(await sendWith(project, 'karte.pdf', pdf)).toMatchObject({ state: 'accepted' });
  expect(await witness.records()).toHaveLength(1);
});

test.each([
  ['karte.pdf', 'MZ\u0090 Programm'],
  ['karte.pdf', '<html><script>alert(1)</script></html>'],
  ['karte.pdf', 'PK\u0003\u0004 archiv.exe'],
  ['karte.pdf', '\u0089PNG\r\n\u001a\n'],
])('%s that holds something else is a case, and the target is given nothing', async (name, content) => {
  const { project, witness } = await stage();
  const view = await sendWith(project, name, content);
  expect(view).toMatchObject({ state: 'case', deliveries: [{ state: 'case', findings: [{ code: 'AB_ATTACHMENT_TYPE' }] }] });
  expect(JSON.stringify(view.deliveries)).not.toContain('karte');
  expect(await witness.requests()).toEqual([]);
});

test('where kinds are listed, others are cases', async () => {
  const { project, witness } = await stage('attachments: { types: [jpeg, png] }\n');
  expect(await sendWith(project, 'karte.pdf', pdf)).toMatchObject({ deliveries: [{ findings: [{ code: 'AB_ATTACHMENT_TYPE' }] }] });
  expect(await witness.records()).toEqual([]);
});

test('a route may list other kinds than the rest: its list counts alone', async () => {
  const ofRoute =
    (types: string): ((text: string) => string) =>
    (text) =>
      text.replace('target: musterverfahren-api', `$&\n    attachments: { types: [${types}] }`);
  const { project } = await stage('attachments: { types: [jpeg] }\n', ofRoute('pdf'));
  expect(await sendWith(project, 'karte.pdf', pdf)).toMatchObject({ state: 'accepted' });
  const { project: strict } = await stage('', ofRoute('jpeg, png'));
  expect(await sendWith(strict, 'karte.pdf', pdf)).toMatchObject({ deliveries: [{ findings: [{ code: 'AB_ATTACHMENT_TYPE' }] }] });
});

test('what the virus scanner finds is a case', async () => {
  const { port } = await fakeClamd();
  const { project, witness } = await stage(`virusScan: { host: 127.0.0.1, port: ${port} }\n`);
  expect(await sendWith(project, 'karte.pdf', `${pdf} BOESE`)).toMatchObject({
    state: 'case',
    deliveries: [{ findings: [{ code: 'AB_ATTACHMENT_INFECTED' }] }],
  });
  expect(await witness.records()).toEqual([]);
});

test('without an answer of the virus scanner the delivery waits, costs no attempt, and goes on once there is one', async () => {
  const { port, server } = await fakeClamd();
  server.close();
  await once(server, 'close');
  const { project, witness } = await stage(`virusScan: { host: 127.0.0.1, port: ${port} }\n`);
  expect(await sendWith(project, 'karte.pdf', pdf)).toMatchObject({
    state: 'routed',
    deliveries: [{ state: 'ready', attempts: 0, findings: [{ code: 'AB_SCAN_UNAVAILABLE' }] }],
  });
  expect(await witness.records()).toEqual([]);
  await fakeClamd(port);
  expect(await run(project, 3_600_000)).toMatchObject({ state: 'accepted' });
  expect(await witness.records()).toHaveLength(1);
});
