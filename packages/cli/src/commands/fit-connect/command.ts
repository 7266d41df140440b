import type { Command } from 'commander';
import { exitCodeOfDoctor } from '../../exit-codes.ts';
import type { Host } from '../../program.ts';
import { table } from '../../render/table.ts';
import type { KeyOptions, PublicKeyFile, Rotation } from './handler.ts';

/** Declares `amtsbote fit-connect check`, `keys create`, `export`, `rotate` and `check`. */
export function registerFitConnect(root: Command, host: Host): void {
  const { t } = host;
  const group = root.command('fit-connect').description(t('fitKeys.group'));
  registerCheck(group, host, { description: t('fitCheck.description'), schema: 'amtsbote.fit-connect.check/1' });
  const keys = group.command('keys').description(t('fitKeys.description'));
  registerCreate(keys, host);
  registerExport(keys, host);
  registerRotate(keys, host);
  registerCheck(keys, host, { description: t('fitKeys.check'), schema: 'amtsbote.fit-connect.keys-check/1', topic: 'keys' });
}

function registerCheck(
  parent: Command,
  { t, act }: Host,
  { description, schema, topic }: { readonly description: string; readonly schema: string; readonly topic?: string },
): void {
  parent
    .command('check')
    .description(description)
    .option('--portal <name>', t('fitCheck.portal'))
    .action(async ({ portal }: { portal?: string }, command: Command) => {
      await act(command, async (context) => {
        const { checkPortals } = await import('./check.ts');
        const sections = await checkPortals(context, { portal, topic });
        const { doctorText } = await import('../../render/doctor.ts');
        const exitCode = exitCodeOfDoctor(sections);
        return { exitCode, document: { schema, well: exitCode === 0, sections }, text: () => doctorText(sections, context.view) };
      });
    });
}

function registerCreate(keys: Command, { t, act }: Host): void {
  keyCommand(keys, 'create', t).action(async (options: KeyOptions, command: Command) => {
    await act(command, async (context) => {
      const { createKeys } = await import('./handler.ts');
      const written = await createKeys(context, options);
      const next = t('fitKeys.created', { decryption: `${options.name}-decryption`, signing: `${options.name}-signing` });
      return { document: { schema: keysSchema, keys: written }, text: () => `${rowsOf(written)}\n${next}` };
    });
  });
}

function registerExport(keys: Command, { t, act }: Host): void {
  keyCommand(keys, 'export', t)
    .option('--certificate <files...>', t('fitKeys.certificate'))
    .action(async (options: KeyOptions, command: Command) => {
      await act(command, async (context) => {
        const { exportKeys } = await import('./handler.ts');
        const written = await exportKeys(context, options);
        return { document: { schema: keysSchema, keys: written }, text: () => rowsOf(written) };
      });
    });
}

function registerRotate(keys: Command, { t, act }: Host): void {
  keyCommand(keys, 'rotate', t).action(async (options: KeyOptions, command: Command) => {
    await act(command, async (context) => {
      const { rotateKeys } = await import('./handler.ts');
      const rotation = await rotateKeys(context, options);
      return { document: { schema: keysSchema, ...rotation }, text: () => rotationText(rotation, t) };
    });
  });
}

const keysSchema = 'amtsbote.fit-connect.keys/1';

function rotationText({ keys, made, old }: Rotation, t: Host['t']): string {
  const secretFor = (use: PublicKeyFile['use']): string => keys.find((key) => key.use === use)?.secret ?? '';
  const names = {
    decryption: secretFor('decryption'),
    signing: secretFor('signing'),
    oldDecryption: old.decryption,
    oldSigning: old.signing,
  };
  return [rowsOf(keys), t(made ? 'fitKeys.rotated' : 'fitKeys.rotating'), t('fitKeys.steps', names)].join('\n');
}

function keyCommand(keys: Command, name: 'create' | 'export' | 'rotate', t: Host['t']): Command {
  return keys
    .command(name)
    .description(t(`fitKeys.${name}`))
    .option('--name <name>', t('fitKeys.name'), 'fit')
    .option('--out <folder>', t('fitKeys.out'))
    .option('--csr <subject>', t('fitKeys.csr'));
}

function rowsOf(written: readonly PublicKeyFile[]): string {
  const requests = written.flatMap(({ secret, request }) => (request === undefined ? [] : [[secret, '', request]]));
  return table([...written.map(({ secret, kid, file }) => [secret, kid, file]), ...requests]);
}
