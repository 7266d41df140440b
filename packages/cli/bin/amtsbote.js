#!/usr/bin/env node
import { readFileSync } from 'node:fs';

const [only, ...others] = process.argv.slice(2);
if (others.length === 0 && (only === '--version' || only === '-V')) {
  // Scripts ask for the version often: nothing else is loaded for it.
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  process.stdout.write(`${version}\n`);
} else {
  const { enableCompileCache } = await import('node:module');
  enableCompileCache();
  await import('../bundle/bin.js');
}
