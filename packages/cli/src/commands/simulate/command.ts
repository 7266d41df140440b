import type { Command } from 'commander';
import { oneOf, wholeNumber } from '../../option-values.ts';
import type { Host } from '../../program.ts';
import type { SimulateOptions } from './handler.ts';

/** Declares `amtsbote simulate musterverfahren`. */
export function registerSimulate(root: Command, { t, act }: Host): void {
  root
    .command('simulate')
    .description(t('simulate.description'))
    .command('musterverfahren')
    .description(t('simulate.musterverfahren'))
    .option('--port <port>', t('simulate.port'), wholeNumber(t, 0))
    .option('--database <file>', t('simulate.database'))
    .option('--skin <skin>', t('simulate.skin'), oneOf(t, ['pages', 'app', 'frames']))
    .option('--parent-exit', t('simulate.parentExit'))
    .action(async (options: SimulateOptions, command: Command) => {
      await act(command, async (context) => {
        const { simulateMusterverfahren } = await import('./handler.ts');
        await simulateMusterverfahren(context, options);
        return { text: () => t('simulate.stopped') };
      });
    });
}
