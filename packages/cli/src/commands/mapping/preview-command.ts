import type { Command } from 'commander';
import { exitCodes } from '../../exit-codes.ts';
import type { Host } from '../../program.ts';
import { collect } from './collect.ts';

interface PreviewOptions {
  readonly mapping?: string;
  readonly attachment?: readonly string[];
  readonly today?: string;
}

/** Declares `amtsbote mapping preview`. */
export function registerPreview(mapping: Command, { t, act }: Host): void {
  mapping
    .command('preview')
    .description(t('mapping.preview'))
    .argument('<message>', t('mapping.message'))
    .option('--mapping <file>', t('mapping.mappingOption'))
    .option('--attachment <name>', t('mapping.preview.attachment'), collect)
    .option('--today <day>', t('mapping.today'))
    .action(async (message: string, options: PreviewOptions, command: Command) => {
      await act(command, async (context) => {
        const { projectOptions } = await import('./project-options.ts');
        const { previewMessage } = await context.deps.loadWorkbench();
        const { attachment: attachments, mapping: file, today } = options;
        const preview = await previewMessage({ ...(await projectOptions(context)), message, mapping: file, attachments, today });
        const { previewText } = await import('../../render/mapping/preview.ts');
        const well = preview.findings.length === 0 && preview.previews.every(({ outcome }) => outcome === 'mapped');
        return {
          exitCode: well ? exitCodes.ok : exitCodes.attention,
          document: { schema: 'amtsbote.mapping.preview/1', ...preview },
          text: () => previewText(preview, context.view),
        };
      });
    });
}
