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
    retry: { attempts: 30, firstMs: 30_000, maxMs: 21_600_000, waitForUnknownMs: 30_000, attemptMs: 120_000 },
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

const guarded = `
    limits: { perMinute: 30, atOnce: 2 }
    timeZone: Europe/Vienna
    open:
      - { days: mon-fri, from: '06:00', until: '20:00' }
      - { days: 'sat,sun', from: 22:00, until: 04:00 }
    closed: [{ from: 2026-12-24T12:00, until: 2026-12-27T06:00, why: Umzug }]
    circuit: { failures: 3, first: 2m }
    deadlines: { step: 20s }
`;

test('budgets, hours, maintenance windows, circuit and deadlines of a target are read as written', async () => {
  await writeFile(join(folder, 'registry.yaml'), '{}');
  await writeFile(join(folder, 'amtsbote.yaml'), good.replace('    channels:', `${guarded}    channels:`));
  const { targets } = await loadConfig(join(folder, 'amtsbote.yaml'));
  expect(targets['registry']).toMatchObject({
    limits: { perMinute: 30, atOnce: 2 },
    hours: {
      timeZone: 'Europe/Vienna',
      open: [
        { days: [1, 2, 3, 4, 5], fromMinute: 360, untilMinute: 1200 },
        { days: [6, 0], fromMinute: 1320, untilMinute: 1680 },
      ],
      closed: [{ from: Date.UTC(2026, 11, 24, 12), until: Date.UTC(2026, 11, 27, 6), why: 'Umzug' }],
    },
    circuit: { failures: 3, firstMs: 120_000, maxMs: 3_600_000 },
    deadlines: { attemptMs: 120_000, stepMs: 20_000, lookUpMs: 60_000 },
  });
});

test.each([
  ['mon-fri', 'mon-fry', 'days such as mon-fri'],
  ["'20:00'", "'25:00'", 'a time such as 06:00'],
  ["'20:00'", "'06:00'", 'hours need a beginning and a later end'],
  ['Europe/Vienna', 'Europe/Wien', 'a time zone such as'],
  ['2026-12-27T06:00', '2026-12-20T06:00', 'the end lies before the beginning'],
  ['2026-12-27T06:00', '2026-12-27T06:00Z', 'a day and time such as'],
  ['2026-12-27T06:00', '2026-13-27T06:00', 'there is no such day'],
  ['perMinute: 30', 'perMinute: 0', 'limits.perMinute'],
  ['failures: 3', 'failures: 1', 'circuit.failures'],
])('%s written as %s is refused with its line', async (right, wrong, complaint) => {
  const { code, message, where } = await fault(good.replace('    channels:', `${guarded.replace(right, wrong)}    channels:`));
  expect(code).toBe('AB_CONFIG_INVALID');
  expect(message).toContain(complaint);
  expect((where as { line: number }).line).toBeGreaterThan(5);
});
