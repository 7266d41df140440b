import { mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Report } from '@amtsbote/sdk';
import { expect, test } from 'vitest';
import { testFolder } from './folder.test-support.ts';

const accepted: Report = {
  id: 'r1',
  kind: 'accepted',
  submission: 's-7k3m9x2q4w',
  portalId: 'abc',
  at: Date.UTC(2026, 10, 22, 11, 30),
  references: ['GEW-2026-0500'],
  findings: [],
};
const rejected: Report = {
  ...accepted,
  kind: 'rejected',
  references: [],
  findings: [
    {
      code: 'AB_SCHEMA_INVALID',
      officialCode: 'X001',
      message: 'the message does not match',
      where: { line: 3 },
    },
  ],
};

test('an accepted submission leaves a receipt for programs that a clerk can read too', async () => {
  const { base, portal } = await testFolder();
  await portal.report(accepted);
  const folder = join(base, 'angenommen');
  expect(await readdir(folder)).toEqual(['s-7k3m9x2q4w.json']);
  expect(JSON.parse(await readFile(join(folder, 's-7k3m9x2q4w.json'), 'utf8'))).toEqual({
    meldung: [
      'Die Einreichung wurde angenommen.',
      expect.stringMatching(/^Zeitpunkt: 22\.11\.2026, \d\d:30:00 Uhr \(UTC[+-]\d\d:\d\d\)$/) as string,
      'Aktenzeichen: GEW-2026-0500',
    ],
    submission: 's-7k3m9x2q4w',
    outcome: 'accepted',
    at: '2026-11-22T11:30:00.000Z',
    references: ['GEW-2026-0500'],
    findings: [],
  });
  expect((await stat(join(folder, 's-7k3m9x2q4w.json'))).mode & 0o777).toBe(0o600);
});

test('a rejected submission leaves a receipt with the reasons', async () => {
  const { base, portal } = await testFolder();
  await portal.report(rejected);
  const text = await readFile(join(base, 'abgelehnt', 's-7k3m9x2q4w.json'), 'utf8');
  expect(text).toContain('Die Einreichung wurde abgelehnt.');
  expect(text).toContain('Grund: the message does not match (X001, AB_SCHEMA_INVALID, Zeile 3)');
  expect(JSON.parse(text)).toMatchObject({ findings: [{ code: 'AB_SCHEMA_INVALID', officialCode: 'X001', line: 3 }] });
});

test('answers of the standard lie beside the receipt, byte for byte, and a repeat changes nothing', async () => {
  const { base, portal } = await testFolder();
  const bytes = Buffer.from('<?xml version="1.0"?><a>ü</a>', 'utf8');
  const report: Report = { ...accepted, answers: [{ type: '1121', mediaType: 'application/xml', bytes }] };
  await portal.report(report);
  const file = join(base, 'angenommen', 's-7k3m9x2q4w.1121.xml');
  expect(await readFile(file)).toEqual(bytes);
  const before = await stat(file, { bigint: true });
  await portal.report(report);
  expect((await stat(file, { bigint: true })).ino).toBe(before.ino);
  expect((await readdir(join(base, 'angenommen'))).toSorted()).toEqual(['s-7k3m9x2q4w.1121.xml', 's-7k3m9x2q4w.json']);
});

test('the type of an answer never leads out of the folder', async () => {
  const { base, portal } = await testFolder();
  const answers = [{ type: '../x', mediaType: 'application/xml', bytes: Buffer.from('<a/>') }];
  await expect(portal.report({ ...accepted, answers })).rejects.toMatchObject({ effect: 'defect' });
  expect(await readdir(join(base, 'angenommen'))).toEqual([]);
});

test('the same report again changes nothing', async () => {
  const { base, portal } = await testFolder();
  await portal.report(accepted);
  const before = await stat(join(base, 'angenommen', 's-7k3m9x2q4w.json'), { bigint: true });
  await portal.report(accepted);
  const after = await stat(join(base, 'angenommen', 's-7k3m9x2q4w.json'), { bigint: true });
  expect([after.ino, after.mtimeNs]).toEqual([before.ino, before.mtimeNs]);
  expect(await readdir(join(base, 'angenommen'))).toHaveLength(1);
});

const processing: Report = { ...accepted, id: 'r2', kind: 'status', state: { status: 'processing', final: false } };
const completed: Report = { ...processing, id: 'r3', at: accepted.at + 60_000, state: { status: 'completed', final: true } };

test('the newest state stands on top of its receipt, with those before it', async () => {
  const { base, portal } = await testFolder();
  await portal.report(processing);
  await portal.report(completed);
  const file = join(base, 'stand', 's-7k3m9x2q4w.json');
  expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({
    meldung: [
      'Die Bearbeitung ist abgeschlossen.',
      expect.stringMatching(/^Zeitpunkt: 22\.11\.2026, \d\d:31:00 Uhr/) as string,
      'Aktenzeichen: GEW-2026-0500',
    ],
    outcome: 'status',
    status: 'completed',
    final: true,
    references: ['GEW-2026-0500'],
    history: [
      { id: 'r2', status: 'processing', final: false, at: '2026-11-22T11:30:00.000Z' },
      { id: 'r3', status: 'completed', final: true },
    ],
  });
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});

test('a state that was told before changes nothing, not even the newest', async () => {
  const { base, portal } = await testFolder();
  await portal.report(processing);
  await portal.report(completed);
  const file = join(base, 'stand', 's-7k3m9x2q4w.json');
  const before = await readFile(file, 'utf8');
  await portal.report(processing);
  await portal.report(completed);
  expect(await readFile(file, 'utf8')).toBe(before);
});

test('a receipt that was taken away or spoilt is begun anew', async () => {
  const { base, portal } = await testFolder();
  await portal.report(processing);
  const file = join(base, 'stand', 's-7k3m9x2q4w.json');
  await writeFile(file, '{');
  await portal.report(completed);
  expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ status: 'completed', history: [{ id: 'r3' }] });
});

test.each(['../x', 'a/b', '.x', '', 'x'.repeat(200)])('no receipt gets the name %j', async (submission) => {
  const { base, portal } = await testFolder();
  await expect(portal.report({ ...accepted, submission })).rejects.toMatchObject({ effect: 'defect' });
  expect(await readdir(base)).toEqual(['eingang']);
});

test('the check names what is missing, what is ignored and what is left over, and changes nothing', async () => {
  const { base, inbox, portal } = await testFolder();
  expect((await portal.check()).filter(({ ok }) => !ok)).toEqual([]);
  expect(await readdir(base)).toEqual(['eingang']);
  await symlink('/etc', join(inbox, 'etc'));
  await writeFile(join(inbox, 'a.part'), '');
  await writeFile(join(base, 'abgelehnt'), 'no folder');
  await mkdir(join(base, 'angenommen'));
  const results = await portal.check();
  expect(results.filter(({ ok }) => !ok).map(({ name }) => name)).toEqual([
    'hot folder holds files and folders only',
    'receipts of rejected submissions can be written',
  ]);
  expect(results.find(({ name }) => name === 'hot folder has no leftovers')?.detail).toContain('1 unfinished uploads');
});
