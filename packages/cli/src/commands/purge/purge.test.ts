import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demoApiClient, startMusterverfahren } from '@amtsbote/simulators/musterverfahren';
import { expect, onTestFinished, test } from 'vitest';
import { type Ran, runCli, type World } from '../../deps.test-support.ts';

const env = {
  AMTSBOTE_SECRET_MUSTERVERFAHREN_CLIENT_ID: demoApiClient.name,
  AMTSBOTE_SECRET_MUSTERVERFAHREN_CLIENT_SECRET: demoApiClient.password,
};

async function edit(file: string, change: (text: string) => string): Promise<void> {
  await writeFile(file, change(await readFile(file, 'utf8')));
}

test('on a terminal purge shows what would go, and deletes only what a person confirms', async () => {
  const app = await startMusterverfahren();
  const project = await mkdtemp(join(tmpdir(), 'amtsbote-purge-'));
  onTestFinished(async () => {
    await app.close();
    await rm(project, { recursive: true });
  });
  const cli = (argv: readonly string[], world: World = {}): Promise<Ran> => runCli(argv, { cwd: project, env, ...world });
  await cli(['init', project, '--template', 'gewerbeanmeldung']);
  await edit(join(project, 'targets/musterverfahren-api.yaml'), (text) => text.replace('http://127.0.0.1:8787', app.url));
  await edit(join(project, 'amtsbote.yaml'), (text) =>
    text.replace('rejected: abgelehnt', 'rejected: abgelehnt, settleMs: 0').concat('retention: { content: 0d }\n'),
  );
  await cp(join(project, 'samples'), join(project, 'eingang'), { recursive: true });
  await cli(['sync']);
  const refused = await cli(['purge'], { typed: ['nein'] });
  expect(refused).toMatchObject({ code: 2, stdout: '' });
  expect(refused.stderr).toMatch(/Would go, of \d+ submission.*Delete this for ever\?.*Nothing was deleted/s);
  const [preview] = (await cli(['purge', '--dry-run', '--json'])).json();
  expect(preview?.['submissions']).toBeGreaterThan(0);
  const [{ submissions }] = (await cli(['list', '--state', 'accepted', '--json'])).json() as [{ submissions: { id: string }[] }];
  const id = submissions[0]?.id ?? '';
  await cli(['hold', 'set', id, '--reason', 'Klage']);
  expect(await cli(['purge', '--submission', id, '--yes'])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('AB_PURGE_REFUSED') as string,
  });
  await cli(['hold', 'release', id, '--reason', 'erledigt']);
  expect((await cli(['purge', '--submission', id, '--before', '2026-01-01', '--yes'])).code).toBe(2);
  const one = (await cli(['purge', '--submission', id, '--dry-run', '--json'])).json()[0];
  expect(one).toMatchObject({ submissions: 1, items: [{ id, kinds: ['content', 'evidence', 'metadata'] }] });
  expect((await cli(['purge', '--submission', id], { typed: ['yes'] })).stdout).toMatch(/Would go.*|Gone, of 1 submission/s);
  expect((await cli(['show', id])).stdout).toMatch(/purged: file names.*\n.*\n|purged:/);
  expect((await cli(['purge', '--submission', id, '--dry-run'])).stdout).toContain('Nothing is over.');
  expect((await cli(['purge'], { typed: ['yes'] })).stdout).toMatch(/Gone, of \d+ submission/);
  expect((await cli(['purge'], { typed: [] })).stdout).toContain('Nothing is over.');
});
