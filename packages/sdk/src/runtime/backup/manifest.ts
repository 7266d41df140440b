import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type ZodType, z } from 'zod';
import { ConfigurationFault } from '../../errors/families.ts';
import type { Checkpoint } from '../../ledger/audit.ts';

/** The name of the manifest in a backup. */
export const manifestName = 'manifest.json';

/** What a backup says of itself: `manifest.json`. Free of citizens' data. */
export interface Manifest {
  readonly schema: 'amtsbote.backup/1';
  /** When it was made, in milliseconds since 1970. */
  readonly at: number;
  /** The version of the ledger's schema. */
  readonly ledgerVersion: number;
  readonly submissions: number;
  /** The newest checkpoint of the history in it. */
  readonly checkpoint?: Checkpoint | undefined;
  readonly files: readonly ManifestFile[];
  /** Keyed hash over all of the above: only who has the master key can make it. */
  readonly seal: string;
}

/** A file of a backup. */
export interface ManifestFile {
  /** Below the folder of the backup, with `/`. */
  readonly path: string;
  readonly size: number;
  /** Lower-case hex. */
  readonly sha256: string;
}

const checkpoint: ZodType<Checkpoint> = z.strictObject({
  number: z.int(),
  at: z.int(),
  lastEvent: z.int(),
  events: z.int(),
  hash: z.string(),
});

/** A path that stays inside the backup. */
const inside = z
  .string()
  .refine((path) => path !== '' && !/[\\\0:]/.test(path) && path.split('/').every((part) => !['', '.', '..'].includes(part)));

const manifestShape: ZodType<Manifest> = z.strictObject({
  schema: z.literal('amtsbote.backup/1'),
  at: z.int(),
  ledgerVersion: z.int(),
  submissions: z.int(),
  checkpoint: checkpoint.optional(),
  files: z.array(z.strictObject({ path: inside, size: z.int(), sha256: z.string() })),
  seal: z.string(),
});

/** The text of a manifest that its seal is made over. */
export function sealedText({ seal: _seal, ...content }: Manifest | (Omit<Manifest, 'seal'> & { readonly seal?: string })): string {
  const { schema, at, ledgerVersion, submissions, checkpoint: last, files } = content;
  const mark = last === undefined ? null : [last.number, last.at, last.lastEvent, last.events, last.hash];
  return JSON.stringify([schema, at, ledgerVersion, submissions, mark, files.map(({ path, size, sha256 }) => [path, size, sha256])]);
}

/**
 * Reads the manifest of a backup.
 *
 * @throws ConfigurationFault AB_BACKUP_BROKEN
 */
export async function readManifest(folder: string): Promise<Manifest> {
  const file = join(folder, manifestName);
  const parsed = manifestShape.safeParse(await readFile(file, 'utf8').then(JSON.parse, () => undefined));
  if (parsed.success) return parsed.data;
  throw new ConfigurationFault('AB_BACKUP_BROKEN', 'There is no whole manifest of a backup here', {
    where: { file },
    hint: 'Name the folder of one backup: it holds manifest.json.',
  });
}

/**
 * Looks whether every file is there and as it was.
 *
 * @throws ConfigurationFault AB_BACKUP_BROKEN naming the first that is not
 */
export async function verifyFiles(folder: string, files: readonly ManifestFile[]): Promise<void> {
  for (const { path, size, sha256 } of files) {
    const facts = await factsOf(join(folder, path)).catch(() => undefined);
    if (facts?.size === size && facts.sha256 === sha256) continue;
    const what = facts === undefined ? 'is missing' : 'is not as it was';
    throw new ConfigurationFault('AB_BACKUP_BROKEN', `A file of the backup ${what}`, { where: { file: join(folder, path) } });
  }
}

/** Size and hash of a file. */
export async function factsOf(file: string): Promise<Omit<ManifestFile, 'path'>> {
  const hash = createHash('sha256');
  let size = 0;
  await pipeline(createReadStream(file), async (chunks: AsyncIterable<Buffer>) => {
    for await (const chunk of chunks) {
      hash.update(chunk);
      size += chunk.length;
    }
  });
  return { size, sha256: hash.digest('hex') };
}
