import { realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { ConfigurationFault } from '../../errors/families.ts';

type Playwright = typeof import('playwright-core');

/**
 * Playwright, a peer that the program brings. Looked for beside us, then beside the program that runs: packages installed side by side
 * do not see each other's dependencies.
 *
 * @throws ConfigurationFault AB_BROWSER_MISSING when it is nowhere
 */
export async function loadPlaywright(): Promise<Playwright> {
  try {
    return await import('playwright-core');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error;
  }
  try {
    return createRequire(realpathSync(process.argv[1] ?? process.execPath))('playwright-core') as Playwright;
  } catch {
    throw new ConfigurationFault('AB_BROWSER_MISSING', 'The package playwright-core is not installed', {
      hint: 'Install it beside the program, such as with `npm i playwright-core`.',
    });
  }
}
