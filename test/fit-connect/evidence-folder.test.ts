import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readdir, readFile, watch } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readStoredZip } from '../../packages/sdk/src/zip/stored-zip.ts';
import { runCli } from '../support/cli.ts';
import { dogMessage } from '../support/messages.ts';
import { makeProject } from '../support/project.ts';
import { startWitness, type Witness } from '../support/witness.ts';

let target: Witness;
beforeAll(async () => {
  target = await startWitness();
});
afterAll(() => target.close());

interface Delivery {
  readonly reference: string;
  readonly evidence: readonly { readonly kind: string; readonly sha256: string; readonly file: string }[];
}

test('a submission from a folder has no signed events: what was entered, how it was read back and the history verify all the same', async () => {
  const project = await makeProject({ url: target.url });
  await project.drop('hund.xml', dogMessage({ familyName: 'Quargelbrunner', givenNames: 'Xaverjana' }));
  expect(await runCli(project, ['sync'])).toMatchObject({ code: 0 });
  const { submissions } = JSON.parse((await runCli(project, ['list', '--json'])).stdout) as { submissions: { id: string }[] };
  const id = submissions[0]?.id ?? '';
  const out = join(project.directory, 'e.zip');
  expect((await runCli(project, ['evidence', 'export', '--submission', id, '--out', out, '--with-screens'])).code).toBe(0);

  const elsewhere = { directory: '/', env: {} };
  const shown = await runCli(elsewhere, ['evidence', 'verify', out, '--lang', 'de']);
  expect(shown).toMatchObject({ code: 0, stderr: '' });
  expect(shown.stdout).toMatch(/nicht enthalten +Belege des Portals/);
  expect(shown.stdout).toMatch(/Aktenzeichen in musterverfahren-web: \S+/);
  expect(shown.stdout).toMatch(/in Ordnung +maskierte Nachweise nach SHA-256 +(\d+)\/\1/);

  const files = new Map(readStoredZip(await readFile(out)).map(({ name, bytes }) => [name, Buffer.from(bytes)]));
  const file = (name: string): Buffer => files.get(`${id}/${name}`) ?? Buffer.of();
  const { deliveries } = JSON.parse(file('deliveries.json').toString('utf8')) as { deliveries: readonly Delivery[] };
  const pieces = deliveries.flatMap(({ evidence }) => evidence);
  expect(pieces.map(({ kind }) => kind)).toContain('read-back');
  for (const piece of pieces) expect(createHash('sha256').update(file(piece.file)).digest('hex')).toBe(piece.sha256);
  expect(file('uebersicht.txt').toString('utf8')).toContain(`Aktenzeichen ${deliveries[0]?.reference}`);
  for (const bytes of files.values()) expect(bytes.includes('Quargelbrunner')).toBe(false);
  await project.remove();
});

test('killed as soon as it writes, an export leaves a whole file or none', async () => {
  const project = await makeProject({ url: target.url });
  for (let index = 0; index < 40; index += 1) await project.drop(`${index}.xml`, `<unbekannt>${index}</unbekannt>`);
  await runCli(project, ['sync', '--fail-on', 'never']);
  const out = join(project.directory, 'e.zip');
  const changes = watch(project.directory);
  const bin = resolve(import.meta.dirname, '../../packages/cli/src/bin.ts');
  const argv = ['--conditions=@amtsbote/source', bin, 'evidence', 'export', '--from', '2020-01-01', '--out', out];
  const child = spawn(process.execPath, argv, { cwd: project.directory, env: { ...process.env, ...project.env }, stdio: 'ignore' });
  for await (const { filename } of changes) if (filename?.startsWith('e.zip') === true) break;
  child.kill('SIGKILL');
  await once(child, 'exit');
  const isWritten = (await readdir(project.directory)).includes('e.zip');
  if (!isWritten) await runCli(project, ['evidence', 'export', '--from', '2020-01-01', '--out', out]);
  expect((await runCli({ directory: '/', env: {} }, ['evidence', 'verify', out])).code).toBe(0);
  expect((await project.files('.')).filter((name) => name.startsWith('e.zip'))).toEqual(['e.zip']);
  await project.remove();
});
