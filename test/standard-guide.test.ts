import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readMessage } from '@amtsbote/sdk/workbench';
import { profile } from './guides/xhund.ts';
import { type CliEnd, runCli } from './support/cli.ts';
import { followGuide, guideSteps } from './support/guide.ts';

const root = resolve(import.meta.dirname, '..');
let folder: string;
let guide: string;
let server: Server;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'amtsbote-standard-'));
  await mkdir(join(folder, 'node_modules/@amtsbote'), { recursive: true });
  await symlink(join(root, 'packages/sdk'), join(folder, 'node_modules/@amtsbote/sdk'), 'junction');
  guide = await readFile(join(root, 'docs/guides/adding-a-standard.md'), 'utf8');
  server = createServer((request, response) => {
    const answer = request.method === 'POST' ? { id: 'HU-2026-000001' } : { treffer: [] };
    request.resume().on('end', () => response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer)));
  });
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
});
afterAll(async () => {
  await new Promise<void>((done) => void server.close(() => done()));
  await rm(folder, { recursive: true, force: true });
});

const cli = (...argv: readonly string[]): Promise<CliEnd> => runCli({ directory: folder, env: {} }, argv);

test('the guide shows the profile as it was compiled', async () => {
  expect(guide).toContain(`\n${await readFile(join(import.meta.dirname, 'guides/xhund.ts'), 'utf8')}\`\`\``);
});

test('the profile reads the header under any prefix', async () => {
  const [, sample = ''] = /```xml samples\/hund\.xml\n([^]*?)```/.exec(guide) ?? [];
  const other = sample.replaceAll(/<(\/?)(?=[a-z])/g, '<$1y:').replace('xmlns=', 'xmlns:y=');
  for (const text of [sample, other]) {
    using message = await readMessage(Buffer.from(text), { mediaType: 'application/xml' });
    expect(profile.profile.detect(message)).toEqual({ version: '1.0', type: '0100' });
    expect(profile.profile.header(message)).toMatchObject({
      messageId: '5f0c1c9e-6a6b-4e0e-9d0f-0c8a4c1f2b3d',
      author: { key: 'portal:musterstadt' },
      matter: 'v-17',
      test: true,
    });
  }
});

test('with the profile of the guide every command says what the guide shows, and the receipt of the standard goes back', async () => {
  await followGuide(guideSteps(guide), folder, (argv) => cli(...argv));
  const target = join(folder, 'targets/hundesteuer.yaml');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await writeFile(target, (await readFile(target, 'utf8')).replace('http://127.0.0.1:8790', url));
  await writeFile(join(folder, 'eingang/hund.xml'), await readFile(join(folder, 'samples/hund.xml')));
  const ran = await cli('sync');
  expect(ran).toMatchObject({ code: 0 });
  const answer = (await readdir(join(folder, 'angenommen'))).find((name) => name.endsWith('.0900.xml'));
  const text = await readFile(join(folder, 'angenommen', String(answer)), 'utf8');
  expect(text).toContain('<x:bezug>5f0c1c9e-6a6b-4e0e-9d0f-0c8a4c1f2b3d</x:bezug>');
  expect(text).toContain('<x:aktenzeichen>HU-2026-000001</x:aktenzeichen>');
  expect((await cli('xoev', 'validate', `angenommen/${answer}`)).code).toBe(0);
});
