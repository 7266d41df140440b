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

/** Keys in use: made, and named by the configuration. */
async function keysInUse(): Promise<void> {
  await cli('fit-connect', 'keys', 'create', '--out', 'public');
  await configure('secret:fit-decryption', 'secret:fit-signing');
}

async function configure(decryptionKeys: string, signingKey: string): Promise<void> {
  const file = join(folder, 'amtsbote.yaml');
  const options = `{ destinations: [{ decryptionKeys: [${decryptionKeys}], signingKey: '${signingKey}' }] }`;
  const text = (await readFile(file, 'utf8')).replace(/portals: .*/, `portals: { fit: { connector: fit-connect, options: ${options} } }`);
  await writeFile(file, text);
}

async function rotate(...argv: readonly string[]): Promise<{ made: boolean; kids: readonly string[]; old: unknown }> {
  const ran = await cli('fit-connect', 'keys', 'rotate', '--out', 'public', '--json', ...argv);
  const [{ made, keys, old } = {}] = ran.json() as [{ made?: boolean; keys?: { kid: string }[]; old?: unknown }?];
  return { made: made ?? false, kids: (keys ?? []).map(({ kid }) => kid), old };
}

test('a change of keys makes a pair beside the old one, once; the next one waits until that is in use', async () => {
  await keysInUse();
  const first = await rotate();
  expect(first).toMatchObject({ made: true, old: { decryption: 'fit-decryption', signing: 'fit-signing' } });
  expect(await rotate()).toEqual({ ...first, made: false });
  await configure('secret:fit-decryption-2, secret:fit-decryption', 'secret:fit-signing');
  expect(await rotate()).toEqual({ ...first, made: false });
  await configure('secret:fit-decryption-2', 'secret:fit-signing-2');
  const second = await rotate();
  expect(second).toMatchObject({ made: true, old: { decryption: 'fit-decryption-2' } });
  expect(second.kids).not.toEqual(first.kids);
  const told = await cli('fit-connect', 'keys', 'rotate', '--out', 'public');
  expect(told.stdout).toContain('decryptionKeys: [secret:fit-decryption-3, secret:fit-decryption-2]');
  expect((await readdir(join(folder, 'public'))).filter((name) => name.includes('-3'))).toHaveLength(2);
});

test('a change that was cut off goes on with the key that was stored', async () => {
  await keysInUse();
  const { kids } = await rotate();
  await cli('secret', 'remove', 'fit-signing-2');
  await rm(join(folder, 'public'), { recursive: true });
  const again = await rotate();
  expect(again).toMatchObject({ made: false });
  expect(again.kids[0]).toBe(kids[0]);
  expect(again.kids[1]).not.toBe(kids[1]);
  expect(await rotate()).toEqual(again);
});

test('there is nothing to change before the first keys are in use', async () => {
  expect(await cli('fit-connect', 'keys', 'rotate')).toMatchObject({ code: 2, stderr: expect.stringContaining('no keys') as string });
  await cli('fit-connect', 'keys', 'create', '--out', 'public');
  expect(await cli('fit-connect', 'keys', 'rotate')).toMatchObject({ code: 2, stderr: expect.stringContaining('not used') as string });
  expect((await cli('secret', 'list')).stdout).not.toContain('-2');
});

test('certificates can be asked for, and go with the public halves they are of', async () => {
  const refused = await cli('fit-connect', 'keys', 'create', '--csr', 'nobody');
  expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('--csr') as string });
  expect((await cli('secret', 'list')).stdout).not.toContain('fit-');
  await cli('fit-connect', 'keys', 'create', '--out', 'public', '--csr', 'C=DE,O=Stadt Musterstadt,CN=FIT-Connect');
  expect(await readFile(join(folder, 'public', 'fit-signing.csr'), 'utf8')).toMatch(/^-----BEGIN CERTIFICATE REQUEST-----\n/);
  await writeFile(join(folder, 'other.pem'), 'none');
  const none = await cli('fit-connect', 'keys', 'export', '--certificate', 'other.pem');
  expect(none).toMatchObject({ code: 2, stderr: expect.stringContaining('None of the certificates') as string });
});

test('without a portal there is nothing to check', async () => {
  expect(await cli('fit-connect', 'check')).toMatchObject({ code: 2, stderr: expect.stringContaining('no portal') as string });
});
