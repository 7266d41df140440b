import { browserAdvice, findBrowser, installBrowser, installFonts } from './browser.mjs';
import { installPackages, packagesAreInstalled } from './packages.mjs';
import { startNode24 } from './start.mjs';
import { at, node24, toolFile } from './workspace.mjs';

/**
 * Brings a clean clone to where everything runs: packages, Node 24, a browser, the build. Says nothing when nothing is
 * to do.
 *
 * @param {{ build?: boolean, browser?: boolean, say?: (line: string) => void }} options what to leave out
 * @returns {Promise<{ node24: string, browser: string | undefined, advice: string | undefined }>} `advice` when a
 * person must install a browser: only web UIs need it
 * @throws {Error} when packages or build fail, with what to do
 */
export async function setUp({ build = true, browser = true, say = console.error } = {}) {
  if (!packagesAreInstalled()) {
    say('Installing packages and Node 24 (a minute or two the first time) …');
    await timed(say, 'Packages and Node 24', installPackages);
  }
  const found = browser ? await bringBrowser(say) : undefined;
  if (build) await buildPackages(say);
  return { node24, browser: found, advice: browser && !found ? browserAdvice() : undefined };
}

/** {@link setUp} for a command that cannot go on without: on failure it says why and ends the process. */
export async function setUpOrExit(options) {
  try {
    const done = await setUp(options);
    if (done.advice) console.error(`${done.advice} Only web UIs need it.`);
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
}

async function bringBrowser(say) {
  const found = await findBrowser();
  if (!found) return timed(say, 'Browser', () => installBrowser());
  await installFonts();
  return found;
}

/** Both steps look themselves at what has changed. */
async function buildPackages(say) {
  const started = performance.now();
  const steps = [[toolFile('typescript', 'tsc'), '-b', 'tsconfig.build.json'], [at('scripts', 'bundle.mjs')]];
  for (const step of steps) {
    const { code, output } = await startNode24(step, { quiet: true });
    if (code !== 0) throw new Error(`The build failed:\n${output.trim()}`);
  }
  if (performance.now() - started > 1_500) say(`Build … ${seconds(started)}`);
}

async function timed(say, what, act) {
  const started = performance.now();
  const result = await act();
  say(`${what} … ${seconds(started)}`);
  return result;
}

function seconds(started) {
  return `${((performance.now() - started) / 1000).toFixed(1)} s`;
}
