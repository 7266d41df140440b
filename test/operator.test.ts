import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { makeProject, type Project } from './support/project.ts';
import { dogMessage, tradeMessage } from './support/messages.ts';
import { startWitness, type Witness } from './support/witness.ts';

let witness: Witness;
let project: Project;
beforeAll(async () => {
  witness = await startWitness();
});
afterAll(() => witness.close());
beforeEach(async () => {
  await witness.arm();
  project = await makeProject({ url: witness.url });
});
afterEach(() => project.remove());

async function recordsOf(name: string): Promise<number> {
  const records = await witness.records();
  return records.filter((record) => JSON.stringify(record.fields).includes(name)).length;
}

test('a dry run shows what would be sent, by both channels, and leaves everything as it was', async () => {
  await project.drop('hund.xml', dogMessage({ familyName: 'Trockenlauf' }));
  await project.drop('gewerbe.xml', tradeMessage({ familyName: 'Trockenlauf' }));
  const runtime = await project.open();
  const result = await runtime.sync({ dryRun: true });
  expect(result.submissions.map((one) => one.deliveries[0]?.channel).toSorted()).toEqual(['api', 'rpa']);
  expect(result.previews).toHaveLength(2);
  expect(result.previews.map(({ preview }) => preview.split('\n')[0]).toSorted()).toEqual([
    'POST /api/gewerbeanmeldungen',
    'POST /hund/neu/speichern',
  ]);
  expect(result.previews.filter(({ preview }) => preview.includes('Trockenlauf'))).toHaveLength(1);
  expect(result.dryRunEvidence).toMatchObject([{ kind: 'screenshot', mediaType: 'image/jpeg' }]);
  expect(await project.files('eingang')).toEqual(['gewerbe.xml', 'hund.xml']);
  expect(await runtime.list()).toEqual([]);
  expect(await recordsOf('Trockenlauf')).toBe(0);
  const real = await runtime.sync();
  expect(real.submissions.map((one) => one.state)).toEqual(['accepted', 'accepted']);
  const again = await runtime.sync({ dryRun: true });
  expect(again.previews).toEqual([]);
  expect(await recordsOf('Trockenlauf')).toBe(2);
  await runtime.close();
});

test('a case that was entered by hand is closed with its reference, and the portal is told', async () => {
  await project.drop('hund.xml', dogMessage({ breed: 'gibt-es-nicht' }));
  const runtime = await project.open();
  const { submissions } = await runtime.sync();
  const id = submissions[0]?.id ?? '';
  expect(submissions).toMatchObject([{ state: 'case', answers: ['delivered', 'retry', 'reject'] }]);
  await expect(runtime.resolve(id, { answer: 'delivered', by: 'anna' })).rejects.toMatchObject({ code: 'AB_USAGE' });
  await runtime.resolve(id, { answer: 'delivered', reference: 'HU-7', by: 'anna', reason: 'per Hand' });
  await runtime.sync();
  const view = await runtime.show(id);
  expect(view.state).toBe('accepted');
  expect(view.events.find((event) => event.type === 'answered-delivered')?.detail).toMatchObject({
    by: 'anna',
    reason: 'per Hand',
    reference: 'HU-7',
  });
  expect(await project.files('angenommen')).toEqual([`${id}.json`]);
  await expect(runtime.resolve(id, { answer: 'retry', by: 'anna' })).rejects.toMatchObject({ code: 'AB_ANSWER_NOT_ALLOWED' });
  await runtime.close();
});

test('a case read again after its mapping was mended is delivered', async () => {
  await project.drop('hund.xml', dogMessage({ familyName: 'Nachgebessert', breed: '998' }));
  const runtime = await project.open();
  const { submissions } = await runtime.sync();
  const id = submissions[0]?.id ?? '';
  await runtime.close();
  const { readFile } = await import('node:fs/promises');
  const file = 'mappings/hundesteuer.yaml';
  const mapping = await readFile(`${project.directory}/${file}`, 'utf8');
  expect(mapping).toContain(`'106':`);
  await project.write(file, mapping.replace(`'106':`, `'998': Mischling\n        '106':`));
  const mended = await project.open();
  await mended.resolve(id, { answer: 'retry', by: 'anna' });
  await mended.sync();
  expect((await mended.show(id)).findings).toEqual([]);
  expect((await mended.show(id)).state).toBe('accepted');
  expect(await recordsOf('Nachgebessert')).toBe(1);
  await mended.close();
});

