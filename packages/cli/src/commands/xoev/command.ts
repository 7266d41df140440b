import type { Command } from 'commander';
import type { Host } from '../../program.ts';

/** Declares `amtsbote xoev …`: one file per verb in this folder. */
export function registerXoev(root: Command, host: Host): void {
  root.command('xoev').description(host.t('xoev.description'));
}
