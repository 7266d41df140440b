import type { Command } from 'commander';
import type { Host } from '../../program.ts';
import type { ValidateOptions } from './validate-handler.ts';

/** Declares `amtsbote xoev validate`. */
export function registerXoevValidate(xoev: Command, { t, act }: Host): void {
  xoev
    .command('validate')
    .description(t('xoev.validate.description'))
    .argument('<files...>', t('xoev.validate.files'))
    .option('--set <name>', t('xoev.validate.set'))
    .option('--validation-report <file>', t('xoev.validate.report'))
    .action(async (files: readonly string[], options: ValidateOptions, command: Command) => {
      await act(command, async (context) => {
        const { exitCodeOfValidation, validate, validationDocument } = await import('./validate-handler.ts');
        const validated = await validate(context, files, options);
        const { validationText } = await import('../../render/xoev-validate.ts');
        return {
          exitCode: exitCodeOfValidation(validated),
          document: validationDocument(validated),
          text: () => validationText(validated, context.view, options.validationReport),
        };
      });
    });
}
