import { existsSync } from 'node:fs';
import { start } from './start.mjs';

/**
 * Brings xmllint, the second opinion of tests and benchmarks on schemas, where that takes one quiet call. Without it they say that they
 * were skipped.
 */
export async function bringXmllint() {
  const { code } = await start('xmllint', ['--version'], { quiet: true }).catch(() => ({ code: 1 }));
  if (code === 0 || process.platform !== 'linux' || !existsSync('/usr/bin/apt-get') || process.getuid?.() !== 0) return;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await start('apt-get', ['update', '-q'], { quiet: true, env });
  await start('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'libxml2-utils'], { quiet: true, env });
}
