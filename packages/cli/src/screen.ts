import { CliError } from './cli-error.ts';
import type { Context } from './context.ts';

/** @throws CliError when there is no screen that a browser window could appear on */
export function expectScreen({ deps, view }: Pick<Context, 'deps' | 'view'>): void {
  if (process.platform !== 'linux') return;
  if (deps.env['DISPLAY'] === undefined && deps.env['WAYLAND_DISPLAY'] === undefined) throw new CliError(view.t('watching.noScreen'));
}
