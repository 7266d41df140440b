import type { Command } from 'commander';
import type { Host } from '../../program.ts';
import type { NewOptions } from './new-handler.ts';

/** Declares `amtsbote mapping new`. */
export function registerNew(mapping: Command, { t, act }: Host): void {
  mapping
    .command('new')
    .description(t('mapping.new'))
    .requiredOption('--from <message|SET:element>', t('mapping.new.from'))
    .option('--record <name>', t('mapping.new.record'))
    .option('--schema <xsd>', t('mapping.new.schema'))
    .option('--out <file>', t('mapping.new.out'))
    .action(async (options: NewOptions, command: Command) => {
      await act(command, async (context) => {
        const { newMapping } = await import('./new-handler.ts');
        const { proposed, file } = await newMapping(context, options);
        const written = (): string => t('mapping.new.done', { file: file ?? '', fields: proposed.fields });
        return {
          document: { schema: 'amtsbote.mapping.new/1', ...proposed, file },
          text: () => (file === undefined ? proposed.yaml : written()),
        };
      });
    });
}
