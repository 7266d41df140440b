import { execFile } from 'node:child_process';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { benchFolder } from './work-folder.ts';

const packages = { '@openfn/runtime': '1.9.5', '@openfn/language-common': '3.3.4' };

/** Installs OpenFn from npm and puts our job beside it; returns the script that runs the job. */
export async function installOpenFn(): Promise<string> {
  const folder = join(benchFolder, 'openfn');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module', dependencies: packages }));
  await promisify(execFile)('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--prefer-offline'], {
    cwd: folder,
    shell: process.platform === 'win32',
  });
  await cp(fileURLToPath(new URL('../openfn', import.meta.url)), folder, { recursive: true });
  return join(folder, 'run.js');
}