test('answering "retry" to what the target already has adopts it instead of entering it twice', async () => {
  await witness.arm({ match: { method: 'POST', path: '/api/gewerbeanmeldungen' }, kind: 'cut-after', times: 1 });
  await project.write('targets/musterverfahren-api.yaml', await apiWithoutFind());
  await project.drop('gewerbe.xml', tradeMessage({ familyName: 'Doppelt' }));
  const blind = await project.open();
  const { submissions } = await blind.sync();
  const id = submissions[0]?.id ?? '';
  expect(submissions).toMatchObject([{ deliveries: [{ state: 'case', findings: [{ code: 'AB_OUTCOME_UNRESOLVED' }] }] }]);
  await blind.close();
  await project.write('targets/musterverfahren-api.yaml', withFind);
  const seeing = await project.open();
  await seeing.resolve(id, { answer: 'retry', by: 'anna' });
  await seeing.sync();
  expect((await seeing.show(id)).deliveries).toMatchObject([{ state: 'delivered', reference: expect.stringMatching(/^GE-/) as string }]);
  expect(await recordsOf('Doppelt')).toBe(1);
  await seeing.close();
});

let withFind = '';
async function apiWithoutFind(): Promise<string> {
  const { readFile } = await import('node:fs/promises');
  withFind = await readFile(`${project.directory}/targets/musterverfahren-api.yaml`, 'utf8');
  const lines = withFind.replace('find: authoritative', 'find: none').split('\n');
  const start = lines.findIndex((line) => /^ {4}find:/.test(line));
  const end = lines.findIndex((line, index) => index > start && !/^ {5,}/.test(line));
  return [...lines.slice(0, start), ...lines.slice(end)].join('\n');
}

test('a wrong password pauses the target after one attempt; a well doctor ends the pause', async () => {
  const logins = async (): Promise<number> => (await witness.requests()).filter((request) => request.path === '/anmelden').length;
  const before = await logins();
  for (const name of ['a', 'b', 'c']) await project.drop(`${name}.xml`, dogMessage({ familyName: `Gesperrt ${name}` }));
  const wrong = await project.open({ env: { ...project.env, AMTSBOTE_SECRET_MUSTERVERFAHREN_PASSWORD: 'falsch' } });
  const { submissions } = await wrong.sync();
  expect(submissions.map((one) => one.deliveries[0]?.state)).toEqual(['ready', 'ready', 'ready']);
  expect((await wrong.status()).pauses).toMatchObject([{ target: 'musterverfahren-web', code: 'AB_LOGIN_FAILED' }]);
  await wrong.close();
  expect((await logins()) - before).toBe(1);
  const right = await project.open();
  await right.sync();
  expect((await right.status()).deliveries.ready).toBe(3);
  const sections = await right.doctor();
  expect(
    sections
      .flatMap((section) => section.checks)
      .filter((check) => !check.ok)
      .map((check) => check.name),
  ).toEqual(['target musterverfahren-web takes deliveries']);
  await right.sync();
  expect((await right.status()).deliveries.delivered).toBe(3);
  await right.close();
});

test('what waits for its next attempt is tried at once when a person asks for it', async () => {
  await witness.arm({ match: { path: '/hund' }, kind: 'http-500' });
  await project.write('amtsbote.yaml', (await configOf(project)).replace('first: 1s, max: 1s', 'first: 1h, max: 1h'));
  await project.drop('hund.xml', dogMessage({ familyName: 'Wartend' }));
  const runtime = await project.open({ random: () => 0.99 });
  const { submissions } = await runtime.sync();
  const id = submissions[0]?.id ?? '';
  expect(submissions).toMatchObject([{ deliveries: [{ state: 'ready', findings: [{ code: 'AB_TARGET_BROKEN' }] }] }]);
  await witness.arm();
  await runtime.sync();
  expect(await recordsOf('Wartend')).toBe(0);
  await expect(runtime.resolve(id, { answer: 'retry', by: 'anna' })).rejects.toMatchObject({ code: 'AB_ANSWER_NOT_ALLOWED' });
  expect(await runtime.retry(id)).toHaveLength(1);
  await runtime.sync();
  expect(await recordsOf('Wartend')).toBe(1);
  await expect(runtime.retry(id)).rejects.toMatchObject({ code: 'AB_ANSWER_NOT_ALLOWED' });
  await expect(runtime.show('s-nothing')).rejects.toMatchObject({ code: 'AB_ID_UNKNOWN' });
  await runtime.close();
});

async function configOf(of: Project): Promise<string> {
  const { readFile } = await import('node:fs/promises');
  return readFile(of.configFile, 'utf8');
}
