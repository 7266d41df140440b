import type { Command } from 'commander';
import { oneOf } from '../../option-values.ts';
import type { Host } from '../../program.ts';
import { type InitOptions, templates } from './options.ts';

/** Declares `amtsbote init`. */
export function registerInit(root: Command, { t, act }: Host): void {
  root
    .command('init')
    .description(t('init.description'))
    .argument('[dir]', t('init.dir'))
    .option('--template <template>', t('init.template', { choices: templates.join(', ') }), oneOf(t, templates))
    .action(async (dir: string | undefined, options: InitOptions, command: Command) => {
      await act(command, async (context) => {
        const { init } = await import('./handler.ts');
        const made = await init(context, dir ?? '.', options);
        const { initText } = await import('../../render/init.ts');
        return { document: { schema: 'amtsbote.init/1', ...made }, text: () => initText(made, context) };
      });
    });
}
