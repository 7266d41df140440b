import type { Command } from 'commander';
import { projectDirectory } from '../../context.ts';
import type { Host } from '../../program.ts';

/** Declares `amtsbote xoev remove`. */
export function registerXoevRemove(xoev: Command, { t, act }: Host): void {
  xoev
    .command('remove')
    .description(t('xoev.remove.description'))
    .argument('<name>', t('xoev.remove.name'))
    .action(async (name: string, _options: object, command: Command) => {
      await act(command, async (context) => {
        const { openSchemaSets } = await context.deps.loadWorkbench();
        await openSchemaSets(projectDirectory(context)).remove(name);
        return { document: { schema: 'amtsbote.xoev-remove/1', removed: name }, text: () => t('xoev.remove.done', { name }) };
      });
    });
}
