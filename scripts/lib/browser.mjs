import { existsSync, readdirSync } from 'node:fs';
import { start, startNode24 } from './start.mjs';
import { at, toolFile } from './workspace.mjs';

/**
 * The browser that web UIs are driven with. Asks the search that Amtsbote itself uses, so that what is found here is
 * found there.
 *
 * @returns {Promise<string | undefined>} its path, or the name of a channel such as `msedge`
 */
export async function findBrowser(machine = thisMachine()) {
  const found = await machine.search();
  return found !== undefined && (await machine.starts(found)) ? found : undefined;
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
  await machine.playwright(['install', '--no-shell', ...(machine.canUseApt ? ['--with-deps'] : []), 'chromium']);
  return findBrowser(machine);
}

/** Makes sure that a page is readable in a screenshot: a bare Linux has no fonts at all. */
export async function installFonts(machine = thisMachine()) {
  if (machine.platform !== 'linux' || machine.hasFonts() || !machine.canUseApt) return;
  await machine.run('apt-get', ['update', '-q']);
  await machine.run('apt-get', aptInstall('fonts-liberation', 'fonts-dejavu-core'));
}

/**
 * Brings what tests of browser windows need: a browser that has a window, and Xvfb, a screen that nobody sees. Where that takes no quiet
 * call, those tests say that they were skipped.
 */
export async function bringWindows(machine = thisMachine()) {
  if (machine.platform !== 'linux' || !machine.canUseApt) return;
  const wanted = [...(machine.hasFile('/usr/bin/Xvfb') ? [] : ['xvfb']), ...(windowBrowsers.some(machine.hasFile) ? [] : ['chromium'])];
  if (wanted.length === 0) return;
  await machine.run('apt-get', ['update', '-q']);
  await machine.run('apt-get', aptInstall(...wanted));
}

const windowBrowsers = ['/usr/bin/chromium', '/opt/google/chrome/chrome', '/usr/bin/microsoft-edge'];

/** What to tell a person when there is no browser. */
export function browserAdvice({ env, platform } = thisMachine()) {
  if (env.AMTSBOTE_BROWSER) return 'AMTSBOTE_BROWSER names a file that does not exist. Correct it, or unset it.';
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
    canUseApt: aptThere && process.getuid?.() === 0,
    hasFile: existsSync,
    search: askAmtsbote,
    starts: (path) => answersVersion(path),
    hasFonts: () => ['/usr/share/fonts', '/usr/local/share/fonts'].some(hasEntries),
    run: (program, args) => start(program, args, { quiet: true, env }),
    playwright: (args) => startNode24([toolFile('playwright-core'), ...args], { quiet: true }),
  };
}

function aptInstall(...names) {
  return ['install', '-y', '-q', '--no-install-recommends', ...names];
}

async function askAmtsbote() {
  const { code, output } = await startNode24([at('scripts', 'find-browser.ts')], { quiet: true });
  return code === 0 ? output.trim() : undefined;
}

/** Some systems have a file of this name that only says how to install the browser. Only there it is worth asking. */
async function answersVersion(path) {
  if (process.platform !== 'linux' || !path.includes('/')) return true;
  const { code, output } = await start(path, ['--version'], { quiet: true, timeout: 10_000 });
  return code === 0 && /\d+\.\d+/.test(output);
}

function hasEntries(folder) {
  return existsSync(folder) && readdirSync(folder, { recursive: true }).some((name) => /\.(ttf|otf|ttc)$/i.test(name));
}
