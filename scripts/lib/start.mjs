import { spawn } from 'node:child_process';
import { node24, node24Environment, root } from './workspace.mjs';

/**
 * Starts a program in the root of the checkout and waits for its end. Its output is passed on, or with `quiet`
 * collected.
 *
 * @returns {Promise<{ code: number, output: string }>} 127 when it cannot be started, 128 + n after a signal
 */
export function start(program, args, { quiet = false, env = process.env, shell = false, timeout } = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: root,
      env,
      shell,
      timeout,
      stdio: quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit',
    });
    let output = '';
    child.stdout?.on('data', (chunk) => (output += chunk));
    child.stderr?.on('data', (chunk) => (output += chunk));
    child.on('error', (error) => resolve({ code: 127, output: error.message }));
    child.on('close', (code) => resolve({ code: code ?? 128, output }));
    passSignalsOn(child);
  });
}

/** Like {@link start}, with a JavaScript or TypeScript file under Node 24. */
export function startNode24(args, options = {}) {
  return start(node24, args, { env: node24Environment(), ...options });
}

/** The terminal sends Ctrl-C to the child as well; it decides when both end. */
function passSignalsOn(child) {
  const wait = () => {};
  const end = () => child.kill('SIGTERM');
  process.on('SIGINT', wait).on('SIGTERM', end);
  child.on('close', () => process.off('SIGINT', wait).off('SIGTERM', end));
}
