import type { Command } from 'commander';
import type { Host } from '../../program.ts';

/** Declares `amtsbote audit verify` and `export`. */
export function registerAudit(root: Command, host: Host): void {
  const audit = root.command('audit').description(host.t('audit.description'));
  registerVerify(audit, host);
  registerExport(audit, host);
}

function registerVerify(audit: Command, { t, act }: Host): void {
  audit
    .command('verify')
    .description(t('audit.verify'))
    .option('--checkpoint <file>', t('audit.checkpoint'))
    .action(async (options: { readonly checkpoint?: string }, command: Command) => {
      await act(command, async (context) => {
        const { verifyHistory } = await import('./handler.ts');
        const { exitCode, result } = await verifyHistory(context, options.checkpoint);
        const { auditText } = await import('../../render/audit.ts');
        return { exitCode, document: { schema: 'amtsbote.audit.verify/1', ...result }, text: () => auditText(result, context.view) };
      });
    });
}

function registerExport(audit: Command, { t, act }: Host): void {
  audit
    .command('export')
    .description(t('audit.export'))
    .option('--out <file>', t('audit.out'))
    .option('--checkpoint-only', t('audit.checkpointOnly'))
    .action(async (options: { readonly out?: string; readonly checkpointOnly?: boolean }, command: Command) => {
      await act(command, async (context) => {
        const { exportHistory } = await import('./handler.ts');
        const exported = await exportHistory(context, options);
        if (options.out === undefined) return {};
        return {
          document: { schema: 'amtsbote.audit.export/1', ...exported },
          text: () => t('audit.exported', { events: exported.events, file: options.out ?? '' }),
        };
      });
    });
}
