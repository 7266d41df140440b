import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

const folder = process.env['AMTSBOTE_CORPUS'] ?? resolve(import.meta.dirname, '../../../../../shared/corpus');

/** Whether the collection of real and hostile samples is on this machine (`AMTSBOTE_CORPUS`). Without it its tests are skipped. */
export const hasCorpus: boolean = existsSync(folder);

/** A path inside the collection of samples. */
export function corpus(path: string): string {
  return join(folder, path);
}
