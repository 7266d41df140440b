import { spawn } from 'node:child_process';

/** A Node.js process to start. */
export interface NodeProcess {
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** What a process took and said. */
export interface Ended {
  /** From start to end, in milliseconds. */
  readonly ms: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a process to its end. Throws when it does not end with 0. */
export async function runNode({ args, cwd, env = {} }: NodeProcess): Promise<Ended> {
  const started = performance.now();
  const child = spawn(process.execPath, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const stdout = child.stdout.setEncoding('utf8').toArray();
  const stderr = child.stderr.setEncoding('utf8').toArray();
  const exit = new Promise<number | null>((resolve, reject) => child.once('error', reject).once('exit', resolve));
  const code = await exit;
  const ms = performance.now() - started;
  const said = (await stderr).join('');
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}: ${said}`);
  return { ms, stdout: (await stdout).join(''), stderr: said };
}
