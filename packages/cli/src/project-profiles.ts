import { ConfigurationFault, type Profile, type ProfileDefinition } from '@amtsbote/sdk';
import { lookForConfigFile } from './config-file.ts';
import type { Context } from './context.ts';

/**
 * The profiles that the operator added to the project. None where there is no configuration yet.
 *
 * @throws ConfigurationFault AB_CONFIG_INVALID for a module that exports no profile
 */
export async function projectProfiles({ deps, options }: Context): Promise<readonly Profile[]> {
  const file = lookForConfigFile(deps.cwd, options.config);
  if (file === undefined) return [];
  const { loadConfig } = await deps.loadRuntime();
  const { profiles, directory } = await loadConfig(file);
  const found: Profile[] = [];
  for (const name of profiles) {
    const module = (await deps.importConnector(name, directory).catch(notThere(name))) as { profile?: Partial<ProfileDefinition> };
    if (module.profile?.type !== 'profile' || module.profile.profile === undefined) {
      throw new ConfigurationFault('AB_CONFIG_INVALID', `${name} does not export a profile as \`profile\``, {
        where: { field: 'profiles' },
      });
    }
    found.push(module.profile.profile);
  }
  return found;
}

/** A module that is missing is a matter of the configuration; what goes wrong inside one is not. */
function notThere(name: string): (error: unknown) => never {
  return (error) => {
    if (!String((error as NodeJS.ErrnoException).code).endsWith('MODULE_NOT_FOUND')) throw error;
    throw new ConfigurationFault(
      'AB_CONFIG_INVALID',
      `The profile ${name} cannot be loaded: it, or a module that it imports, is not there`,
      {
        where: { field: 'profiles' },
      },
    );
  };
}
