import type { Command } from 'commander';
import type { Host } from '../../program.ts';
import type { ResolveOptions } from './handler.ts';

/** Declares `amtsbote resolve`. */
export function registerResolve(root: Command, { t, act }: Host): void {
  root
    .command('resolve')
    .description(t('resolve.description'))
    .argument('<id>', t('resolve.id'))
    .option('--delivered <reference>', t('resolve.deliveredOption'))
    .option('--retry', t('resolve.retryOption'))
    .option('--reject <code>', t('resolve.rejectOption'))
    .option('--reason <text>', t('resolve.reasonOption'))
    .action(async (id: string, options: ResolveOptions, command: Command) => {
      await act(command, async (context) => {
        const { resolveCase } = await import('./handler.ts');
        const resolved = await resolveCase(context, id, options);
        return {
          document: { schema: 'amtsbote.resolve/1', ...resolved },
          text: () => t('resolve.done', { id: resolved.id, answer: t(`resolve.done.${resolved.answer}`) }),
        };
      });
    });
}
