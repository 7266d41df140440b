import { ownVersion } from './version.ts';

/** How long a finished command may keep the process, should something of a connector still be open. */
const lingerMs = 5000;

const argv = process.argv.slice(2);
if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-V')) {
  process.stdout.write(`${ownVersion()}\n`);
} else {
  const [{ run }, { processDeps }] = await Promise.all([import('./run.ts'), import('./process-deps.ts')]);
  process.exitCode = await run(argv, processDeps());
  setTimeout(() => process.exit(), lingerMs).unref();
}
