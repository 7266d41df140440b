import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as connector from '@amtsbote/connectors/portals/fit-connect';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Ran, runCli } from '../../deps.test-support.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'amtsbote-keys-'));
  const config = "ledger: { masterKey: 'file:.amtsbote/master.key' }\nsecrets: { sources: [file] }\nportals: {}\ntargets: {}\nroutes: {}\n";
  await writeFile(join(folder, 'amtsbote.yaml'), config);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Keys half as long: those of the field take seconds. */
const importConnector = async (): Promise<unknown> => ({
  ...connector,
  createDestinationKeys: () => connector.createDestinationKeys(2048),
});
const cli = (...argv: readonly string[]): Promise<Ran> => runCli(argv, { cwd: folder, deps: { importConnector } });

test('keys are made once: private halves are secrets, public ones files that hold nothing private', async () => {
  const made = await cli('fit-connect', 'keys', 'create', '--out', 'public');
  expect(made).toMatchObject({ code: 0, stderr: '' });
  expect(made.stdout).toContain('decryptionKeys: [secret:fit-decryption], signingKey: secret:fit-signing');
  const files = (await readdir(join(folder, 'public'))).toSorted();
  expect(files).toEqual(['fit-decryption.public.jwk.json', 'fit-signing.public.jwk.json']);
  const written = await Promise.all(files.map((file) => readFile(join(folder, 'public', file), 'utf8')));
  const [encryption, verification] = written.map((text) => JSON.parse(text) as Record<string, unknown>);
  expect([encryption?.['key_ops'], verification?.['key_ops']]).toEqual([['wrapKey'], ['verify']]);
  for (const one of [encryption, verification]) expect(Object.keys(one ?? {}).filter((member) => 'dpqdpdqqi'.includes(member))).toEqual([]);

  const again = await cli('fit-connect', 'keys', 'create');
  expect(again).toMatchObject({ code: 2, stderr: expect.stringContaining('fit-decryption is there already') as string });
  expect((await cli('fit-connect', 'keys', 'export', '--out', 'again')).code).toBe(0);
  expect(await readFile(join(folder, 'again', files[0] ?? ''), 'utf8')).toBe(written[0]);
});

test('a secret that is no key is not taken for one, and not shown', async () => {
  for (const name of ['other-decryption', 'other-signing']) await runCli(['secret', 'set', name], { cwd: folder, stdin: 'not-a-key' });
  const told = await cli('fit-connect', 'keys', 'export', '--name', 'other');
  expect(told).toMatchObject({ code: 2, stdout: '' });
  expect(told.stderr).not.toContain('not-a-key');
});
