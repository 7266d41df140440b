import type { Command } from 'commander';
import { wholeNumber } from '../../option-values.ts';
import type { Host } from '../../program.ts';
import type { ServeCommandOptions } from './handler.ts';

/** Declares `amtsbote serve`. */
export function registerServe(root: Command, { t, act }: Host): void {
  root
    .command('serve')
    .description(t('serve.description'))
    .option('--every <seconds>', t('serve.every'), wholeNumber(t, 1))
    .option('--port <port>', t('serve.port'), wholeNumber(t, 0))
    .option('--log <file>', t('sync.log'))
    .option('--verbose', t('serve.verbose'))
    .action(async (options: ServeCommandOptions, command: Command) => {
      await act(command, async (context) => {
        const { serve } = await import('./handler.ts');
        return { exitCode: await serve(context, options) };
      });
    });
}
