import type { Command } from 'commander';
import type { Host } from '../../program.ts';

/** Declares `amtsbote xoev list`. */
export function registerXoevList(xoev: Command, { t, act }: Host): void {
  xoev
    .command('list')
    .description(t('xoev.list.description'))
    .action(async (_options: object, command: Command) => {
      await act(command, async (context) => {
        const { listSets } = await import('./list-handler.ts');
        const listed = await listSets(context);
        const { setListText } = await import('../../render/xoev-list.ts');
        return { document: { schema: 'amtsbote.xoev-list/1', ...listed }, text: () => setListText(listed, context.view) };
      });
    });
}
