import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { start, startNode24 } from './start.mjs';
import { at, readJson, toolFile } from './workspace.mjs';

const programs = [
  'microsoft-edge',
  'google-chrome',
  'chromium',
  'chromium-browser',
  'chromium-headless-shell',
];

/**
 * The browser that web UIs are driven with: the one named by AMTSBOTE_BROWSER, else Edge, Chrome or Chromium of the
 * system, else the one that Playwright keeps.
 *
 * @returns {Promise<string | undefined>} its path
 */
export async function findBrowser(machine = thisMachine()) {
  const named = machine.env.AMTSBOTE_BROWSER;
  if (named) return machine.exists(named) ? named : undefined;
  for (const path of knownPlaces(machine))
    if (machine.exists(path) && (await machine.starts(path))) return path;
  return playwrightBrowser(machine);
}

/**
 * Brings a browser and the fonts that make its pages readable.
 *
 * @returns {Promise<string | undefined>} its path, or undefined when a person must install one
 */
export async function installBrowser(machine = thisMachine()) {
  if (machine.env.AMTSBOTE_BROWSER) return undefined;
  if (machine.canUseApt) {
    await machine.run('apt-get', ['update', '-q']);
    for (const name of ['chromium-headless-shell', 'chromium']) {
      await machine.run('apt-get', aptInstall(name, 'fonts-liberation', 'fonts-dejavu-core'));
      const found = await findBrowser(machine);
      if (found) return found;
    }
  }
  await machine.playwright([
    'install',
    ...(machine.canUseApt ? ['--with-deps'] : []),
    'chromium-headless-shell',
  ]);
  return findBrowser(machine);
}

/** Makes sure that a page is readable in a screenshot: a bare Linux has no fonts at all. */
export async function installFonts(machine = thisMachine()) {
  if (machine.platform !== 'linux' || machine.hasFonts() || !machine.canUseApt) return;
  await machine.run('apt-get', ['update', '-q']);
  await machine.run('apt-get', aptInstall('fonts-liberation', 'fonts-dejavu-core'));
}

/** What to tell a person when there is no browser. */
export function browserAdvice({ env, platform } = thisMachine()) {
  if (env.AMTSBOTE_BROWSER)
    return 'AMTSBOTE_BROWSER names a file that does not exist. Correct it, or unset it.';
  const how = {
    win32: 'install Microsoft Edge or Google Chrome',
    darwin: 'install Google Chrome or Microsoft Edge',
    linux: 'run `sudo apt-get install chromium`, or install Google Chrome or Microsoft Edge',
  };
  return `No browser was found or could be installed. Please ${how[platform] ?? how.linux}, then run this again; or name one in AMTSBOTE_BROWSER.`;
}

/** All that this file asks and does outside, so that tests can stand in for other machines. */
function thisMachine() {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const aptThere = process.platform === 'linux' && existsSync('/usr/bin/apt-get');
  return {
    env,
    platform: process.platform,
    home: homedir(),
    canUseApt: aptThere && process.getuid?.() === 0,
    exists: existsSync,
    starts: (path) => answersVersion(path),
    hasFonts: () => ['/usr/share/fonts', '/usr/local/share/fonts'].some(hasEntries),
    run: (program, args) => start(program, args, { quiet: true, env }),
    playwright: (args) => startNode24([toolFile('playwright-core'), ...args], { quiet: true }),
    playwrightRevision: () =>
      readJson(at('node_modules', 'playwright-core', 'browsers.json')).browsers.find(
        (browser) => browser.name === 'chromium-headless-shell',
      ).revision,
  };
}

function aptInstall(...names) {
  return ['install', '-y', '-q', '--no-install-recommends', ...names];
}

function knownPlaces({ env, platform }) {
  if (platform === 'win32') {
    const folders = [env.ProgramFiles, env['ProgramFiles(x86)'], env.LOCALAPPDATA].filter(Boolean);
    const files = [
      join('Microsoft', 'Edge', 'Application', 'msedge.exe'),
      join('Google', 'Chrome', 'Application', 'chrome.exe'),
    ];
    return files.flatMap((file) => folders.map((folder) => join(folder, file)));
  }
  if (platform === 'darwin') {
    return ['Microsoft Edge', 'Google Chrome', 'Chromium'].map(
      (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
    );
  }
  const folders = (env.PATH ?? '').split(delimiter).concat('/usr/bin', '/usr/local/bin', '/snap/bin');
  return programs.flatMap((program) => [...new Set(folders)].map((folder) => join(folder, program)));
}

function playwrightBrowser({ env, platform, home, exists, playwrightRevision }) {
  const caches = {
    win32: join(env.LOCALAPPDATA ?? home, 'ms-playwright'),
    darwin: join(home, 'Library', 'Caches', 'ms-playwright'),
    linux: join(env.XDG_CACHE_HOME ?? join(home, '.cache'), 'ms-playwright'),
  };
  const cache = env.PLAYWRIGHT_BROWSERS_PATH ?? caches[platform] ?? caches.linux;
  const folder = join(cache, `chromium_headless_shell-${playwrightRevision()}`);
  return exists(join(folder, 'INSTALLATION_COMPLETE')) ? folder : undefined;
}

/** Some systems have a file of this name that only says how to install the browser. Only there it is worth asking. */
async function answersVersion(path) {
  if (process.platform !== 'linux') return true;
  const { code, output } = await start(path, ['--version'], { quiet: true, timeout: 10_000 });
  return code === 0 && /\d+\.\d+/.test(output);
}

function hasEntries(folder) {
  return (
    existsSync(folder) &&
    readdirSync(folder, { recursive: true }).some((name) => /\.(ttf|otf|ttc)$/i.test(name))
  );
}
