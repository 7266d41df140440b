import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createMasterKey, readMasterKey } from './master-key.ts';
import { openSecretStore, secretName } from './secret-store.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'secrets-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

test('a secret is found under its variable, with or without the prefix of a reference', async () => {
  const store = openSecretStore({ sources: ['env'], directory: folder }, { AMTSBOTE_SECRET_PORTAL_PASSWORD: 'geheim' });
  expect(await store.get('secret:portal-password')).toBe('geheim');
  expect(await store.get('portal-password')).toBe('geheim');
  expect(await store.sourceOf('portal-password')).toBe('env');
});

test('a missing secret says where it was looked for, and an impossible name is refused without quoting it', async () => {
  const store = openSecretStore({ sources: ['env'], directory: folder }, {});
  await expect(store.get('secret:nothing')).rejects.toMatchObject({ code: 'AB_SECRET_MISSING', effect: 'stop-run' });
  expect(() => secretName('a password by mistake')).toThrow(/^(?!.*mistake)/s);
});

test('a keyring that cannot be used is an error, never a missing secret', async () => {
  const without = { env: process.env['DBUS_SESSION_BUS_ADDRESS'], runtime: process.env['XDG_RUNTIME_DIR'] };
  process.env['DBUS_SESSION_BUS_ADDRESS'] = 'unix:path=/nonexistent/bus';
  try {
    if (process.platform !== 'linux') return;
    await expect(openSecretStore({ sources: ['keyring'], directory: folder }, {}).get('nothing')).rejects.toMatchObject({
      code: 'AB_SECRET_UNREADABLE',
    });
  } finally {
    if (without.env === undefined) delete process.env['DBUS_SESSION_BUS_ADDRESS'];
    else process.env['DBUS_SESSION_BUS_ADDRESS'] = without.env;
  }
});

test('a sealed file keeps secrets of a server without a keyring: private, and readable with its key only', async () => {
  const store = openSecretStore({ sources: ['env', 'file'], directory: folder }, {});
  expect(store.keptIn).toBe('file');
  await store.set('portal-password', 'Grüße, geheim');
  await store.set('other', 'x');
  expect(await store.get('secret:portal-password')).toBe('Grüße, geheim');
  expect(await store.list()).toEqual(['other', 'portal-password']);
  expect(await store.sourceOf('other')).toBe('file');
  const file = join(folder, '.amtsbote/secrets.sealed');
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect((await readFile(file)).includes('geheim')).toBe(false);
  expect(await store.remove('other')).toBe(true);
  expect(await store.remove('other')).toBe(false);
  const otherKey = { path: '.amtsbote/secrets.sealed', key: 'env:KEY' };
  const wrong = openSecretStore({ sources: ['file'], file: otherKey, directory: folder }, { KEY: Buffer.alloc(32, 1).toString('base64') });
  await expect(wrong.get('portal-password')).rejects.toMatchObject({ code: 'AB_SECRET_UNREADABLE' });
});

test('the key of a sealed file can be a credential that systemd hands over', async () => {
  await writeFile(join(folder, 'amtsbote-key'), Buffer.alloc(32, 3).toString('base64'), { mode: 0o400 });
  const config = { sources: ['file'], file: { key: 'credential:amtsbote-key' }, directory: folder } as const;
  const store = openSecretStore(config, { CREDENTIALS_DIRECTORY: folder });
  await store.set('a', 'b');
  expect(await store.get('a')).toBe('b');
  await expect(openSecretStore(config, {}).get('a')).rejects.toMatchObject({ code: 'AB_SECRET_MISSING' });
  await expect(readMasterKey('credential:../amtsbote-key', folder, { CREDENTIALS_DIRECTORY: folder })).rejects.toMatchObject({
    code: 'AB_SECRET_MISSING',
  });
});

test('a master key is made once, private, and read again', async () => {
  expect(await createMasterKey('file:keys/master.key', folder)).toBe(true);
  const key = await readMasterKey('file:keys/master.key', folder, {});
  expect(key).toHaveLength(32);
  expect(await createMasterKey('file:keys/master.key', folder)).toBe(false);
  expect(Buffer.from(await readMasterKey('file:keys/master.key', folder, {})).equals(key)).toBe(true);
  expect((await stat(join(folder, 'keys/master.key'))).mode & 0o777).toBe(0o600);
});

test('a key file that others can read is refused', async () => {
  await createMasterKey('file:master.key', folder);
  await chmod(join(folder, 'master.key'), 0o644);
  await expect(readMasterKey('file:master.key', folder, {})).rejects.toMatchObject({ code: 'AB_KEY_INSECURE' });
});

test('a master key comes from the environment too, and must be 32 bytes', async () => {
  const good = Buffer.alloc(32, 7).toString('base64');
  expect(await readMasterKey('env:KEY', folder, { KEY: good })).toHaveLength(32);
  await expect(readMasterKey('env:KEY', folder, { KEY: 'c2hvcnQ=' })).rejects.toMatchObject({ code: 'AB_CONFIG_INVALID' });
  await expect(readMasterKey('env:KEY', folder, {})).rejects.toMatchObject({ code: 'AB_SECRET_MISSING' });
  await expect(readMasterKey('file:nowhere', folder, {})).rejects.toMatchObject({ code: 'AB_SECRET_MISSING' });
  await writeFile(join(folder, 'short'), 'c2hvcnQ=', { mode: 0o600 });
  await expect(readMasterKey('file:short', folder, {})).rejects.toThrow(/^(?!.*c2hvcnQ)/s);
  expect(await readFile(join(folder, 'short'), 'utf8')).toBe('c2hvcnQ=');
});
