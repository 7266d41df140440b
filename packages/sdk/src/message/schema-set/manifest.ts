import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { ConfigurationFault } from '../../errors/families.ts';
import type { SchemaSetManifest } from './schema-set.ts';

const shape: z.ZodType<SchemaSetManifest> = z.object({
  version: z.literal(1),
  name: z.string(),
  source: z.string(),
  importedAt: z.string(),
  files: z.array(
    z.object({
      path: z.string().regex(/^(?!\/)(?!.*(?:^|\/)\.\.(?:\/|$))[^\\:]+$/),
      kind: z.enum(['schema', 'rules', 'code-list']),
      sha256: z.string(),
      namespace: z.string().optional(),
      takenFrom: z.string().optional(),
      codeList: z.object({ uri: z.string(), version: z.string(), title: z.string() }).optional(),
    }),
  ),
  namespaces: z.array(z.string()),
  roots: z.array(z.object({ namespace: z.string(), localName: z.string() })),
});

/** Name of the manifest in the folder of a set. */
export const manifestFile = 'schema-set.json';

/** Reads the manifest of a set; undefined where there is none. Throws `ConfigurationFault` (AB_SCHEMA_SET_CHANGED) for a broken one. */
export async function readManifest(folder: string): Promise<SchemaSetManifest | undefined> {
  const file = join(folder, manifestFile);
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  const read = shape.safeParse(parsed(text));
  if (read.success) return read.data;
  throw new ConfigurationFault('AB_SCHEMA_SET_CHANGED', 'the manifest of the schema set cannot be read', { where: { file } });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
