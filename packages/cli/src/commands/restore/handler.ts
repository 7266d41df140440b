import { resolve } from 'node:path';
import type { RestoreResult } from '@amtsbote/sdk/runtime';
import { type Context, withRuntime } from '../../context.ts';
import { type ExitCode, exitCodes } from '../../exit-codes.ts';

/** The options of `amtsbote restore`. */
export interface RestoreCommandOptions {
  readonly keys?: string;
  readonly replace?: boolean;
  readonly unproven?: boolean;
}

/** Puts a backup in the place of the ledger. A history that is not whole needs a person. */
export async function restore(
  context: Context,
  folder: string,
  { keys, replace, unproven }: RestoreCommandOptions,
): Promise<{ readonly restored: RestoreResult; readonly exitCode: ExitCode }> {
  const at = (path: string): string => resolve(context.deps.cwd, path);
  const how = { replace, unproven, keys: keys === undefined ? undefined : at(keys) };
  const restored = await withRuntime(context, (runtime) => runtime.restore(at(folder), how));
  return { restored, exitCode: restored.proven ? exitCodes.ok : exitCodes.attention };
}
