import type { Command } from 'commander';
import type { Host } from '../../program.ts';
import { registerXoevExplain } from './explain-command.ts';
import { registerXoevImport } from './import-command.ts';
import { registerXoevList } from './list-command.ts';
import { registerXoevRemove } from './remove-command.ts';
import { registerXoevSample } from './sample-command.ts';
import { registerXoevValidate } from './validate-command.ts';

/** Declares `amtsbote xoev …`: one file per verb in this folder. */
export function registerXoev(root: Command, host: Host): void {
  const xoev = root.command('xoev').description(host.t('xoev.description'));
  registerXoevImport(xoev, host);
  registerXoevList(xoev, host);
  registerXoevValidate(xoev, host);
  registerXoevExplain(xoev, host);
  registerXoevSample(xoev, host);
  registerXoevRemove(xoev, host);
}
