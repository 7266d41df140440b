import type { Command } from 'commander';
import { oneOf, wholeNumber } from '../../option-values.ts';
import type { Host } from '../../program.ts';
import { registerSimulateFitConnect } from './fit-connect-command.ts';
import type { SimulateOptions } from './handler.ts';

/** Declares the commands below `amtsbote simulate`. */
export function registerSimulate(root: Command, host: Host): void {
  const simulate = root.command('simulate').description(host.t('simulate.description'));
  registerMusterverfahren(simulate, host);
  registerSimulateFitConnect(simulate, host);
}

function registerMusterverfahren(simulate: Command, { t, act }: Host): void {
  simulate
    .command('musterverfahren')
    .description(t('simulate.musterverfahren'))
    .option('--port <port>', t('simulate.port'), wholeNumber(t, 0))
    .option('--database <file>', t('simulate.database'))
    .option('--skin <skin>', t('simulate.skin'), oneOf(t, ['pages', 'app', 'frames']))
    .option('--quirks <names>', t('simulate.quirks'))
    .option('--parent-exit', t('simulate.parentExit'))
    .action(async (options: SimulateOptions, command: Command) => {
      await act(command, async (context) => {
        const { simulateMusterverfahren } = await import('./handler.ts');
        await simulateMusterverfahren(context, options);
        return { text: () => t('simulate.stopped') };
      });
    });
}
