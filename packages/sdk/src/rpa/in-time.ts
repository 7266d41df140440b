/** The value, or undefined when it does not come in time, fails, or the attempt ends first. */
export async function inTime<T>(value: Promise<T>, ms: number, signal?: AbortSignal): Promise<T | undefined> {
  const { promise, stop } = timeUp(ms, signal);
  try {
    return await Promise.race([value.catch(() => undefined), promise]);
  } finally {
    stop();
  }
}

function timeUp(ms: number, signal: AbortSignal | undefined): { promise: Promise<undefined>; stop: () => void } {
  let end = (): void => undefined;
  const promise = new Promise<undefined>((resolve) => (end = () => resolve(undefined)));
  const timer = setTimeout(end, ms);
  signal?.addEventListener('abort', end, { once: true });
  if (signal?.aborted) end();
  const stop = (): void => {
    clearTimeout(timer);
    signal?.removeEventListener('abort', end);
  };
  return { promise, stop };
}
