import { readAnswer, type Sent, senderFor } from '@amtsbote/simulators/fit-connect';
import { expect, test } from 'vitest';
import { runSync } from '../support/child-sync.ts';
import { runCli } from '../support/cli.ts';
import { tradeMessage } from '../support/messages.ts';
import { fitProject } from './fit-project.ts';
import { serviceAndTarget } from './service-and-target.ts';

const range = serviceAndTarget();

const send = (businessName: string, message = tradeMessage({ businessName })): Promise<Sent> => range.send(message);

const named = async (name: string): Promise<number> =>
  (await range.target.records()).filter((record) => JSON.stringify(record).includes(name)).length;

test('a submission goes from its sender through sync into the application, and its sender believes the acceptance', async () => {
  const project = await fitProject(range.service, range.target.url);
  const sent = await send('Bäckerei Eins');
  const first = await runCli(project, ['sync', '--json']);
  expect(first).toMatchObject({ code: 0, stderr: '' });
  expect(await named('Bäckerei Eins')).toBe(1);
  expect((await readAnswer(senderFor(range.service), sent)).state).toBe('accepted');
  expect(range.service.witness.item(sent.submissionId)?.acceptsPosted).toBe(1);

  const doctor = await runCli(project, ['doctor', '--json']);
  expect(doctor.code).toBe(0);
  await project.remove();
});

test('a message against its schema is rejected with the official problem; one for a person is asked for once, and rejected by their word', async () => {
  const project = await fitProject(range.service, range.target.url);
  const invalid = await send('', tradeMessage({ businessName: 'Bäckerei Zwei' }).replaceAll('nachrichtenUUID', 'nachrichtenId'));
  const broken = await send('', '<kaputt');
  expect((await runCli(project, ['sync'])).code).toBe(3);
  expect(await problemsOf(invalid)).toEqual(['rejected', 'schema-violation data']);
  expect(await problemsOf(broken)).toEqual(['submitted']);

  const before = range.service.witness.requests().length;
  expect((await runCli(project, ['sync'])).code).toBe(0);
  const since = range.service.witness.requests().slice(before);
  expect(since.map(({ operation }) => operation)).toEqual(['token', 'list']);

  const { stdout } = await runCli(project, ['list', '--json']);
  const id = /"id":\s*"(s-[a-z0-9]+)"[^}]*"state":\s*"case"/.exec(stdout)?.[1] ?? '';
  expect(await runCli(project, ['resolve', id, '--reject', 'syntax-violation', '--reason', 'Datei unlesbar'])).toMatchObject({ code: 0 });
  expect((await runCli(project, ['sync'])).code).toBe(0);
  expect(await problemsOf(broken)).toEqual(['rejected', 'syntax-violation data']);
  await project.remove();
});

async function problemsOf(sent: Sent): Promise<readonly string[]> {
  const { state, events } = await readAnswer(senderFor(range.service), sent);
  return [state, ...events.flatMap(({ problems }) => problems.map(({ type, instance }) => `${type.split('/').at(-1)} ${instance}`))];
}

test('with acceptWhen: stored it is accepted before its delivery, also when a run got no further than to store it', async () => {
  const project = await fitProject(range.service, range.target.url, '', 'stored');
  const sent = await send('', '<unbekannt xmlns="urn:example"/>');
  const interrupt = new AbortController();
  const stopped = await project.open({
    boundary: (name) => {
      if (name !== 'intake:stored') return;
      interrupt.abort();
      throw new Error('stopped');
    },
  });
  await stopped.sync({ signal: interrupt.signal });
  await stopped.close();
  expect((await readAnswer(senderFor(range.service), sent)).state).toBe('submitted');
  const { stdout } = await runCli(project, ['sync', '--json']);
  expect([stdout.includes('"portal-failed"'), (await readAnswer(senderFor(range.service), sent)).state]).toEqual([false, 'accepted']);
  await project.remove();
});

test('killed anywhere between list and acceptance, each submission becomes one record with one acceptance', async () => {
  const project = await fitProject(range.service, range.target.url);
  const sent = [await send('Kammerjägerei 0')];
  const { boundaries, stderr } = await runSync(project);
  expect(stderr).toBe('');
  const kills = boundaries.filter((boundary) => /^(fit-connect|intake|report):.*#1$/.test(boundary));
  expect(kills).toEqual(
    expect.arrayContaining(['fit-connect:fetched#1', 'intake:stored#1', 'fit-connect:answer-signed#1', 'fit-connect:answer-posted#1']),
  );
  for (const [index, kill] of kills.entries()) {
    sent.push(await send(`Kammerjägerei ${index + 1}`));
    await runSync(project, kill);
  }
  expect(await runSync(project)).toMatchObject({ code: 0, stderr: '' });
  expect(await runSync(project)).toMatchObject({ code: 0, stderr: '' });
  const accepts = sent.map(
    ({ submissionId }) => range.service.witness.item(submissionId)?.events.filter(({ act }) => act === 'accept').length,
  );
  expect(accepts).toEqual(sent.map(() => 1));
  const names = (await range.target.records()).flatMap((record) => /Kammerjägerei \d+/.exec(JSON.stringify(record)) ?? []);
  expect(names.map(String).sort()).toEqual(sent.map((_, index) => `Kammerjägerei ${index}`).sort());
  await project.remove();
});
