import type { MappingProjectOptions } from '@amtsbote/sdk/workbench';
import { lookForConfigFile } from '../../config-file.ts';
import { type Context, projectDirectory } from '../../context.ts';
import { projectProfiles } from '../../project-profiles.ts';

/** Where the project of a command is; file names are those of the folder it runs in. */
export async function projectOptions(context: Context): Promise<MappingProjectOptions> {
  const { deps, options } = context;
  const profiles = await projectProfiles(context);
  return { directory: projectDirectory(context), configFile: lookForConfigFile(deps.cwd, options.config), cwd: deps.cwd, profiles };
}
