import type { MappingLint } from '@amtsbote/sdk/workbench';
import type { RecordShapes } from '@amtsbote/sdk/runtime';
import { lookForConfigFile } from '../../config-file.ts';
import { type Context, withRuntime } from '../../context.ts';
import { projectOptions } from './project-options.ts';

/** The options of `amtsbote mapping lint`. */
export interface LintOptions {
  /** A schema set or XSD file of another version. */
  readonly against?: string;
  /** Show notes too. */
  readonly notes?: boolean;
}

/** Checks mappings; without files those of all routes. */
export async function lint(context: Context, files: readonly string[], options: LintOptions): Promise<readonly MappingLint[]> {
  const { lintMappings } = await context.deps.loadWorkbench();
  return await lintMappings({
    ...(await projectOptions(context)),
    files,
    against: options.against,
    recordShapes: await recordShapes(context),
  });
}

/** What the targets of the project take. */
async function recordShapes(context: Context): Promise<RecordShapes | undefined> {
  if (lookForConfigFile(context.deps.cwd, context.options.config) === undefined) return undefined;
  return await withRuntime(context, (runtime) => runtime.recordShapes());
}
