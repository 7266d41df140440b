import type { Command } from 'commander';
import type { Host } from '../../program.ts';
import type { NewConnectorOptions } from './new-handler.ts';
import type { SnapshotCommandOptions } from './snapshot-handler.ts';

/** Declares `amtsbote connector …`. */
export function registerConnector(root: Command, host: Host): void {
  const connector = root.command('connector').description(host.t('connector.description'));
  registerNew(connector, host);
  registerSnapshot(connector, host);
}

function registerNew(connector: Command, { t, act }: Host): void {
  connector
    .command('new')
    .description(t('connector.new'))
    .argument('<name>', t('connector.new.name'))
    .requiredOption('--rpa', t('connector.new.rpa'))
    .action(async (name: string, options: NewConnectorOptions, command: Command) => {
      await act(command, async (context) => {
        const { newConnector } = await import('./new-handler.ts');
        const made = await newConnector(context, name, options);
        return {
          document: { schema: 'amtsbote.connector.new/1', ...made },
          text: () =>
            [
              t('connector.new.made', { folder: made.folder }),
              ...made.files.map((file) => `  ${file}`),
              t('connector.new.next', { folder: made.folder }),
            ].join('\n'),
        };
      });
    });
}

function registerSnapshot(connector: Command, { t, act }: Host): void {
  connector
    .command('snapshot')
    .description(t('connector.snapshot'))
    .argument('<url...>', t('connector.snapshot.url'))
    .requiredOption('--out <dir>', t('connector.snapshot.out'))
    .option('--headed', t('connector.snapshot.headed'))
    .option('--browser <browser>', t('record.browser'))
    .action(async (urls: readonly string[], options: SnapshotCommandOptions, command: Command) => {
      await act(command, async (context) => {
        const { snapshot } = await import('./snapshot-handler.ts');
        const saved = await snapshot(context, urls, options);
        return {
          document: { schema: 'amtsbote.connector.snapshot/1', ...saved },
          text: () => [...saved.screens.map(({ path, file }) => `${path}  ${file}`), t('connector.snapshot.look')].join('\n'),
        };
      });
    });
}
