import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { EvidenceItem } from '@amtsbote/sdk';

/** Evidence on its way out of the ledger. */
export type OpenedEvidence = EvidenceItem & { readonly delivery: string; readonly attempt?: number };

/** Which files were written. */
export interface WrittenEvidence {
  readonly directory: string;
  readonly files: readonly string[];
}

/** Writes evidence into a folder, readable by its owner alone. File names begin with the delivery key. */
export async function writeEvidence(
  items: AsyncIterable<OpenedEvidence> | Iterable<OpenedEvidence>,
  directory: string,
): Promise<WrittenEvidence> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const files: string[] = [];
  for await (const item of items) {
    const name = freeName(fileName(item), files);
    const file = join(directory, name);
    await writeFile(file, item.bytes, { mode: 0o600 });
    await chmod(file, 0o600);
    files.push(name);
  }
  return { directory, files };
}

function fileName({ delivery, attempt, name }: OpenedEvidence): string {
  const parts = [delivery, attempt === undefined ? '' : String(attempt), name];
  return parts
    .filter((part) => part !== '')
    .join('-')
    .replace(/[^A-Za-z0-9._-]/g, '_');
}

function freeName(name: string, taken: readonly string[]): string {
  if (!taken.includes(name)) return name;
  const dot = name.lastIndexOf('.');
  const [stem, ending] = dot < 0 ? [name, ''] : [name.slice(0, dot), name.slice(dot)];
  let count = 2;
  while (taken.includes(`${stem}-${count}${ending}`)) count += 1;
  return `${stem}-${count}${ending}`;
}
