import type { Command } from 'commander';
import type { Host } from '../../program.ts';

/** Declares `amtsbote hold set` and `release`. */
export function registerHold(root: Command, host: Host): void {
  const hold = root.command('hold').description(host.t('hold.description'));
  registerChange(hold, host, true);
  registerChange(hold, host, false);
}

function registerChange(hold: Command, { t, act }: Host, on: boolean): void {
  hold
    .command(on ? 'set' : 'release')
    .description(t(on ? 'hold.set' : 'hold.release'))
    .argument('<id>', t('hold.id'))
    .requiredOption('--reason <text>', t('hold.reason'))
    .action(async (id: string, { reason }: { readonly reason: string }, command: Command) => {
      await act(command, async (context) => {
        const { withRuntime } = await import('../../context.ts');
        const held = await withRuntime(context, (runtime) => runtime.hold(id, { on, reason, by: context.deps.user() }));
        return {
          document: { schema: 'amtsbote.hold/1', ...held },
          text: () => t(held.held ? 'hold.isSet' : 'hold.isReleased', { id: held.id }),
        };
      });
    });
}
