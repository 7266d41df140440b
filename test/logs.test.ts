import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { runCliProcess } from './support/cli-process.ts';
import { dogMessage, tradeMessage } from './support/messages.ts';
import { makeProject } from './support/project.ts';
import { valuesIn } from './support/search.ts';
import { startWitness } from './support/witness.ts';
import { zipOf } from './support/zip.ts';

/** Values that stand nowhere else. */
const person = { familyName: 'Ölmützhäuser-Quargelß', givenNames: 'Xaverjana Nepomukine', street: 'Quittenbaumwinkelgässchen' };
const values = [...Object.values(person), 'Flöckchen von Quargel', 'Quargelbäckerei', 'Führungszeugnis der Quargelbäckerin'];
const names = new Set(
  'time level event correlation submission delivery report run portal target route channel state kind type code number count bytes ms until received duplicates cases rejected dropped checkpoint'.split(
    ' ',
  ),
);

test('the log of runs in which much goes wrong tells each delivery by its key, and nothing of what a citizen wrote', async () => {
  const witness = await startWitness();
  const project = await makeProject({ url: witness.url, rejections: 'allowed' });
  onTestFinished(async () => {
    await witness.close();
    await project.remove();
  });
  await writeFile(project.configFile, `${await readFile(project.configFile, 'utf8')}log: { file: logs/amtsbote.log, level: debug }\n`);
  await project.write('logs/amtsbote.log', '');
  const zip = zipOf({
    'nachricht.xml': tradeMessage({ ...person, businessName: 'Quargelbäckerei' }),
    [`${values.at(-1)}.pdf`]: Buffer.from('x'),
  });
  await project.drop('einreichung.zip', zip);
  await project.drop(`${person.familyName}.xml`, dogMessage({ ...person, dogName: 'Flöckchen von Quargel' }));
  await project.drop('falsch.xml', dogMessage({ ...person, breed: 'Flöckchen von Quargel' }));
  await witness.arm({ kind: 'dialog', on: 'submit', text: `Bitte ${person.familyName} prüfen` });
  const ran = await runCliProcess(project, ['sync', '--json']);
  expect(ran.code).toBe(3);
  const log = await readFile(join(project.directory, 'logs/amtsbote.log'), 'utf8');
  const lines = log
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(lines.at(0)).toMatchObject({ event: 'run begins', level: 'info' });
  expect(lines.at(-1)).toMatchObject({ event: 'run ends', received: 3 });
  expect(lines.flatMap((line) => Object.keys(line)).filter((name) => !names.has(name))).toEqual([]);
  const outcomes = lines.filter(({ event }) => event === 'delivery outcome');
  expect(outcomes).toMatchObject([
    { correlation: expect.stringMatching(/^AB-/) as string },
    { correlation: expect.stringMatching(/^AB-/) as string },
  ]);
  expect(valuesIn(Buffer.from(log), values)).toEqual([]);
  expect(log).not.toContain('"dropped"');
});

test('--log names another file, and a log that cannot be written stops nothing', async () => {
  const witness = await startWitness();
  const project = await makeProject({ url: witness.url });
  onTestFinished(async () => {
    await witness.close();
    await project.remove();
  });
  await project.drop('a.xml', tradeMessage());
  expect(await runCliProcess(project, ['sync', '--log', 'lauf.log'])).toMatchObject({ code: 0, stdout: '', stderr: '' });
  expect(await readFile(join(project.directory, 'lauf.log'), 'utf8')).toContain('"event":"run ends"');
  const ran = await runCliProcess(project, ['sync', '--log', 'amtsbote.yaml/lauf.log']);
  expect(ran).toMatchObject({ code: 0, stdout: '' });
  expect(ran.stderr).toContain('lines are missing');
});
