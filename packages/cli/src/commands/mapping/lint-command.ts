import type { Command } from 'commander';
import { exitCodes } from '../../exit-codes.ts';
import type { Host } from '../../program.ts';
import type { LintOptions } from './lint-handler.ts';

/** Declares `amtsbote mapping lint`. */
export function registerLint(mapping: Command, { t, act }: Host): void {
  mapping
    .command('lint')
    .description(t('mapping.lint'))
    .argument('[files...]', t('mapping.files'))
    .option('--against <set>', t('mapping.lint.against'))
    .option('--notes', t('mapping.lint.notes'))
    .action(async (files: readonly string[], options: LintOptions, command: Command) => {
      await act(command, async (context) => {
        const { lint } = await import('./lint-handler.ts');
        const mappings = await lint(context, files, options);
        const { lintText } = await import('../../render/mapping/lint.ts');
        const faulty = mappings.some(({ findings }) => findings.some(({ severity }) => severity === 'error'));
        return {
          exitCode: faulty ? exitCodes.attention : exitCodes.ok,
          document: { schema: 'amtsbote.mapping.lint/1', mappings },
          text: () => lintText(mappings, { ...context.view, notes: options.notes === true }),
        };
      });
    });
}
