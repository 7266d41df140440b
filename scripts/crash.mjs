import { setUpOrExit } from './lib/set-up.mjs';
import { startNode24 } from './lib/start.mjs';
import { at } from './lib/workspace.mjs';

await setUpOrExit();
process.exitCode = (await startNode24(['--conditions=@amtsbote/source', at('test', 'crash', 'run.ts'), ...process.argv.slice(2)])).code;
