import type { Command } from 'commander';
import { wholeNumber } from '../../option-values.ts';
import type { Host } from '../../program.ts';
import type { SimulateFitConnectOptions } from './fit-connect-handler.ts';
import type { SendOptions } from './send-handler.ts';

/** Declares `amtsbote simulate fit-connect` and its `send`. */
export function registerSimulateFitConnect(simulate: Command, host: Host): void {
  const { t, act } = host;
  const service = simulate
    .command('fit-connect')
    .description(t('simulate.fitConnect'))
    .option('--port <port>', t('simulate.fitConnect.port'), wholeNumber(t, 0))
    .option('--database <file>', t('simulate.fitConnect.database'))
    .option('--keys <folder>', t('simulate.fitConnect.keys'))
    .option('--public-keys <files...>', t('simulate.fitConnect.publicKeys'))
    .option('--callback <address>', t('simulate.fitConnect.callback'))
    .option('--callback-secret <secret>', t('simulate.fitConnect.callbackSecret'))
    .option('--parent-exit', t('simulate.parentExit'))
    .action(async (options: SimulateFitConnectOptions, command: Command) => {
      await act(command, async (context) => {
        const { simulateFitConnect } = await import('./fit-connect-handler.ts');
        await simulateFitConnect(context, options);
        return { text: () => t('simulate.stopped') };
      });
    });
  registerSend(service, host);
}

function registerSend(service: Command, { t, act }: Host): void {
  service
    .command('send')
    .description(t('simulate.send'))
    .requiredOption('--message <file>', t('simulate.send.message'))
    .option('--attachment <files...>', t('simulate.send.attachment'))
    .option('--url <address>', t('simulate.send.url'))
    .option('--api <version>', t('simulate.send.api'))
    .option('--destination <id>', t('simulate.send.destination'))
    .option('--service <urn>', t('simulate.send.service'))
    .option('--schema <uri>', t('simulate.send.schema'))
    .option('--region <region>', t('simulate.send.region'))
    .option('--deviation <names...>', t('simulate.send.deviation'))
    .option('--wait <seconds>', t('simulate.send.wait'), wholeNumber(t, 0))
    .action(async (options: SendOptions, command: Command) => {
      await act(command, async (context) => {
        const { sendToFitConnect } = await import('./send-handler.ts');
        const { exitCode, result } = await sendToFitConnect(context, options);
        const { sentText } = await import('../../render/simulate-send.ts');
        return { exitCode, document: { schema: 'amtsbote.simulate.send/1', ...result }, text: () => sentText(result, context.view) };
      });
    });
}
