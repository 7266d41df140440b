import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeZip, type ZipEntrySpec } from '../../../zip/write-zip.test-support.ts';
import { loadLibxml2 } from '../../libxml2.ts';
import { readSource } from './read-source.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'amtsbote-source-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function zipFile(entries: readonly ZipEntrySpec[]): Promise<string> {
  const file = join(folder, 'set.zip');
  await writeFile(file, writeZip(entries));
  return file;
}

const read = async (source: string): ReturnType<typeof readSource> => readSource(await loadLibxml2(), source);
const schema = '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"/>';

test('a zip archive and a folder with the same files bring the same', async () => {
  const files = { 'a.xsd': schema, 'listen/Rückweisung.xml': '<x/>', 'regeln.sch': '<y/>', 'handbuch.pdf': 'pdf' };
  const unpacked = join(folder, 'unpacked');
  await mkdir(join(unpacked, 'listen'), { recursive: true });
  for (const [name, content] of Object.entries(files)) await writeFile(join(unpacked, name), content);
  const zipped = await read(await zipFile(Object.entries(files).map(([name, content]) => ({ name, content }))));
  const found = await read(unpacked);
  const texts = ({ files: list }: typeof found): unknown => list.map(({ path, bytes }) => [path, Buffer.from(bytes).toString()]);
  expect(texts(found)).toEqual([
    ['a.xsd', schema],
    ['listen/Rückweisung.xml', '<x/>'],
    ['regeln.sch', '<y/>'],
  ]);
  expect(texts(zipped)).toEqual(texts(found));
  expect(zipped.leftOut).toEqual(['handbuch.pdf']);
  expect(found.leftOut).toEqual(['handbuch.pdf']);
});

test.each<[string, ZipEntrySpec[], string]>([
  ['a name that leads out', [{ name: '../../x.xsd', content: schema }], 'leads elsewhere'],
  ['an absolute name', [{ name: '/etc/x.xsd', content: schema }], 'leads elsewhere'],
  ['a link', [{ name: 'x.xsd', content: '/etc/passwd', mode: 0o120777 }], 'no file, such as a link'],
  [
    'the same name twice',
    [
      { name: 'x.xsd', content: schema },
      { name: 'X.xsd', content: schema },
    ],
    'same name twice',
  ],
  ['a bomb', [{ name: 'x.xsd', content: ' '.repeat(5_000_000) }], 'times its size'],
  ['a wrong size', [{ name: 'x.xsd', content: schema, claimedSize: 5 }], 'larger than it says'],
  ['a wrong checksum', [{ name: 'x.xsd', content: schema, claimedCrc: 1 }], 'wrong checksum'],
])('a zip archive with %s is refused as a whole', async (_, entries, reason) => {
  const file = await zipFile([{ name: 'good.xsd', content: schema }, ...entries]);
  await expect(read(file)).rejects.toMatchObject({
    code: 'AB_SCHEMA_SET_INVALID',
    message: expect.stringContaining(reason),
    where: { file },
  });
});

test('half a zip archive is refused', async () => {
  const file = join(folder, 'half.zip');
  await writeFile(file, writeZip([{ name: 'a.xsd', content: schema }]).subarray(0, 60));
  await expect(read(file)).rejects.toMatchObject({ code: 'AB_SCHEMA_SET_INVALID' });
});

test('links in a folder are not followed', async () => {
  await writeFile(join(folder, 'a.xsd'), schema);
  const elsewhere = join(folder, 'set');
  await mkdir(elsewhere);
  await symlink(join(folder, 'a.xsd'), join(elsewhere, 'linked.xsd'));
  await symlink(folder, join(elsewhere, 'up'));
  expect((await read(elsewhere)).files).toEqual([]);
});

test('what is neither folder nor archive nor schema is refused', async () => {
  const file = join(folder, 'handbuch.pdf');
  await writeFile(file, 'pdf');
  await expect(read(file)).rejects.toMatchObject({ code: 'AB_SCHEMA_SET_INVALID' });
  await expect(read(join(folder, 'nowhere'))).rejects.toMatchObject({ message: 'there is no such file or folder' });
});

test.skipIf(process.platform === 'win32')('a pipe is refused instead of waited for', async () => {
  const pipe = join(folder, 'pipe.xsd');
  execFileSync('mkfifo', [pipe]);
  await expect(read(pipe)).rejects.toMatchObject({ code: 'AB_SCHEMA_SET_INVALID' });
});

test('a folder that cannot be read as a whole is refused by name, not a defect', async () => {
  const long = join(folder, `${'x'.repeat(300)}.xsd`);
  await expect(read(long)).rejects.toMatchObject({ code: 'AB_SCHEMA_SET_INVALID' });
  const locked = join(folder, 'locked');
  await mkdir(locked);
  await writeFile(join(locked, 'a.xsd'), schema, { mode: 0 });
  // An administrator reads whatever the mode says.
  if (process.getuid?.() !== 0) await expect(read(locked)).rejects.toMatchObject({ message: expect.stringContaining('EACCES') as string });
});
