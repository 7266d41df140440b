import { readFile } from 'node:fs/promises';
import type { Browser } from 'playwright-core';

const pageBytes = 4096;

/** Bytes that all processes of a browser hold for themselves; undefined where the system does not tell. */
export async function browserMemory(browser: Browser): Promise<number | undefined> {
  const session = await browser.newBrowserCDPSession();
  try {
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    const held = await Promise.all(processInfo.map(({ id }) => heldBy(id)));
    return held.includes(undefined) ? undefined : held.reduce<number>((sum, each) => sum + (each ?? 0), 0);
  } catch {
    return undefined;
  } finally {
    await session.detach().catch(() => undefined);
  }
}

/** Resident pages less those that are shared with others. */
async function heldBy(pid: number): Promise<number | undefined> {
  const text = await readFile(`/proc/${pid}/statm`, 'utf8').catch(() => undefined);
  const [, resident, shared] = (text ?? '').split(' ').map(Number);
  return resident === undefined || shared === undefined ? undefined : (resident - shared) * pageBytes;
}
