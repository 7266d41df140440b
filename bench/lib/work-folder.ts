import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder for what benchmarks install and write; git ignores it. */
export const benchFolder: string = fileURLToPath(new URL('../../.bench', import.meta.url));

/** A folder that is removed when it is disposed of. */
export interface WorkFolder extends AsyncDisposable {
  readonly path: string;
}

/** Makes an empty folder on the disk of the checkout: a folder in memory would make durable writes too cheap. */
export async function makeWorkFolder(name: string): Promise<WorkFolder> {
  await mkdir(benchFolder, { recursive: true });
  const path = await mkdtemp(join(benchFolder, `${name}-`));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}
