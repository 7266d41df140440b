import { readFile } from 'node:fs/promises';
import { extname, resolve } from 'node:path';
import { ConfigurationFault } from '@amtsbote/sdk';
import type { Explanation } from '@amtsbote/sdk/workbench';
import { lookForConfigFile } from '../../config-file.ts';
import { type Context, projectDirectory } from '../../context.ts';
import { projectProfiles } from '../../project-profiles.ts';

/** The options of `amtsbote xoev explain`. */
export interface ExplainCommandOptions {
  /** Show the values too. */
  readonly values?: boolean;
}

/** What `explain` hands back. */
export interface Explained extends Explanation {
  /** As it was named. */
  readonly file: string;
}

/** Explains one message; works without a project, too. */
export async function explain(context: Context, file: string, { values }: ExplainCommandOptions): Promise<Explained> {
  const { deps, options } = context;
  const bytes = await readFile(resolve(deps.cwd, file)).catch(() => {
    throw new ConfigurationFault('AB_USAGE', `the file ${file} cannot be read`, { where: { file } });
  });
  const { explainMessage, openSchemaSets, ownProfiles, projectRoutes } = await deps.loadWorkbench();
  const profiles = await projectProfiles(context);
  const directory = projectDirectory(context);
  const configFile = lookForConfigFile(deps.cwd, options.config);
  const explanation = await explainMessage(bytes, {
    mediaType: extname(file).toLowerCase() === '.json' ? 'application/json' : '',
    profiles: [...profiles, ...ownProfiles],
    sets: openSchemaSets(directory),
    routes: await projectRoutes({ directory, configFile, cwd: deps.cwd, profiles }),
    values,
  });
  return { file, ...explanation };
}
