import { open, readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { isAmtsboteError } from '../../../errors/amtsbote-error.ts';
import type { Libxml2 } from '../../libxml2.ts';
import { collectSchemaFiles } from '../schema-files.ts';
import { safePaths } from './safe-path.ts';
import { type ImportSource, isWanted, type SourceFile, sourceFault } from './source-file.ts';
import { unzip } from './unzip.ts';

const notWanted = 'the file is no folder, zip archive, schema (.xsd) or code list (.xml)';
const most = { files: 50_000, bytes: 500_000_000 };

/**
 * Reads what is to be imported: a folder with all below it, a zip archive, one schema with all that it refers to on disk, or one
 * file of another kind. Links are not followed.
 *
 * Throws `ConfigurationFault` (AB_SCHEMA_SET_INVALID).
 */
export async function readSource(libxml2: Libxml2, source: string): Promise<ImportSource> {
  const read = await rawSource(libxml2, resolve(source)).catch((error: unknown) => {
    if (isAmtsboteError(error) || !(error instanceof Error) || !('code' in error)) throw error;
    throw sourceFault(`it cannot be read as a whole (${String(error.code)})`, source);
  });
  const files = read.files.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const paths = safePaths(files.map(({ path }) => path));
  return { leftOut: read.leftOut, files: files.map(({ bytes }, index) => ({ path: paths[index] ?? '', bytes })) };
}

async function rawSource(libxml2: Libxml2, source: string): Promise<ImportSource> {
  const found = await stat(source).catch(() => undefined);
  if (!found) throw sourceFault('there is no such file or folder', source);
  if (found.isDirectory()) return readFolder(source);
  if (!found.isFile()) throw sourceFault(notWanted, source);
  if (found.size > most.bytes) throw sourceFault(`the file is larger than ${most.bytes} bytes`, source);
  if (await isZip(source)) return unzip(source);
  if (!isWanted(source)) throw sourceFault(notWanted, source);
  if (/\.xsd$/i.test(source)) return readDriver(libxml2, source);
  return { files: [{ path: lastPart(source), bytes: await readFile(source) }], leftOut: [] };
}

async function readFolder(folder: string): Promise<ImportSource> {
  const files: SourceFile[] = [];
  const leftOut: string[] = [];
  let bytes = 0;
  for (const path of await listFolder(folder)) {
    if (!isWanted(path)) {
      leftOut.push(path);
      continue;
    }
    const content = await readFile(join(folder, path));
    bytes += content.length;
    if (bytes > most.bytes) throw sourceFault(`the folder holds more than ${most.bytes} bytes of schemas`, folder);
    files.push({ path, bytes: content });
  }
  return { files, leftOut };
}

/** Paths of all files below a folder, with `/`; hidden folders and links left out. */
async function listFolder(folder: string, below = ''): Promise<string[]> {
  const paths: string[] = [];
  for (const entry of await readdir(join(folder, below), { withFileTypes: true })) {
    const path = below === '' ? entry.name : `${below}/${entry.name}`;
    if (entry.isFile()) paths.push(path);
    if (entry.isDirectory() && !entry.name.startsWith('.')) paths.push(...(await listFolder(folder, path)));
    if (paths.length > most.files) throw sourceFault(`the folder holds more than ${most.files} files`, folder);
  }
  return paths;
}

async function readDriver(libxml2: Libxml2, driver: string): Promise<ImportSource> {
  const { paths } = await collectSchemaFiles(libxml2, driver);
  const base = commonFolder(paths);
  const read = paths.map(async (path) => ({ path: relative(base, path).split(sep).join('/'), bytes: await readFile(path) }));
  return { files: await Promise.all(read), leftOut: [] };
}

function commonFolder(paths: readonly string[]): string {
  const [first = [], ...others] = paths.map((path) => path.split(sep).slice(0, -1));
  const differs = first.findIndex((part, index) => others.some((other) => other[index] !== part));
  return (differs < 0 ? first : first.slice(0, differs)).join(sep) || sep;
}

async function isZip(file: string): Promise<boolean> {
  const handle = await open(file);
  try {
    const { buffer } = await handle.read(Buffer.alloc(4), 0, 4, 0);
    return buffer.toString('latin1') === 'PK\u0003\u0004' || /\.zip$/i.test(file);
  } finally {
    await handle.close();
  }
}

function lastPart(path: string): string {
  return path.split(sep).at(-1) ?? path;
}
