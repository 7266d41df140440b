import type { Command } from 'commander';
import { exitCodes } from '../../exit-codes.ts';
import type { Host } from '../../program.ts';
import type { TestOptions } from './test-handler.ts';

/** Declares `amtsbote mapping test`. */
export function registerTest(mapping: Command, { t, act }: Host): void {
  mapping
    .command('test')
    .description(t('mapping.test'))
    .argument('[files...]', t('mapping.testFiles'))
    .option('--junit <file>', t('mapping.test.junit'))
    .option('--update', t('mapping.test.update'))
    .option('--yes', t('mapping.test.yes'))
    .action(async (files: readonly string[], options: TestOptions, command: Command) => {
      await act(command, async (context) => {
        const { runTests } = await import('./test-handler.ts');
        const { tested, updated } = await runTests(context, files, options);
        const { testText } = await import('../../render/mapping/test.ts');
        const well = tested.every(({ file, findings, tests }) => {
          return findings.length === 0 && (updated.includes(file) || tests.every(({ outcome }) => outcome.ok));
        });
        return {
          exitCode: well ? exitCodes.ok : exitCodes.attention,
          document: { schema: 'amtsbote.mapping.test/1', files: tested, updated },
          text: () => testText(tested, updated, context.view),
        };
      });
    });
}
