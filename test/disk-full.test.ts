import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { execFile } from 'node:child_process';
import { mkdir, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { runCliProcess } from './support/cli-process.ts';
import { expectEachOnce } from './support/expect-each-once.ts';
import { tradeMessage } from './support/messages.ts';
import { makeProject, type Project } from './support/project.ts';
import { settle, submissionsOf } from './support/settle.ts';
import { zipOf } from './support/zip.ts';
import { startWitness, type Witness } from './support/witness.ts';

const run = promisify(execFile);

async function stage(): Promise<{ readonly project: Project; readonly witness: Witness }> {
  const witness = await startWitness();
  const project = await makeProject({ url: witness.url });
  onTestFinished(async () => {
    await witness.close();
    await project.remove();
  });
  return { project, witness };
}

/** Where in a run the room ends, in kB that a file may have: from the first page of the ledger to its end. */
const limits = [16, 300, 420, 480, 510, 530, 550, 570, 600, 5000] as const;

test.skipIf(process.platform === 'win32')(
  'a run that cannot write any more stops, says so, loses nothing and enters nothing twice',
  { timeout: 240_000 },
  async () => {
    const codes: number[] = [];
    const sent: number[] = [];
    for (const kilobytes of limits) {
      const { project, witness } = await stage();
      for (const name of ['a', 'b', 'c', 'd']) await project.drop(`${name}.xml`, tradeMessage({ businessName: `Betrieb ${name}` }));
      const { code, stdout, stderr } = await runCliProcess(project, ['sync', '--json'], { largestFile: kilobytes * 1024 });
      codes.push(code);
      sent.push((await witness.records()).length);
      expect([0, 2]).toContain(code);
      if (code === 2) expect(stdout.trimEnd().split('\n').at(-1)).toMatch(/"code":"AB_(DISK_FULL|LEDGER_UNUSABLE)"/);
      expect(stderr).toBe('');
      const held = (await submissionsOf(project).catch(() => [])).length + (await project.files('eingang')).length;
      expect(held).toBeGreaterThanOrEqual(4);
      await expectEachOnce(project, witness, await settle(project), 4);
    }
    console.log(limits.map((limit, index) => `${limit} kB: exit code ${codes[index]}, ${sent[index]} of 4 entered`).join('\n'));
    expect(codes.at(-1)).toBe(0);
    expect(codes.filter((code) => code === 2).length).toBeGreaterThan(3);
  },
);

/** A small file system of its own; undefined where none can be mounted. */
async function smallFileSystem(megabytes: number): Promise<string | undefined> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return undefined;
  const folder = join(tmpdir(), `amtsbote-small-${process.pid}`);
  await mkdir(folder, { recursive: true });
  const mounted = await run('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0700`, 'tmpfs', folder]).catch(() => undefined);
  if (mounted === undefined) return undefined;
  onTestFinished(async () => {
    await run('umount', ['-l', folder]);
  });
  return folder;
}

test('a ledger on a file system that fills up, then becomes read-only: nothing is begun, and all goes on afterwards', async (context) => {
  const folder = await smallFileSystem(60);
  if (folder === undefined) return context.skip('no file system can be mounted here');
  const { project, witness } = await stage();
  await project.write(
    'amtsbote.yaml',
    readFileSync(project.configFile, 'utf8').replace('ledger: {', `ledger: { path: '${folder}/ledger.sqlite',`),
  );
  await project.drop('a.xml', tradeMessage());
  const { bavail, bsize } = await statfs(folder);
  await writeFile(join(folder, 'ballast'), Buffer.alloc(bavail * bsize - 20 * 1024 * 1024));
  const full = await runCliProcess(project, ['sync', '--json']);
  expect([full.code, full.stdout]).toEqual([2, expect.stringContaining('AB_LEDGER_UNUSABLE')]);
  await writeFile(join(folder, 'ballast'), '');
  await run('mount', ['-o', 'remount,ro', folder]);
  const readOnly = await runCliProcess(project, ['sync', '--json']);
  expect([readOnly.code, readOnly.stdout]).toEqual([2, expect.stringMatching(/AB_LEDGER_UNUSABLE|AB_DISK_FULL/)]);
  expect(await witness.records()).toEqual([]);
  expect(await project.files('eingang')).toEqual(['a.xml']);
  await run('mount', ['-o', 'remount,rw', folder]);
  expect((await runCliProcess(project, ['sync'])).code).toBe(0);
  expect(await witness.records()).toHaveLength(1);
});

test('a backup onto a full medium says so and leaves nothing behind', async (context) => {
  const folder = await smallFileSystem(1);
  if (folder === undefined) return context.skip('no file system can be mounted here');
  const { project } = await stage();
  await project.drop('groß.zip', zipOf({ 'nachricht.xml': tradeMessage(), 'anlage.pdf': randomBytes(1_500_000) }));
  await runCliProcess(project, ['sync']);
  const ran = await runCliProcess(project, ['backup', join(folder, 'sicherungen'), '--json']);
  expect([ran.code, ran.stdout]).toEqual([2, expect.stringContaining('AB_DISK_FULL')]);
  expect((await run('find', [folder, '-type', 'f'])).stdout).toBe('');
});
