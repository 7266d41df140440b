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
        const deliveries = await retry(context, id);
        return {
          document: { schema: 'amtsbote.retry/1', deliveries },
          text: () => (deliveries.length === 0 ? t('retry.nothing') : t('retry.done', { deliveries: deliveries.join(', ') })),
        };
      });
    });
}
