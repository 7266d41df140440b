import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** A file or folder below another, with its mode. */
export interface FoundEntry {
  readonly path: string;
  readonly isFolder: boolean;
  readonly mode: number;
}

/** Everything below a folder, itself included. */
export async function entriesBelow(folder: string): Promise<readonly FoundEntry[]> {
  const below = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = [
    folder,
    ...below.filter((entry) => entry.isFile() || entry.isDirectory()).map(({ parentPath, name }) => join(parentPath, name)),
  ];
  return Promise.all(
    paths.map(async (path) => {
      const facts = await stat(path);
      return { path, isFolder: facts.isDirectory(), mode: facts.mode & 0o777 };
    }),
  );
}

/** The values that stand somewhere in a folder's files or their names, as text or encoded, each with the file. */
export async function valuesInFiles(folder: string, values: readonly string[]): Promise<readonly string[]> {
  const found: string[] = [];
  for (const { path, isFolder } of await entriesBelow(folder)) {
    const bytes = Buffer.concat([Buffer.from(`${path}\n`), isFolder ? Buffer.alloc(0) : await readFile(path)]);
    found.push(...valuesIn(bytes, values).map((value) => `${value} in ${path}`));
  }
  return found;
}

/** The values that stand in some bytes: in UTF-8, UTF-16, ISO 8859-1, base64 at any offset, hex, percent-encoded or with JSON escapes. */
export function valuesIn(bytes: Uint8Array, values: readonly string[]): readonly string[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return values.filter((value) => encodingsOf(value).some((encoded) => buffer.includes(encoded)));
}

function encodingsOf(value: string): readonly Buffer[] {
  const utf8 = Buffer.from(value, 'utf8');
  const utf16 = Buffer.from(value, 'utf16le');
  const escaped = value.replaceAll(/[^ -~]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
  const percent = encodeURIComponent(value);
  return [
    utf8,
    utf16,
    Buffer.from(utf16).swap16(),
    Buffer.from(value, 'latin1'),
    ...[0, 1, 2].map((offset) => base64Inside(utf8, offset)),
    ...[
      utf8.toString('hex'),
      utf8.toString('hex').toUpperCase(),
      escaped,
      percent,
      percent.replaceAll('%20', '+'),
      percent.toLowerCase(),
    ].map((text) => Buffer.from(text)),
  ];
}

/** What base64 makes of some bytes wherever they stand behind `offset` others: without the characters that neighbours change. */
function base64Inside(bytes: Buffer, offset: number): Buffer {
  const text = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
  const start = Math.ceil((offset * 8) / 6);
  const end = Math.floor(((offset + bytes.length) * 8) / 6);
  return Buffer.from(text.slice(start, end));
}
