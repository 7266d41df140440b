import type { Command } from 'commander';
import type { Host } from '../../program.ts';

/** Declares `amtsbote keys rotate`. */
export function registerKeys(root: Command, { t, act }: Host): void {
  root
    .command('keys')
    .description(t('keys.description'))
    .command('rotate')
    .description(t('keys.rotate'))
    .requiredOption('--to <place>', t('keys.to'))
    .action(async ({ to }: { readonly to: string }, command: Command) => {
      await act(command, async (context) => {
        const { withRuntime } = await import('../../context.ts');
        const { rewrapped } = await withRuntime(context, (runtime) => runtime.rotateKeys(to));
        return {
          document: { schema: 'amtsbote.keys.rotate/1', rewrapped, masterKey: to },
          text: () => t('keys.rotated', { count: rewrapped, to }),
        };
      });
    });
}
