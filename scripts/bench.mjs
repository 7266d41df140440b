import { existsSync, readdirSync } from 'node:fs';
import { setUpOrExit } from './lib/set-up.mjs';
import { startNode24 } from './lib/start.mjs';
import { at } from './lib/workspace.mjs';
import { bringXmllint } from './lib/xmllint.mjs';

const [name, ...args] = process.argv.slice(2);
if (name !== undefined && /^[a-z0-9-]+$/.test(name) && existsSync(at('bench', `${name}.ts`))) {
  await setUpOrExit();
  if (name === 'messages') await bringXmllint();
  process.exitCode = (await startNode24([at('bench', `${name}.ts`), ...args])).code;
} else {
  const names = readdirSync(at('bench')).filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'));
  if (name !== undefined) console.error(`There is no benchmark ${name}.`);
  console.log(`npm run bench -- NAME, where NAME is one of: ${names.map((file) => file.slice(0, -3)).join(', ') || 'none yet'}`);
  process.exitCode = name === undefined ? 0 : 2;
}
