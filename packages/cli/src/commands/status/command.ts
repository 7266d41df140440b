import type { Command } from 'commander';
import type { Host } from '../../program.ts';

/** Declares `amtsbote status`. */
export function registerStatus(root: Command, { t, act }: Host): void {
  root
    .command('status')
    .description(t('status.description'))
    .action(async (_options: object, command: Command) => {
      await act(command, async (context) => {
        const { status } = await import('./handler.ts');
        const counts = await status(context);
        const { statusText } = await import('../../render/status.ts');
        return {
          document: { schema: 'amtsbote.status/1', ...counts },
          text: () => statusText(counts, context.view),
        };
      });
    });
}
