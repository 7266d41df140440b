import { open, rename, rm, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { EvidenceExport, EvidenceWanted } from '@amtsbote/sdk/runtime';
import { CliError } from '../../cli-error.ts';
import { type Context, withRuntime } from '../../context.ts';

/** The options of `amtsbote evidence export`. */
export interface ExportOptions {
  readonly out: string;
  readonly submission?: string;
  readonly from?: string;
  readonly to?: string;
  readonly withScreens?: boolean;
}

/** What was exported, and where to. */
export interface ExportedEvidence extends Pick<EvidenceExport, 'submissions' | 'signedBy'> {
  readonly file: string;
}

/** Exports evidence into a new private file. There is no such file before it is whole. */
export async function exportEvidence(context: Context, options: ExportOptions): Promise<ExportedEvidence> {
  const { deps, view } = context;
  const wanted = wantedOf(options, context);
  const file = resolve(deps.cwd, options.out);
  if (await isThere(file)) throw new CliError(view.t('evidence.fileExists', { file }), { hint: view.t('evidence.fileExistsHint') });
  return await withRuntime(context, async (runtime) => {
    const { submissions, signedBy, chunks } = await runtime.evidenceArchive(wanted);
    if (submissions.length === 0) throw new CliError(view.t('evidence.nothing'));
    await writeWhole(file, chunks, context);
    return { file, submissions, signedBy };
  });
}

/** One submission, or a time; both ends of a time are days of this machine, and the last day belongs to it. */
function wantedOf({ submission, from, to, withScreens }: ExportOptions, context: Context): EvidenceWanted {
  const { t } = context.view;
  const hasTime = from !== undefined || to !== undefined;
  if ((submission === undefined) !== hasTime) throw new CliError(t('evidence.needsOne'), { hint: t('evidence.needsOneHint') });
  return { submission, from: dayOf(from, 0, context), to: dayOf(to, 1, context), withScreens };
}

/** The beginning of a day, or of one behind it. */
function dayOf(day: string | undefined, behind: number, { view }: Context): number | undefined {
  if (day === undefined) return undefined;
  const [year = Number.NaN, month = 0, date = 0] = /^\d{4}-\d{2}-\d{2}$/.test(day) ? day.split('-').map(Number) : [];
  const start = new Date(year, month - 1, date);
  if (start.getMonth() + 1 !== month || start.getDate() !== date) throw new CliError(view.t('purge.badDate'));
  return new Date(year, month - 1, date + behind).getTime();
}

async function isThere(file: string): Promise<boolean> {
  return await stat(file).then(
    () => true,
    () => false,
  );
}

/** Writes beside the file and gives it its name at the end; what a killed export left is written over by the next one. */
async function writeWhole(file: string, chunks: AsyncIterable<Uint8Array>, { view }: Context): Promise<void> {
  const part = `${file}.part`;
  await rm(part, { force: true }).catch(() => undefined);
  const handle = await open(part, 'wx', 0o600).catch(() => undefined);
  if (handle === undefined) throw new CliError(view.t('evidence.cannotWrite', { file }));
  try {
    for await (const chunk of chunks) await handle.writeFile(chunk);
    await handle.sync();
    await handle.close();
    await rename(part, file);
  } catch (error) {
    await handle.close().catch(() => undefined);
    await rm(part, { force: true });
    throw error;
  }
}
