import { findBrowser } from '../packages/sdk/src/rpa/browser/find-browser.ts';

/** Prints the browser that Amtsbote would use; exit code 1 when there is none. */
try {
  const { name, executablePath } = await findBrowser();
  console.log(executablePath ?? name);
} catch {
  process.exitCode = 1;
}
