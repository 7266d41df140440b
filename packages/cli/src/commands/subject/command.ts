import type { Command } from 'commander';
import type { Host } from '../../program.ts';

/** Declares `amtsbote subject find` and `export`. */
export function registerSubject(root: Command, host: Host): void {
  const subject = root.command('subject').description(host.t('subject.description'));
  registerFind(subject, host);
  registerExport(subject, host);
}

function registerFind(subject: Command, { t, act }: Host): void {
  subject
    .command('find')
    .description(t('subject.find'))
    .argument('<text...>', t('subject.texts'))
    .requiredOption('--reason <text>', t('subject.reason'))
    .action(async (texts: readonly string[], { reason }: { readonly reason: string }, command: Command) => {
      await act(command, async (context) => {
        const { findSubject } = await import('./handler.ts');
        const { ids, searched } = await findSubject(context, texts, reason);
        const head = (): string =>
          ids.length === 0 ? t('subject.notFound', { searched }) : t('subject.found', { count: ids.length, searched });
        return {
          document: { schema: 'amtsbote.subject.find/1', ids, searched },
          text: () => [head(), ...ids.map((id) => `  ${id}`), t('subject.notSearched')].join('\n'),
        };
      });
    });
}

function registerExport(subject: Command, { t, act }: Host): void {
  subject
    .command('export')
    .description(t('subject.export'))
    .argument('<id...>', t('subject.ids'))
    .requiredOption('--out <folder>', t('subject.out'))
    .requiredOption('--reason <text>', t('subject.reason'))
    .action(async (ids: readonly string[], options: { readonly out: string; readonly reason: string }, command: Command) => {
      await act(command, async (context) => {
        const { exportSubject } = await import('./handler.ts');
        const { folder, submissions, files } = await exportSubject(context, ids, options);
        return {
          document: { schema: 'amtsbote.subject.export/1', folder, submissions, files },
          text: () => t('subject.exported', { folder, files: files.length, count: submissions.length }),
        };
      });
    });
}
