import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';

/** A screen that nobody sees, for browsers with a window. */
export interface Display extends AsyncDisposable {
  /** What `DISPLAY` must be. */
  readonly name: string;
}

/** True where a browser with a window can be tried: Linux with Xvfb and a full Chromium. */
export function canShowWindows(): boolean {
  return (
    existsSync('/usr/bin/Xvfb') &&
    ['/usr/bin/chromium', '/opt/google/chrome/chrome', '/usr/bin/microsoft-edge'].some((each) => existsSync(each))
  );
}

/** Starts Xvfb on a free display, which it names itself. */
export async function openDisplay(): Promise<Display> {
  const server = spawn('/usr/bin/Xvfb', ['-displayfd', '3', '-screen', '0', '1280x1000x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const number = await new Promise<string>((resolve, reject) => {
    let text = '';
    server.stdio[3]?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes('\n')) resolve(text.trim());
    });
    server.once('error', reject);
    server.once('exit', () => reject(new Error('Xvfb ended at once')));
  });
  return { name: `:${number}`, [Symbol.asyncDispose]: () => ended(server) };
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  await new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.kill();
  });
}
