import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isAmtsboteError } from '../errors/amtsbote-error.ts';
import { configJsonSchema } from './config-file.ts';
import { loadConfig } from './load-config.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'config-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

const good = `
portals:
  eingang: { connector: folder, options: { path: eingang } }
targets:
  registry:
    channels:
      - { connector: rest, options: registry.yaml }
routes:
  dogs: { portal: eingang, mapping: dogs.yaml, target: registry }
`;

async function fault(text: string): Promise<{ code: string; message: string; where: unknown }> {
  await writeFile(join(folder, 'amtsbote.yaml'), text);
  try {
    await loadConfig(join(folder, 'amtsbote.yaml'));
  } catch (error) {
    if (isAmtsboteError(error)) return error;
  }
  throw new Error('the configuration was taken');
}

test('defaults are filled in and paths made absolute', async () => {
  await writeFile(join(folder, 'amtsbote.yaml'), good);
  await writeFile(join(folder, 'registry.yaml'), 'baseUrl: http://127.0.0.1:1');
  const config = await loadConfig(join(folder, 'amtsbote.yaml'));
  expect(config).toMatchObject({
    ledger: { path: join(folder, '.amtsbote/ledger.sqlite'), masterKey: 'file:.amtsbote/master.key' },
    secrets: { sources: ['env', 'keyring'] },
    portals: { eingang: { options: { value: { path: 'eingang' } } } },
    targets: { registry: { productive: true, channels: [{ options: { value: { baseUrl: 'http://127.0.0.1:1' } } }] } },
    routes: { dogs: { mapping: join(folder, 'dogs.yaml'), unchecked: 'case', rejections: 'never' } },
    retry: { attempts: 8, firstMs: 30_000, maxMs: 3_600_000, waitForUnknownMs: 30_000, attemptMs: 120_000 },
  });
});

test('durations are read as written', async () => {
  await writeFile(join(folder, 'registry.yaml'), '{}');
  await writeFile(join(folder, 'amtsbote.yaml'), `${good}retry: { attempts: 3, first: 500ms, max: 2h, waitForUnknown: 5s, attempt: 3m }`);
  const { retry } = await loadConfig(join(folder, 'amtsbote.yaml'));
  expect(retry).toEqual({ attempts: 3, firstMs: 500, maxMs: 7_200_000, waitForUnknownMs: 5_000, attemptMs: 180_000 });
});

test('a setting that is not known is named with its line, and the one that may be meant', async () => {
  const { code, message, where } = await fault(good.replace('mapping: dogs.yaml', 'maping: dogs.yaml'));
  expect(code).toBe('AB_CONFIG_INVALID');
  expect(message).toContain('did you mean mapping?');
  expect(where).toMatchObject({ file: join(folder, 'amtsbote.yaml'), line: 9 });
});

test('a route that names nothing, a file that is not there and broken YAML are told with line and column', async () => {
  expect(await fault(good.replace('target: registry }', 'target: nobody }'))).toMatchObject({
    where: { line: 9, field: 'routes.dogs.target' },
  });
  expect(await fault(good)).toMatchObject({ where: { line: 7, field: 'targets.registry.channels.0.options' } });
  expect(await fault('portals: [')).toMatchObject({ code: 'AB_CONFIG_INVALID', where: { line: 1 } });
});

test('a value written by mistake never stands in the complaint', async () => {
  const { message } = await fault(good.replace('connector: rest', 'connector: 4711'));
  expect(message).not.toContain('4711');
});

test('a missing file has a code of its own', async () => {
  await expect(loadConfig(join(folder, 'nothing.yaml'))).rejects.toMatchObject({ code: 'AB_CONFIG_NOT_FOUND' });
});

test('the schema for editors describes every setting of the top', () => {
  expect(configJsonSchema()).toMatchObject({ properties: { ledger: {}, portals: {}, targets: {}, routes: {}, retry: {}, secrets: {} } });
});
