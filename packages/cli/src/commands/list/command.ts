import type { Command } from 'commander';
import { oneOf, wholeNumber } from '../../option-values.ts';
import type { Host } from '../../program.ts';
import { type ListOptions, listStates } from './options.ts';

/** Declares `amtsbote list`. */
export function registerList(root: Command, { t, act }: Host): void {
  root
    .command('list')
    .description(t('list.description'))
    .option('--state <state>', t('list.state', { choices: listStates.join(', ') }), oneOf(t, listStates))
    .option('--portal <portal>', t('list.portal'))
    .option('--limit <n>', t('list.limit'), wholeNumber(t, 1))
    .action(async (options: ListOptions, command: Command) => {
      await act(command, async (context) => {
        const { list } = await import('./handler.ts');
        const submissions = await list(context, options);
        const { listText } = await import('../../render/list.ts');
        return {
          document: { schema: 'amtsbote.list/1', submissions },
          text: () => listText(submissions, context.view),
        };
      });
    });
}
