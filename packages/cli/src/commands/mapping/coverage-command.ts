import type { Command } from 'commander';
import { exitCodes } from '../../exit-codes.ts';
import type { Host } from '../../program.ts';
import type { CoverageOptions } from './coverage-handler.ts';

/** Declares `amtsbote mapping coverage`. */
export function registerCoverage(mapping: Command, { t, act }: Host): void {
  mapping
    .command('coverage')
    .description(t('mapping.coverage'))
    .argument('<messages...>', t('mapping.messages'))
    .option('--mapping <file>', t('mapping.mappingOption'))
    .option('--today <day>', t('mapping.today'))
    .option('--html <file>', t('mapping.coverage.html'))
    .option('--markdown <file>', t('mapping.coverage.markdown'))
    .option('--all', t('mapping.coverage.all'))
    .action(async (messages: readonly string[], options: CoverageOptions, command: Command) => {
      await act(command, async (context) => {
        const { cover } = await import('./coverage-handler.ts');
        const { covered, written } = await cover(context, messages, options);
        const { coverageText } = await import('../../render/mapping/coverage.ts');
        const whole = covered.others.length === 0 && covered.mappings.every(({ summary }) => summary.lost === 0);
        return {
          exitCode: whole ? exitCodes.ok : exitCodes.attention,
          document: { schema: 'amtsbote.mapping.coverage/1', ...covered, written },
          text: () => coverageText(covered, { ...context.view, all: options.all === true, written }),
        };
      });
    });
}
