import type { Command } from 'commander';
import type { Host } from '../../program.ts';
import { collect } from '../mapping/collect.ts';
import type { ExportOptions } from './export-handler.ts';

/** Declares `amtsbote evidence export`, `verify` and `key`. */
export function registerEvidence(root: Command, host: Host): void {
  const evidence = root.command('evidence').description(host.t('evidence.description'));
  registerExport(evidence, host);
  registerVerify(evidence, host);
  registerKey(evidence, host);
}

function registerExport(evidence: Command, { t, act }: Host): void {
  evidence
    .command('export')
    .description(t('evidence.export'))
    .requiredOption('--out <file>', t('evidence.out'))
    .option('--submission <id>', t('evidence.submission'))
    .option('--from <day>', t('evidence.from'))
    .option('--to <day>', t('evidence.to'))
    .option('--with-screens', t('evidence.withScreens'))
    .action(async (options: ExportOptions, command: Command) => {
      await act(command, async (context) => {
        const { exportEvidence } = await import('./export-handler.ts');
        const { file, submissions, signedBy } = await exportEvidence(context, options);
        return {
          document: { schema: 'amtsbote.evidence.export/1', file, submissions, signedBy },
          text: () => t('evidence.exported', { file, count: submissions.length, thumbprint: signedBy }),
        };
      });
    });
}

function registerVerify(evidence: Command, { t, act }: Host): void {
  evidence
    .command('verify')
    .description(t('evidence.verify'))
    .argument('<zip>', t('evidence.zip'))
    .option('--trust <file>', t('evidence.trust'), collect, [])
    .action(async (zip: string, options: { readonly trust: readonly string[] }, command: Command) => {
      await act(command, async (context) => {
        const { verifyArchive } = await import('./verify-handler.ts');
        const { exitCode, result } = await verifyArchive(context, zip, options.trust);
        const { evidenceText } = await import('../../render/evidence.ts');
        return { exitCode, document: { schema: 'amtsbote.evidence.verify/1', ...result }, text: () => evidenceText(result, context.view) };
      });
    });
}

function registerKey(evidence: Command, { t, act }: Host): void {
  evidence
    .command('key')
    .description(t('evidence.key'))
    .action(async (_options: object, command: Command) => {
      await act(command, async (context) => {
        const { signerKeySet } = await import('./key-handler.ts');
        const keys = await signerKeySet(context);
        return { document: keys, text: () => JSON.stringify(keys, undefined, 2), isData: true };
      });
    });
}
