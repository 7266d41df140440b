import type { Command } from 'commander';
import type { Host } from '../../program.ts';
import type { RecordOptions } from './handler.ts';

/** Declares `amtsbote record`. */
export function registerRecord(root: Command, { t, act }: Host): void {
  root
    .command('record')
    .description(t('record.description'))
    .argument('<url>', t('record.url'))
    .option('--out <file>', t('record.out'))
    .option('--record <name>', t('record.record'))
    .option('--sample <file>', t('record.sample'))
    .option('--typescript', t('record.typescript'))
    .option('--browser <browser>', t('record.browser'))
    .action(async (url: string, options: Omit<RecordOptions, 'url'>, command: Command) => {
      await act(command, async (context) => {
        const { record } = await import('./handler.ts');
        const recorded = await record(context, { ...options, url });
        const { recordedText } = await import('../../render/record.ts');
        const { questions, ...rest } = recorded;
        return {
          exitCode: recorded.exitCode,
          document: { schema: 'amtsbote.record/1', ...rest, questions },
          text: () => recordedText(recorded, context.view),
        };
      });
    });
}
