import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { ownVersion } from './version.ts';

const installed = fileURLToPath(new URL('../bin/amtsbote.js', import.meta.url));
const source = fileURLToPath(new URL('bin.ts', import.meta.url));

/** Runs the program in a process of its own and lists the modules it loaded. */
async function modulesOf(bin: string, ...args: readonly string[]): Promise<{ stdout: string; modules: string }> {
  const script = `
    const { registerHooks } = require('node:module');
    const loaded = [];
    registerHooks({ resolve: (specifier, context, next) => { const found = next(specifier, context); loaded.push(found.url); return found; } });
    process.on('exit', () => process.stderr.write(loaded.join('\\n') + process.moduleLoadList.join('\\n')));
    process.argv.splice(1, 0, ${JSON.stringify(bin)});
    import(${JSON.stringify(bin)});
  `;
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [
    '--no-warnings',
    '--conditions=@amtsbote/source',
    '--eval',
    script,
    '--',
    ...args,
  ]);
  return { stdout, modules: stderr };
}

const heavy =
  /node_modules\/(\.pnpm\/)?(zod|yaml|kysely|axios|libxml2-wasm|playwright|ora|commander)|NativeModule (internal\/)?sqlite|packages\/sdk/;

test('--version loads no parser, no browser, no database, no XML module', async () => {
  const { stdout, modules } = await modulesOf(installed, '--version');
  expect(stdout).toBe(`${ownVersion()}\n`);
  expect(modules).toContain('NativeModule fs');
  expect(modules).not.toMatch(heavy);
});

test('--help loads the command line parser and nothing of the SDK', async () => {
  const { stdout, modules } = await modulesOf(source, 'sync', '--help');
  expect(stdout).toContain('--dry-run');
  expect(modules).toMatch(/commander/);
  expect(modules).not.toMatch(
    /node_modules\/(\.pnpm\/)?(zod|yaml|kysely|axios|libxml2-wasm|playwright|ora)|packages\/(sdk|connectors|simulators)/,
  );
});
