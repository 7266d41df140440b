import { createRequire } from 'node:module';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Deps, Output } from './deps.ts';

const signals = ['SIGINT', 'SIGTERM', ...(process.platform === 'win32' ? (['SIGBREAK'] as const) : [])] as const;

/** The real outside world. */
export function processDeps(): Deps {
  return {
    stdin: process.stdin,
    stdout: quietOutput(process.stdout),
    stderr: quietOutput(process.stderr),
    env: process.env,
    cwd: process.cwd(),
    now: Date.now,
    systemLocale: process.platform === 'win32' ? Intl.DateTimeFormat().resolvedOptions().locale : undefined,
    user: accountName,
    onInterrupt,
    exitNow: (code) => process.exit(code),
    loadRuntime: async () => await import('@amtsbote/sdk/runtime'),
    loadWorkbench: async () => await import('@amtsbote/sdk/workbench'),
    importConnector,
  };
}

/** A reader that goes away (`amtsbote list | head`) ends the output, never the command. */
function quietOutput(stream: NodeJS.WriteStream): Output {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  return stream;
}

function accountName(): string {
  try {
    return userInfo().username;
  } catch {
    return process.env['USERNAME'] ?? process.env['USER'] ?? 'unknown';
  }
}

function onInterrupt(listener: () => void): () => void {
  for (const signal of signals) process.on(signal, listener);
  return () => {
    for (const signal of signals) process.off(signal, listener);
  };
}

/** Connectors of ours come with this program; all others belong to the project. */
async function importConnector(specifier: string, directory: string): Promise<unknown> {
  if (specifier.startsWith('@amtsbote/connectors/')) return await import(specifier);
  const file = createRequire(join(directory, 'package.json')).resolve(specifier);
  return await import(pathToFileURL(file).href);
}
