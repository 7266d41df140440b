import type { Command } from 'commander';
import type { Host } from '../../program.ts';
import type { ShowOptions } from './handler.ts';

/** Declares `amtsbote show`. */
export function registerShow(root: Command, { t, act }: Host): void {
  root
    .command('show')
    .description(t('show.description'))
    .argument('<id>', t('show.id'))
    .option('--evidence <dir>', t('show.evidenceOption'))
    .option('--record', t('show.recordOption'))
    .action(async (id: string, options: ShowOptions, command: Command) => {
      await act(command, async (context) => {
        const { show } = await import('./handler.ts');
        const shown = await show(context, id, options);
        const { showText } = await import('../../render/show.ts');
        return {
          document: { schema: 'amtsbote.show/1', ...shown },
          text: () => showText(shown, context.view),
        };
      });
    });
}
