import { type Command, Option } from 'commander';
import { failOnChoices } from '../../exit-codes.ts';
import { oneOf, wholeNumber } from '../../option-values.ts';
import type { Host } from '../../program.ts';
import type { SyncCommandOptions } from './handler.ts';

/** Declares `amtsbote sync`. */
export function registerSync(root: Command, { t, act }: Host): void {
  root
    .command('sync')
    .description(t('sync.description'))
    .option('--dry-run', t('sync.dryRun'))
    .option('--limit <n>', t('sync.limit'), wholeNumber(t, 1))
    .option('--portal <portal>', t('sync.portal'))
    .option('--route <route>', t('sync.route'))
    .option('--wait', t('sync.wait'))
    .option('--evidence <dir>', t('sync.evidence'))
    .addOption(new Option('--fail-on <what>', t('sync.failOn', { choices: failOnChoices.join(', ') })).argParser(oneOf(t, failOnChoices)))
    .option('--headed', t('sync.headed'))
    .option('--slow <ms>', t('sync.slow'), wholeNumber(t, 1))
    .option('--pause-before-commit', t('sync.pauseBeforeCommit'))
    .option('--step', t('sync.step'))
    .option('--quiet', t('sync.quiet'))
    .option('--verbose', t('sync.verbose'))
    .option('--log <file>', t('sync.log'))
    .action(async (options: SyncCommandOptions, command: Command) => {
      await act(command, async (context) => {
        const { sync } = await import('./handler.ts');
        const synced = await sync(context, options);
        const { syncText } = await import('../../render/sync.ts');
        return {
          exitCode: synced.exitCode,
          document: synced.summary,
          text: () => syncText(synced, context.view),
        };
      });
    });
}
