import type { Command } from 'commander';
import type { Host } from '../../program.ts';

/** Declares `amtsbote mapping …`: one file per verb in this folder. */
export function registerMapping(root: Command, host: Host): void {
  root.command('mapping').description(host.t('mapping.description'));
}
