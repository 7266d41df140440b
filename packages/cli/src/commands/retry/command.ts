import type { Command } from 'commander';
import type { Host } from '../../program.ts';

/** Declares `amtsbote retry`. */
export function registerRetry(root: Command, { t, act }: Host): void {
  root
    .command('retry')
    .description(t('retry.description'))
    .argument('<id>', t('retry.id'))
    .action(async (id: string, _options: object, command: Command) => {
      await act(command, async (context) => {
        const { retry } = await import('./handler.ts');
        const retried = await retry(context, id);
        const { retryText } = await import('../../render/retry.ts');
        return {
          document: { schema: 'amtsbote.retry/1', ...retried },
          text: () => retryText(retried, context.view),
        };
      });
    });
}
