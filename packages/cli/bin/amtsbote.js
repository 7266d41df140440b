#!/usr/bin/env node
const [only, ...others] = process.argv.slice(2);
if (others.length === 0 && (only === '--version' || only === '-V')) {
  // Scripts ask for the version often: nothing else is loaded for it. An import of a part of Node.js would load all that it exports.
  const { readFileSync } = process.getBuiltinModule('node:fs');
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  process.stdout.write(`${version}\n`);
} else {
  process.getBuiltinModule('node:module').enableCompileCache();
  await import('../bundle/bin.js');
}
