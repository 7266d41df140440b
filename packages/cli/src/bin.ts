import { processDeps } from './process-deps.ts';
import { run } from './run.ts';

/** How long a finished command may keep the process, should something of a connector still be open. */
const lingerMs = 5000;

process.exitCode = await run(process.argv.slice(2), processDeps());
setTimeout(() => process.exit(), lingerMs).unref();
