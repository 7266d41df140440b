import { existsSync } from 'node:fs';
import { posix, win32 } from 'node:path';
import { ConfigurationFault } from '../../errors/families.ts';
import { loadPlaywright } from './load-playwright.ts';

/** A browser of this machine: a program, or a channel that Playwright knows how to find. */
export interface FoundBrowser {
  /** For people, such as `chromium-headless-shell`. */
  readonly name: string;
  readonly executablePath?: string | undefined;
  readonly channel?: string | undefined;
}

/** Where to look; all but {@link BrowserSearch.path} exist for tests. */
export interface BrowserSearch {
  /** A program, or a channel such as `msedge`. Default: environment variable `AMTSBOTE_BROWSER`. */
  readonly path?: string | undefined;
  /** True for a browser that has a window: a headless shell has none. Default false. */
  readonly headed?: boolean | undefined;
  readonly platform?: NodeJS.Platform | undefined;
  readonly environment?: Readonly<Record<string, string | undefined>> | undefined;
  readonly exists?: ((path: string) => boolean) | undefined;
  /** The program that Playwright itself installed, if it did. */
  readonly installed?: (() => Promise<string | undefined>) | undefined;
}

/**
 * Finds a browser: the one asked for, else one of the system, else Playwright's own. On Linux the headless shell comes
 * first: it starts three times faster than a full browser and needs half the memory.
 *
 * @throws ConfigurationFault AB_BROWSER_MISSING
 */
export async function findBrowser(search: BrowserSearch = {}): Promise<FoundBrowser> {
  const environment = search.environment ?? process.env;
  const exists = search.exists ?? existsSync;
  const wanted = search.path ?? environment['AMTSBOTE_BROWSER'];
  const hasWindow = (path: string): boolean => search.headed !== true || !path.includes('headless-shell');
  if (wanted !== undefined && wanted !== '' && hasWindow(wanted)) return wantedBrowser(wanted, exists);
  const found = systemBrowsers(search.platform, environment).filter(hasWindow).find(exists);
  if (found !== undefined) return { name: programName(found), executablePath: found };
  const own = await (search.installed ?? installedByPlaywright)();
  if (own !== undefined && exists(own)) return { name: 'chromium of playwright', executablePath: own };
  throw new ConfigurationFault('AB_BROWSER_MISSING', 'no Edge, Chrome or Chromium was found on this machine');
}

function wantedBrowser(wanted: string, exists: (path: string) => boolean): FoundBrowser {
  if (!/[/\\]/.test(wanted)) return { name: wanted, channel: wanted };
  if (exists(wanted)) return { name: programName(wanted), executablePath: wanted };
  throw new ConfigurationFault('AB_BROWSER_MISSING', `the browser ${wanted} does not exist`, {
    hint: 'Correct `browser:` of the target or the environment variable AMTSBOTE_BROWSER.',
  });
}

function systemBrowsers(
  platform: NodeJS.Platform = process.platform,
  environment: Readonly<Record<string, string | undefined>>,
): readonly string[] {
  if (platform === 'win32') return windowsBrowsers(environment);
  if (platform === 'darwin') {
    return ['Microsoft Edge', 'Google Chrome', 'Chromium'].map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`);
  }
  return [
    '/usr/bin/chromium-headless-shell',
    '/opt/google/chrome/chrome',
    '/usr/bin/google-chrome',
    '/opt/microsoft/msedge/msedge',
    '/usr/bin/microsoft-edge',
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/snap/bin/chromium',
  ];
}

function windowsBrowsers(environment: Readonly<Record<string, string | undefined>>): readonly string[] {
  const roots = ['PROGRAMFILES(X86)', 'PROGRAMFILES', 'LOCALAPPDATA'].flatMap((name) => environment[name] ?? []);
  const programs = ['Microsoft\\Edge\\Application\\msedge.exe', 'Google\\Chrome\\Application\\chrome.exe'];
  return programs.flatMap((program) => roots.map((root) => win32.join(root, program)));
}

function programName(path: string): string {
  return (path.includes('\\') ? win32 : posix).basename(path).replace(/\.exe$/i, '');
}

async function installedByPlaywright(): Promise<string | undefined> {
  const { chromium } = await loadPlaywright();
  const path = chromium.executablePath();
  return path === '' ? undefined : path;
}
