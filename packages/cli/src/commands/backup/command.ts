import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { Host } from '../../program.ts';

/** Declares `amtsbote backup`. */
export function registerBackup(root: Command, { t, act }: Host): void {
  root
    .command('backup')
    .description(t('backup.description'))
    .argument('<folder>', t('backup.folder'))
    .option('--keys <file>', t('backup.keys'))
    .action(async (folder: string, options: { readonly keys?: string }, command: Command) => {
      await act(command, async (context) => {
        const { withRuntime } = await import('../../context.ts');
        const at = (path: string): string => resolve(context.deps.cwd, path);
        const keys = options.keys === undefined ? undefined : at(options.keys);
        const made = await withRuntime(context, (runtime) => runtime.backup(at(folder), keys));
        const { size } = await import('../../render/values.ts');
        const { plain } = await import('../../render/plain.ts');
        return {
          document: { schema: 'amtsbote.backup.made/1', ...made },
          text: () =>
            t('backup.made', { ...made, folder: plain(made.folder), keys: plain(made.keys), size: size(made.bytes, context.view) }),
        };
      });
    });
}
