import { mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import type { LogFields } from '../../model/logger.ts';
import { logFieldNames } from '../../model/log-fields.ts';
import { fileLogger } from './file-logger.ts';
import { logLine } from './log-line.ts';

const parsed = (text: string): Record<string, unknown> => JSON.parse(text) as Record<string, unknown>;

test('a line has time, level, event, fields, and the delivery key as correlation id', () => {
  const { text, dropped } = logLine(0, { level: 'warn', event: 'delivery outcome', fields: { delivery: 'AB-1', state: 'case', count: 2 } });
  expect(parsed(text)).toEqual({
    time: '1970-01-01T00:00:00.000Z',
    level: 'warn',
    event: 'delivery outcome',
    correlation: 'AB-1',
    delivery: 'AB-1',
    state: 'case',
    count: 2,
  });
  expect(dropped).toBe(0);
});

test('what is not on the list is dropped and counted: names, texts, objects, and events that quote something', () => {
  const fields = { name: 'x', code: 'AB_X Müller', kind: { a: 1 }, number: Number.NaN, portal: 'p' };
  const { text, dropped } = logLine(0, { level: 'info', event: 'could not save Müller', fields });
  expect(parsed(text)).toMatchObject({ event: 'event without a fixed phrase', portal: 'p', dropped: 5 });
  expect(dropped).toBe(5);
  expect(text).not.toContain('ller');
});

test('whatever comes, a line is one line of JSON with allowed names and plain values alone', () => {
  const names = new Set<string>([...logFieldNames, 'time', 'level', 'event', 'correlation', 'dropped']);
  fc.assert(
    fc.property(fc.string(), fc.dictionary(fc.oneof(fc.string(), fc.constantFrom(...logFieldNames)), fc.anything()), (event, fields) => {
      const { text } = logLine(0, { level: 'info', event, fields });
      expect(text.indexOf('\n')).toBe(text.length - 1);
      for (const [name, value] of Object.entries(parsed(text))) {
        expect(names.has(name)).toBe(true);
        if (name !== 'event') expect(String(value)).toMatch(/^[A-Za-z0-9._:/+-]+$/);
      }
    }),
  );
});

test('a name that is not allowed does not compile', () => {
  // @ts-expect-error not in the list
  const fields: LogFields = { familyName: 'x' };
  expect(Object.keys(fields)).toHaveLength(1);
});

test('lines are appended to a private file, which may be renamed in between; what is below the level is left out', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'log-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, 'amtsbote.log');
  const logger = fileLogger({ file, now: () => 0 });
  logger.info('run begins');
  logger.debug('nobody reads this');
  await rename(file, `${file}.1`);
  logger.warn('run stopped', { code: 'AB_DEFECT' });
  expect((await readFile(`${file}.1`, 'utf8')).split('\n')).toHaveLength(2);
  expect(parsed(await readFile(file, 'utf8'))).toMatchObject({ event: 'run stopped' });
  if (process.platform !== 'win32') expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(logger.lost).toBe(0);
});

test('a log that cannot be written counts its lines and stops nothing', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'log-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, 'file'), '');
  const logger = fileLogger({ file: join(folder, 'file', 'log'), now: () => 0 });
  logger.info('run begins');
  logger.info('run ends');
  expect(logger.lost).toBe(2);
});
