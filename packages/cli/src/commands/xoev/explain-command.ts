import type { Command } from 'commander';
import type { Host } from '../../program.ts';
import type { ExplainCommandOptions } from './explain-handler.ts';

/** Declares `amtsbote xoev explain`. */
export function registerXoevExplain(xoev: Command, { t, act }: Host): void {
  xoev
    .command('explain')
    .description(t('xoev.explain.description'))
    .argument('<message>', t('xoev.explain.message'))
    .option('--values', t('xoev.explain.values'))
    .action(async (file: string, options: ExplainCommandOptions, command: Command) => {
      await act(command, async (context) => {
        const { explain } = await import('./explain-handler.ts');
        const explained = await explain(context, file, options);
        const { explanationText } = await import('../../render/xoev-explain.ts');
        return {
          document: { schema: 'amtsbote.xoev-explain/1', ...explained },
          text: () => explanationText(explained, context.view),
        };
      });
    });
}
