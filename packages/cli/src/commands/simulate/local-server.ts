import type { Deps } from '../../deps.ts';

/** Waits for Ctrl-C, SIGTERM or, when asked, the end of standard input. */
export async function untilStopped(deps: Deps, parentExit: boolean): Promise<void> {
  await new Promise<void>((stop) => {
    const stopListening = deps.onInterrupt(() => {
      stopListening();
      stop();
    });
    if (parentExit) deps.stdin.once('end', stop).once('close', stop).resume();
  });
}

/** True when a server could not start because another one has its port. */
export function isPortTaken(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'EADDRINUSE';
}
