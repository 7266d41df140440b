import type { Command } from 'commander';
import type { Host } from '../../program.ts';
import type { PurgeCommandOptions } from './handler.ts';

/** Declares `amtsbote purge`. */
export function registerPurge(root: Command, { t, act }: Host): void {
  root
    .command('purge')
    .description(t('purge.description'))
    .option('--dry-run', t('purge.dryRun'))
    .option('--before <day>', t('purge.before'))
    .option('--route <name>', t('purge.route'))
    .option('--submission <id>', t('purge.submission'))
    .option('--yes', t('purge.yes'))
    .action(async (options: PurgeCommandOptions, command: Command) => {
      await act(command, async (context) => {
        const { purge } = await import('./handler.ts');
        const result = await purge(context, options);
        const { purgeText } = await import('../../render/purge.ts');
        return { document: { schema: 'amtsbote.purge/1', ...result }, text: () => purgeText(result, context.view) };
      });
    });
}
