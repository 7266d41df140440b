import type { Command } from 'commander';
import type { Host } from '../../program.ts';
import type { RestoreCommandOptions } from './handler.ts';

/** Declares `amtsbote restore`. */
export function registerRestore(root: Command, { t, act }: Host): void {
  root
    .command('restore')
    .description(t('restore.description'))
    .argument('<folder>', t('restore.folder'))
    .option('--keys <file>', t('restore.keys'))
    .option('--replace', t('restore.replace'))
    .option('--unproven', t('restore.unproven'))
    .action(async (folder: string, options: RestoreCommandOptions, command: Command) => {
      await act(command, async (context) => {
        const { restore } = await import('./handler.ts');
        const { restored, exitCode } = await restore(context, folder, options);
        const { restoreText } = await import('../../render/restore.ts');
        return {
          exitCode,
          document: { schema: 'amtsbote.restore/1', ...restored },
          text: () => restoreText(restored, context.view),
        };
      });
    });
}
