import type { Command } from 'commander';
import type { Host } from '../../program.ts';
import { registerCoverage } from './coverage-command.ts';
import { registerLint } from './lint-command.ts';
import { registerNew } from './new-command.ts';
import { registerPreview } from './preview-command.ts';
import { registerTest } from './test-command.ts';

/** Declares `amtsbote mapping …`: one file per verb in this folder. */
export function registerMapping(root: Command, host: Host): void {
  const mapping = root.command('mapping').description(host.t('mapping.description'));
  registerNew(mapping, host);
  registerPreview(mapping, host);
  registerLint(mapping, host);
  registerCoverage(mapping, host);
  registerTest(mapping, host);
}
