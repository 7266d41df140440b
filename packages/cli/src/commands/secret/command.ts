import type { Command } from 'commander';
import type { Host } from '../../program.ts';
import { table } from '../../render/table.ts';

/** Declares `amtsbote secret set`, `list` and `remove`. */
export function registerSecret(root: Command, host: Host): void {
  const secret = root.command('secret').description(host.t('secret.description'));
  registerSet(secret, host);
  registerSecretList(secret, host);
  registerRemove(secret, host);
}

function registerSet(secret: Command, { t, act }: Host): void {
  secret
    .command('set')
    .description(t('secret.set'))
    .argument('<name>', t('secret.name'))
    .action(async (name: string, _options: object, command: Command) => {
      await act(command, async (context) => {
        const { setSecret } = await import('./handler.ts');
        const place = await setSecret(context, name);
        return {
          document: { schema: 'amtsbote.secret.set/1', name },
          text: () => t('secret.stored', { name, place }),
        };
      });
    });
}

function registerSecretList(secret: Command, { t, act }: Host): void {
  secret
    .command('list')
    .description(t('secret.list'))
    .action(async (_options: object, command: Command) => {
      await act(command, async (context) => {
        const { listSecrets, sourceWord } = await import('./handler.ts');
        const secrets = await listSecrets(context);
        const rows = (): string[][] => secrets.map(({ name, source }) => [name, sourceWord(source, t)]);
        return {
          document: { schema: 'amtsbote.secret.list/1', secrets },
          text: () => (secrets.length === 0 ? t('secret.none') : table([[t('col.name'), t('col.source')], ...rows()])),
        };
      });
    });
}

function registerRemove(secret: Command, { t, act }: Host): void {
  secret
    .command('remove')
    .description(t('secret.remove'))
    .argument('<name>', t('secret.name'))
    .action(async (name: string, _options: object, command: Command) => {
      await act(command, async (context) => {
        const { removeSecret } = await import('./handler.ts');
        const removed = await removeSecret(context, name);
        return {
          document: { schema: 'amtsbote.secret.remove/1', name, removed },
          text: () => t(removed ? 'secret.removed' : 'secret.notThere', { name }),
        };
      });
    });
}
