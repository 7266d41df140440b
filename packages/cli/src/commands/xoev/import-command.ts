import type { Command } from 'commander';
import type { Host } from '../../program.ts';
import type { ImportCommandOptions } from './import-handler.ts';

/** Declares `amtsbote xoev import`. */
export function registerXoevImport(xoev: Command, { t, act }: Host): void {
  xoev
    .command('import')
    .description(t('xoev.import.description'))
    .argument('<source>', t('xoev.import.source'))
    .option('--name <name>', t('xoev.import.name'))
    .option('--replace', t('xoev.import.replace'))
    .action(async (source: string, options: ImportCommandOptions, command: Command) => {
      await act(command, async (context) => {
        const { importSet } = await import('./import-handler.ts');
        const imported = await importSet(context, source, options);
        const { importText } = await import('../../render/xoev-import.ts');
        return { document: { schema: 'amtsbote.xoev-import/1', ...imported }, text: () => importText(imported, context.view) };
      });
    });
}
