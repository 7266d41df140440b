import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { FoundSubject } from '@amtsbote/sdk/runtime';
import { CliError } from '../../cli-error.ts';
import { type Context, withRuntime } from '../../context.ts';
import { writeSubject } from './write-subject.ts';

/** Where submissions hold all the texts. */
export async function findSubject(context: Context, texts: readonly string[], reason: string): Promise<FoundSubject> {
  if (texts.some((text) => text.trim() === '')) throw new CliError(context.view.t('subject.emptyText'));
  return await withRuntime(context, (runtime) => runtime.subject.find(texts, { by: context.deps.user(), reason }));
}

/** What an export has written. */
export interface ExportedSubject {
  readonly folder: string;
  readonly submissions: readonly string[];
  /** Below the folder. */
  readonly files: readonly string[];
}

/** Writes all that is kept of some submissions into a new folder, each into one of its own. */
export async function exportSubject(
  context: Context,
  ids: readonly string[],
  options: { readonly out: string; readonly reason: string },
): Promise<ExportedSubject> {
  const folder = resolve(context.deps.cwd, options.out);
  const access = { by: context.deps.user(), reason: options.reason };
  return await withRuntime(context, async (runtime) => {
    for (const id of ids) await runtime.show(id);
    await newFolder(folder, context);
    const submissions: string[] = [];
    const files: string[] = [];
    for (const id of ids) {
      const subject = await runtime.subject.open(id, access);
      const own = subject.submission.id;
      if (submissions.includes(own)) continue;
      const written = await writeSubject({ runtime, subject, folder: join(folder, own) });
      submissions.push(own);
      files.push(...written.map((name) => `${own}/${name}`));
    }
    return { folder, submissions, files };
  });
}

async function newFolder(folder: string, { view }: Context): Promise<void> {
  try {
    await mkdir(folder, { mode: 0o700 });
  } catch {
    throw new CliError(view.t('subject.folderExists', { folder }), { hint: view.t('subject.folderExistsHint') });
  }
}
